"""The fold: one log entry after the other. Others see what it comes to as `State`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable
from datetime import date
from typing import Any

from portal.core.sentence import sentence
from portal.progression.grammar import ExpressionError
from portal.progression.replay.log import entry_id
from portal.progression.replay.machine import NOTHING, Machine
from portal.progression.replay.results import counts_in_week, is_failure, results_for, was_trained
from portal.progression.replay.rounding import DECIMALS
from portal.progression.replay.session import next_session
from portal.progression.replay.state import SHARED, Edit, Entry, Groups, Program, Rendering

EXCUSING = frozenset({"ill", "injured", "equipment"})
"""Flags with which a failure does not count."""


class Fold:
    """A program and what has been folded into it so far."""

    def __init__(self, program: Program) -> None:
        self.machine = Machine(program)
        self.passed = 0
        """How many sessions are over: done or, where the calendar moves on, missed or excused."""
        self.ahead: frozenset[int] = frozenset()
        """Sessions done before others that were to come first, where missed work waits."""
        self.week_total, self.week_done = Counter[str](), Counter[str]()
        self.last_shown: dict[str, Groups] = {}
        self.overrides: dict[tuple[int, str], Entry] = {}
        self.edits: list[Edit] = []
        self.entries: dict[str, Entry] = {}

    def copy(self) -> Fold:
        """Return a fold that goes on from here and leaves this one as it is."""
        twin = Fold.__new__(Fold)
        twin.__dict__.update(self.__dict__)
        twin.machine, twin.edits = self.machine.copy(), list(self.edits)
        twin.last_shown, twin.overrides = dict(self.last_shown), dict(self.overrides)
        twin.entries = dict(self.entries)
        twin.week_total, twin.week_done = self.week_total.copy(), self.week_done.copy()
        return twin

    def apply(self, entry: Entry) -> None:
        """Fold one entry in. Entries must come in their order."""
        self.machine.on = date.fromisoformat(entry["date"])
        self.machine.entry = entry
        apply = APPLY.get(entry["type"])
        if apply is None:
            self._refuse("type", entry["type"])
            return
        self.entries[entry_id(entry)] = entry
        apply(self, entry)
        self.machine.position = self.machine.plan.position(self.passed)

    def session(self, *, on: date, slot: int | None) -> Rendering:
        """Return the next session as it is shown on that day. Changes nothing."""
        return next_session(
            self.machine,
            on=on,
            slot=slot,
            position=self.machine.plan.position(self._place(slot)),
            overrides=self._written_for(slot),
            last_shown=self.last_shown,
        )

    def _place(self, slot: int | None, tracks: Iterable[str] = ()) -> int:
        """Return as the how-many-th session, from 0, this slot counts.

        Where the calendar moves on, that of the slot itself, in whatever order people train. Where missed work waits,
        the next; for a log the next with these tracks, as it may be done ahead of others.
        """
        plan, wanted = self.machine.plan, set(tracks)
        if plan.skips_missed:
            return self.passed if slot is None else slot
        coming = (pos for pos in range(self.passed, self.passed + len(plan.sessions)) if pos not in self.ahead)
        return next((pos for pos in coming if set(plan.sessions[pos % len(plan.sessions)]) == wanted), self.passed)

    def _written_for(self, slot: int | None) -> dict[str, Entry]:
        """Return by track what was written for this slot by hand. Where missed work waits, so does what is written."""
        plan = self.machine.plan
        if slot is None or plan.skips_missed:
            return {track: entry for (number, track), entry in self.overrides.items() if number == slot}
        due = plan.sessions[self.machine.position.day - 1]
        waiting = sorted(key for key in self.overrides if key[0] <= slot and key[1] in due)
        return {track: self.overrides[number, track] for number, track in waiting}

    def _used_up(self, slot: int | None, tracks: Container[str]) -> None:
        """Forget what was written for sessions up to this one, where it waits until its work is done."""
        if slot is None or self.machine.plan.skips_missed:
            return
        for key in [key for key in self.overrides if key[0] <= slot and key[1] in tracks]:
            del self.overrides[key]

    def _done(self, entry: Entry) -> None:
        machine, done = self.machine, entry["done"]
        planned = entry.get("planned") or self.session(on=machine.on, slot=entry.get("slot")).tracks
        place = self._place(entry.get("slot"), planned)
        machine.position = machine.plan.position(place)
        logged = [track for track in machine.plan.tracks if track in done and track in planned]
        trained = [track for track in logged if was_trained(done[track])]
        is_excused = not EXCUSING.isdisjoint(entry.get("flags", ()))
        machine.fire_gaps(trained)
        for track in logged:
            asked = machine.plan.asked_when_done(track)
            results = results_for(asked, planned=planned[track], done=done[track])
            self._judge(track, results, is_excused=is_excused)
            self.last_shown[track] = planned[track]
        machine.last_done.update(dict.fromkeys(machine.with_shared(trained), machine.on))
        self.week_total.update(machine.with_shared(planned))
        self._used_up(entry.get("slot"), planned)
        self.week_done.update(machine.with_shared(track for track in trained if counts_in_week(done[track])))
        self._advance(place)

    def _judge(self, track: str, results: dict[str, Any], *, is_excused: bool) -> None:
        runs = self.machine.variables[track]
        if results["ok"]:
            runs["ok_run"] += 1
            runs["fail_run"] = 0.0
        elif is_excused:
            return
        elif is_failure(results):
            runs["fail_run"] += 1
            runs["ok_run"] = 0.0
        self.machine.fire(track, "done", {**results, "ok_run": runs["ok_run"], "fail_run": runs["fail_run"]})

    def _missed(self, entry: Entry) -> None:
        self.machine.position = self.machine.plan.position(self._place(entry.get("slot")))
        missed = self.machine.plan.sessions[self.machine.position.day - 1]
        for track in missed:
            self.machine.fire(track, "missed", NOTHING)
        self.week_total.update(self.machine.with_shared(missed))
        self._excused(entry)

    def _excused(self, _: Entry) -> None:
        """Neither missed nor counted; only the calendar may move on."""
        if self.machine.plan.skips_missed:
            self._pass()

    def _test(self, entry: Entry) -> None:
        results = {name: value for name, value in entry["result"].items() if isinstance(value, (int, float))}
        self.machine.fire(entry.get("track", SHARED), "test", results)

    def _set(self, entry: Entry) -> None:
        track, variables = entry.get("track", SHARED), self.machine.variables
        for name, value in entry["values"].items():
            if name in variables[SHARED] or name in variables.get(track, NOTHING):
                self.machine.assign(track, name, round(float(value), DECIMALS))
            else:
                self._refuse("values", name)

    def _override(self, entry: Entry) -> None:
        """Replace one session's numbers; an entry without numbers takes the replacement back."""
        key = (entry["slot"], entry["track"])
        self.overrides.pop(key, None)
        if entry.get("work") or entry.get("steps"):
            self.overrides[key] = entry

    def _edit(self, entry: Entry) -> None:
        before = self.machine.program
        self.machine.adopt(entry["program"])
        self.edits.append(Edit(self.machine.on, entry_id(entry), entry.get("by", ""), before, entry["program"]))

    def _advance(self, place: int) -> None:
        """Go on after the session of this place was done."""
        if place != self.passed and not self.machine.plan.skips_missed:
            self.ahead |= {place}
            return
        self._pass()
        while self.passed in self.ahead:
            self.ahead -= {self.passed}
            self._pass()

    def _pass(self) -> None:
        machine, now = self.machine, self.machine.plan.position(self.passed)
        after = machine.plan.position(now.pos + 1)
        machine.position = now
        if after.day == 1:
            for track in machine.variables:  # the plan's own rules ask for all sessions, a track's for those with it
                ratio = self.week_done[track] / max(self.week_total[track], 1)
                machine.fire(track, "week_end", {"week_ratio": ratio})
            self.week_total, self.week_done = Counter(), Counter()
            for track in machine.variables:
                if machine.plan.cycle_of(track, after.pos)[0] != machine.plan.cycle_of(track, now.pos)[0]:
                    machine.fire(track, "cycle_end", NOTHING)
        self.passed = after.pos

    def _refuse(self, path: str, name: str) -> None:
        self.machine.note(path, ExpressionError(sentence("“%(name)s” is not known here.", name=name)))


APPLY: dict[str, Callable[[Fold, Entry], None]] = {
    "done": Fold._done,  # noqa: SLF001 -- the table of this class
    "missed": Fold._missed,  # noqa: SLF001
    "excused": Fold._excused,  # noqa: SLF001
    "test": Fold._test,  # noqa: SLF001
    "set": Fold._set,  # noqa: SLF001
    "override": Fold._override,  # noqa: SLF001
    "edit": Fold._edit,  # noqa: SLF001
}
