"""Variables, position and rules: what happens to a program's state when an event fires."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.progression.grammar import ExpressionError
from portal.progression.replay.compiled import RUNS, Rule, compile_program
from portal.progression.replay.log import entry_id
from portal.progression.replay.rounding import DECIMALS
from portal.progression.replay.state import SHARED, Change, Entry, Problem, Program

Facts = Mapping[str, Any]
NOTHING: Facts = {}


class Machine:
    """A program at work. `on` and `entry` say for which day and which log entry it is working."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.plan = compile_program(program)
        self.variables = self._start_values()
        self.position = self.plan.position(0)
        self.last_done: dict[str, date] = {}
        self.trail: list[Change] = []
        self.problems: list[Problem] = []
        self.on = date.min
        self.entry: Entry = {}

    def copy(self) -> Machine:
        """Return a machine that goes on from here and leaves this one as it is."""
        twin = self.trial()
        twin.last_done = dict(self.last_done)
        twin.trail, twin.problems = list(self.trail), list(self.problems)
        return twin

    def trial(self) -> Machine:
        """Return a machine with these variables and nothing on its trail, good for rendering one session."""
        twin = Machine.__new__(Machine)
        twin.__dict__.update(self.__dict__)
        twin.variables = {track: dict(values) for track, values in self.variables.items()}
        twin.trail, twin.problems, twin.entry = [], [], {}
        return twin

    def names(self, track: str) -> dict[str, Any]:
        """Return every name an expression of this track (or of the plan) may use."""
        day, pos = self.position.day, self.position.pos
        cycle, week = self.plan.cycle_of(track, pos)
        here = {"cycle": cycle, "week": week, "day": day, "pos": pos, "turn": self.plan.turn(track, day)}
        return {**self.variables[SHARED], **self.variables[track], **here}

    def fire(self, track: str, event: str, facts: Facts) -> None:
        """Run the rules of one event: in each group the first that matches wins."""
        groups = self.plan.rules.get((track, event))
        if not groups:
            return
        names = self.names(track)
        names.update(facts)
        for group in groups:
            for rule in group:
                if self._settles(rule, names, track, facts):
                    break

    def fire_gaps(self, tracks: Iterable[str]) -> None:
        """Run the gap rules: the plan's by days since a session it is about, a track's by days since its own last."""
        for track in self.with_shared(tracks):
            if track in self.last_done:
                self.fire(track, "gap", {"days": (self.on - self.last_done[track]).days})

    def with_shared(self, tracks: Iterable[str]) -> list[str]:
        """Return the tracks, and before them the plan's own where its rules are about one of them."""
        found = list(tracks)
        return found if self.plan.sharing.isdisjoint(found) else [SHARED, *found]

    def assign(self, track: str, name: str, value: float, *, rule: Rule | None = None, facts: Facts = NOTHING) -> None:
        """Give a variable a value; a name that is shared means the shared one."""
        owner = SHARED if name in self.variables[SHARED] else track
        before = self.variables[owner].get(name)
        self.variables[owner][name] = value
        self._record(owner, name, before, rule, facts)

    def adopt(self, program: Program) -> None:
        """Put a new version of the program in force. Values of the same name stay, and so does the position."""
        kept = self.variables
        self.program, self.plan = program, compile_program(program)
        self.variables = self._start_values()
        for track, values in self.variables.items():
            old = kept.get(track, {})
            for name in values:
                if name in old:
                    values[name] = old[name]
                else:
                    self._record(track, name, None, None, NOTHING)
        self.position = self.plan.position(self.position.pos)

    def note(self, path: str, error: ExpressionError) -> None:
        """Remember that something in the program does not work; nothing changes by it."""
        self.problems.append(Problem(path, error.said, self.on, entry_id(self.entry)))

    def _settles(self, rule: Rule, names: dict[str, Any], track: str, facts: Facts) -> bool:
        """Return whether this rule ends its group: it matched, or it cannot be computed."""
        try:
            if rule.condition is not None and not rule.condition.value(names):
                return False
            values = _values(rule, names)
        except ExpressionError as error:
            self.note(rule.path, error)
            return True
        for name, value in values.items():
            self.assign(track, name, value, rule=rule, facts=facts)
        names.update(values)
        return True

    def _start_values(self) -> dict[str, dict[str, float]]:
        runs = dict.fromkeys(RUNS, 0.0)
        own = {name: {**runs, **track.start} for name, track in self.plan.tracks.items()}
        return {SHARED: dict(self.plan.shared), **own}

    def _record(self, owner: str, name: str, before: float | None, rule: Rule | None, facts: Facts) -> None:
        self.trail.append(
            Change(
                on=self.on,
                entry_id=entry_id(self.entry),
                event=rule.event if rule else self.entry["type"],
                path=rule.path if rule else "",
                track=owner,
                name=name,
                before=before,
                after=self.variables[owner][name],
                say=rule.say if rule else "",
                facts=facts,
                uses=rule.uses if rule else frozenset(),
                by=self.entry.get("by", ""),
            )
        )


def _values(rule: Rule, names: dict[str, Any]) -> dict[str, float]:
    """Return what a rule sets, all or nothing; later expressions see earlier ones. Raises ExpressionError."""
    values: dict[str, float] = {}
    for name, expression in rule.sets:
        seen = {**names, **values} if values else names
        values[name] = round(float(expression.value(seen)), DECIMALS)  # the same on every platform
    return values
