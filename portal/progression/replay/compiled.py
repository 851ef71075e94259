"""A program made ready to run: each expression read once, each rule with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Never

from portal.progression.expressions import Expression, compiled
from portal.progression.grammar import ExpressionError
from portal.progression.replay.state import SHARED, Position, Program

EVENTS = ("done", "missed", "gap", "test", "week_end", "cycle_end")
RUNS = ("ok_run", "fail_run")
NUMBERS = ("dist", "dur", "pace", "power", "hr")
DEFAULT_STEP_KG = 2.5
COUNTED = ("seconds", "metres")
"""What a track's sets may count in place of repetitions."""


@dataclass(frozen=True, slots=True)
class Rule:
    """If the condition holds, set these names."""

    path: str
    event: str
    condition: Expression | None
    sets: tuple[tuple[str, Expression], ...]
    uses: frozenset[str]
    """Every name it asks for or sets."""
    say: str


@dataclass(frozen=True, slots=True)
class Number:
    """One number to be shown, and where in the program it stands."""

    path: str
    key: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Piece:
    """One set group or one step; `inner` are the steps of a repeat."""

    path: str
    condition: Expression | None
    numbers: Mapping[str, tuple[Number, ...]]
    inner: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """One line of progression: an exercise, or one kind of run."""

    name: str
    is_strength: bool
    start: Mapping[str, float]
    pieces: tuple[Piece, ...]
    step_kg: float | None
    equipment: Mapping[str, Any]
    weeks: int | None
    """Length of its own cycle, where that is not the plan's."""
    counts: str = ""
    """What its sets count, where that is not repetitions."""


