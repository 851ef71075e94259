"""Folding a log into a state, and what a state prescribes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from portal.progression.replay.fold import Fold
from portal.progression.replay.log import in_order
from portal.progression.replay.state import Change, Edit, Entry, Position, Problem, Program, Rendering

Prescription = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class State:
    """What a log comes to. Never stored as truth; fold once, then ask it as often as a page needs."""

    program: Program
    """The version in force."""
    variables: Mapping[str, Mapping[str, float]]
    """Track → name → value; the empty track holds the shared anchors."""
    position: Position
    """Of the next session."""
    trail: tuple[Change, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]
    """Ids of entries that do not count: repeated, or voided by a `done` of the same slot."""
    pending: tuple[Entry, ...] = field(repr=False)
    """Entries of later days, which later sessions will see."""
    fold: Fold = field(repr=False, compare=False)

    @cached_property
    def last_changes(self) -> Mapping[tuple[str, str], Change]:
        """(Track, name) → the last change that changed something."""
        return {(c.track, c.name): c for c in self.trail if c.before != c.after}

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Versions of the program that came into force, in order."""
        return tuple(self.fold.edits)

    def last_session(self, track: str) -> Entry | None:
        """Return the entry of the session in which this track was last trained."""
        done = (entry for entry in reversed(self.fold.entries.values()) if entry["type"] == "done")
        return next((entry for entry in done if track in entry["done"]), None)

    def entry(self, entry_id: str) -> Entry | None:
        """Return the log entry of this id, or None."""
        return self.fold.entries.get(entry_id)


def replay(*, program: Program, log: Iterable[Entry], until: date | None = None) -> State:
    """Return what the log comes to, entries after `until` left pending."""
    ordered = in_order(log)
    last = until.isoformat() if until else None
    now = [entry for entry in ordered.entries if last is None or entry["date"] <= last]
    fold = Fold(program)
    for entry in now:
        fold.apply(entry)
    return frozen(fold, pending=tuple(ordered.entries[len(now) :]), ignored=ordered.ignored)


def prescribe(*, program: Program, log: Iterable[Entry], on: date, slot: int | None = None) -> Prescription:
    """Return what the next session asks for on that day: track → set groups or steps, as plain JSON.

    Entries of later days are not looked at; overrides count when the session's slot is given.
    """
    return prescribe_from(replay(program=program, log=log, until=on), on=on, slot=slot)


def prescribe_from(state: State, *, on: date, slot: int | None = None) -> Prescription:
    """Return the same from a state that is already folded."""
    return rendering_from(state, on=on, slot=slot).tracks


def rendering_from(state: State, *, on: date, slot: int | None = None) -> Rendering:
    """Return the next session with everything its numbers came from."""
    return caught_up(state, on).fold.session(on=on, slot=slot)


def caught_up(state: State, on: date) -> State:
    """Return the state with its pending entries up to that day folded in; the same state when there are none."""
    due = [entry for entry in state.pending if entry["date"] <= on.isoformat()]
    if not due:
        return state
    fold = state.fold.copy()
    for entry in due:
        fold.apply(entry)
    return frozen(fold, pending=state.pending[len(due) :], ignored=state.ignored)


def frozen(fold: Fold, *, pending: tuple[Entry, ...], ignored: tuple[str, ...]) -> State:
    """Return the state of a fold as it is now. The fold must not be folded on: copy it first."""
    machine = fold.machine
    return State(
        program=machine.program,
        variables=machine.variables,
        position=machine.position,
        trail=tuple(machine.trail),
        problems=tuple(machine.problems),
        ignored=ignored,
        pending=pending,
        fold=fold,
    )