Rules = tuple[tuple[Rule, ...], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A whole program, ready."""

    tracks: Mapping[str, Track]
    shared: Mapping[str, float]
    rules: Mapping[tuple[str, str], Rules]
    """(track, event) → groups of rules; the track is empty for the plan's own."""
    sessions: tuple[tuple[str, ...], ...]
    turns: Mapping[str, tuple[int, ...]]
    """For each track by day of the week: how many sessions with it there were, that day's included."""
    sharing: frozenset[str]
    """Tracks that the plan's own rules are about: those that use what is shared, or all where none does."""
    weeks: int
    skips_missed: bool

    def asked_when_done(self, track: str) -> frozenset[str]:
        """Return the names that the track's `done` rules ask for."""
        groups = self.rules.get((track, "done"), ())
        return frozenset().union(*(rule.uses for group in groups for rule in group))

    def turn(self, track: str, day: int) -> int:
        """Return which of the week's sessions with this track the day's is, from 1."""
        return max(self.turns[track][day - 1], 1) if track else day

    def weeks_of(self, track: str) -> int:
        """Return how many weeks a cycle of this track has (of the plan, where the track is empty)."""
        return (self.tracks[track].weeks if track else None) or self.weeks

    def cycle_of(self, track: str, pos: int) -> tuple[int, int]:
        """Return cycle and week, from 1, in which this track stands at the session with this count."""
        cycle, week = divmod(pos // len(self.sessions), self.weeks_of(track))
        return cycle + 1, week + 1

    def position(self, pos: int) -> Position:
        """Return where the session with this count (from 0) stands."""
        return Position(*self.cycle_of(SHARED, pos), pos % len(self.sessions) + 1, pos)


def compile_program(program: Program) -> Compiled:
    """Return the program ready to run. Expressions nobody can read fail when they are used, not here."""
    tracks = {name: _track(name, track) for name, track in program["tracks"].items()}
    shared = {name: float(value) for name, value in program.get("shared", {}).items()}
    rules = dict(_all_rules(program))
    return Compiled(
        tracks=tracks,
        shared=shared,
        rules=rules,
        sessions=tuple(tuple(session["tracks"]) for session in program["sessions"]),
        turns={name: tuple(_turns(name, program["sessions"])) for name in program["tracks"]},
        sharing=frozenset(_sharing(tracks, rules, shared)) or frozenset(tracks),
        weeks=program.get("weeks", 1),
        skips_missed=program.get("missed", "shift") == "skip",
    )


def _sharing(
    tracks: Mapping[str, Track], rules: Mapping[tuple[str, str], Rules], shared: Mapping[str, float]
) -> Iterator[str]:
    for name, track in tracks.items():
        groups = (group for event in EVENTS for group in rules.get((name, event), ()))
        asked = frozenset().union(*(rule.uses for group in groups for rule in group), *map(_names_in, track.pieces))
        if not shared.keys().isdisjoint(asked):
            yield name


def _names_in(piece: Piece) -> frozenset[str]:
    """Return every name that a piece asks for."""
    condition = piece.condition.names if piece.condition else frozenset[str]()
    numbers = (number.expression.names for forms in piece.numbers.values() for number in forms)
    return condition.union(*numbers, *map(_names_in, piece.inner))


def _turns(track: str, sessions: list[Any]) -> Iterator[int]:
    return accumulate(int(track in session["tracks"]) for session in sessions)


def groups_of(rules: list[Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return the independent groups of a list of rules, each with the path it has inside the list."""
    if rules and isinstance(rules[0], list):
        return [(f"[{number}]", group) for number, group in enumerate(rules)]
    return [("", rules)]


def _track(name: str, track: Mapping[str, Any]) -> Track:
    path = f"tracks.{name}"
    return Track(
        name=name,
        is_strength="work" in track,
        start={key: float(value) for key, value in track.get("state", {}).items()},
        pieces=_work(track["work"], f"{path}.work") if "work" in track else _steps(track["steps"], f"{path}.steps"),
        step_kg=track.get("round"),
        equipment=track.get("equipment", {}),
        weeks=track.get("weeks"),
        counts=track.get("counts", ""),
    )


def _work(work: list[Mapping[str, Any]], path: str) -> tuple[Piece, ...]:
    defaults = {"load": None, "amrap": False, "rpe": None}
    return tuple(_piece({**defaults, **group}, f"{path}[{number}]") for number, group in enumerate(work))


def _steps(steps: list[Mapping[str, Any]], path: str) -> tuple[Piece, ...]:
    return tuple(_piece(step, f"{path}[{number}]") for number, step in enumerate(steps))


def _piece(piece: Mapping[str, Any], path: str) -> Piece:
    return Piece(
        path=path,
        condition=_lenient(piece["if"]) if "if" in piece else None,
        numbers={
            key: tuple(Number(f"{path}.{key}", key, _lenient(source)) for source in _sources(value))
            for key, value in piece.items()
            if key not in ("if", "steps")
        },
        inner=_steps(piece.get("steps", []), f"{path}.steps"),
    )


def _sources(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _all_rules(program: Program) -> Iterator[tuple[tuple[str, str], Rules]]:
    yield from _rules_of(SHARED, program, "on")
    for name, track in program["tracks"].items():
        yield from _rules_of(name, track, f"tracks.{name}.on")


def _rules_of(owner: str, holder: Mapping[str, Any], path: str) -> Iterator[tuple[tuple[str, str], Rules]]:
    for event, rules in holder.get("on", {}).items():
        groups = groups_of(rules)
        yield (
            (owner, event),
            tuple(
                tuple(_rule(rule, f"{path}.{event}{inside}[{number}]", event) for number, rule in enumerate(group))
                for inside, group in groups
            ),
        )


def _rule(rule: Mapping[str, Any], path: str, event: str) -> Rule:
    condition = _lenient(rule["if"]) if "if" in rule else None
    sets = tuple((name, _lenient(source)) for name, source in rule["set"].items())
    uses = frozenset(rule["set"]).union(condition.names if condition else (), *(value.names for _, value in sets))
    return Rule(path, event, condition, sets, uses, rule.get("say", ""))


def _lenient(source: Any) -> Expression:
    try:
        return compiled(source)
    except ExpressionError as error:
        refused = error

    def refuse(_: Mapping[str, float]) -> Never:
        raise refused

    return Expression(str(source), frozenset(), refuse)
