"""A session as it is read: track by track, set by set, with what is logged beside what was planned. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from portal.core.sentence import Sentence
from portal.progression import explain, replay
from portal.progression.explain import Kind, Reason
from portal.training.rules.course import LEFT_OUT
from portal.training.rules.exercises import Measure
from portal.training.rules.sessions import Outcome, outcome_of
from portal.training.rules.steps import SheetStep, bars_of
from portal.training.rules.words import joined, sets_words, with_effort

MINUTES_A_SET = 2.5
"""Rest included; a rough guess, shown with a tilde."""


FROM_LOGS = frozenset({Kind.RULE, Kind.AGAIN, Kind.GAP})
"""Reasons whose entry is the log of a session."""


@dataclass(frozen=True)
class Performed:
    """A set as it was logged; the load in kilograms."""

    load_kg: float | None
    reps: int
    rpe: float | None


@dataclass(frozen=True)
class Ran:
    """An endurance track as it was logged."""

    ratio: float
    distance_m: float | None
    duration_s: float | None
    rpe: float | None
    is_recorded: bool = False
    """Whether a recording says so, and nobody by hand."""


@dataclass(frozen=True)
class SheetSet:
    """One set to do; `load_kg` None means body weight."""

    position: int
    load_kg: float | None
    reps: int
    is_amrap: bool
    rpe: float | None
    done: Performed | None
    is_extra: bool = False
    reps_to: int | None = None
    """The upper end of a range."""


class Why(NamedTuple):
    """A reason in words, and the id of the log it came from, empty if there is none."""

    said: Sentence
    log_id: str


@dataclass(frozen=True)
class SheetTrack:
    """One exercise or run of a session."""

    track: str
    name: str
    exercise: str
    sets: tuple[SheetSet, ...]
    steps: tuple[SheetStep, ...]
    reasons: tuple[Reason, ...]
    last_on: date | None
    last: tuple[Performed, ...]
    ran: Ran | None
    distance_m: float
    duration_s: float
    label: str = ""
    """Its place in a superset, such as B1."""
    rest_s: int | None = None
    asides: tuple[Sentence, ...] = ()
    """What is asked for beside sets and loads: rest and tempo."""

    @property
    def is_endurance(self) -> bool:
        """Return whether this is a run or ride and not sets."""
        return bool(self.steps)

    @property
    def why(self) -> tuple[Why, ...]:
        """Return the reasons in words, the most telling first."""
        return tuple(Why(explain.sentence(reason), _log_of(reason)) for reason in self.reasons)

    def last_sets(self, measure: Measure) -> Sentence:
        """Return what was done last time, in words."""
        return sets_words([(row.load_kg, row.reps, False) for row in self.last], measure=measure)

    def goal(self, measure: Measure) -> Sentence:
        """Return what is planned, in words: equal sets together, with the effort where one is asked for."""
        planned = groupby((row for row in self.sets if not row.is_extra), key=_asked)
        return joined([_group_words(list(rows), measure) for _, rows in planned])

    @property
    def next_load_kg(self) -> float | None:
        """Return the load of the next set to do, or of the last one."""
        position = self.current
        rows = [row for row in self.sets if position is None or row.position == position]
        return rows[-1].load_kg if rows else None

    @property
    def outcome(self) -> Outcome:
        """Return how the run went against its plan."""
        return outcome_of(round(100 * self.ran.ratio)) if self.ran else Outcome.PLANNED

    @property
    def bars(self) -> tuple[tuple[float, int, float], ...]:
        """Return the steps as bars: seconds, zone from 1 to 5, intensity from 0 to 1."""
        return bars_of(self.steps)

    @property
    def done_sets(self) -> int:
        """Return how many of the planned sets are logged."""
        return sum(1 for row in self.sets if row.done is not None)

    @property
    def minutes_each(self) -> float:
        """Return roughly how many minutes one set takes with its rest, or the whole run."""
        return self.duration_s / 60 if self.is_endurance else MINUTES_A_SET

    @property
    def to_do(self) -> int:
        """Return how many sets are still to be done; a run counts as one."""
        return int(self.ran is None) if self.is_endurance else len(self.sets) - self.done_sets

    @property
    def current(self) -> int | None:
        """Return the position of the next set to do."""
        return next((row.position for row in self.sets if row.done is None), None)


@dataclass(frozen=True)
class Sheet:
    """A whole session."""

    tracks: tuple[SheetTrack, ...]

    @property
    def sets_total(self) -> int:
        """Return the number of units to tick: sets, and one for each run."""
        return sum(len(track.sets) or 1 for track in self.tracks)

    @property
    def is_run(self) -> bool:
        """Return whether it asks for runs alone."""
        return all(track.is_endurance for track in self.tracks)

    @property
    def sets_done(self) -> int:
        """Return how many of them are logged."""
        return sum(track.done_sets if track.sets else int(track.ran is not None) for track in self.tracks)

    @property
    def minutes_left(self) -> int:
        """Return roughly how many minutes the rest takes, halves up: the logger counts on without us and agrees."""
        return math.floor(sum(track.to_do * track.minutes_each for track in self.tracks) + 0.5)

    @property
    def current(self) -> str | None:
        """Return the track that is next."""
        return next((t.track for t in self.tracks if (t.current is not None if t.sets else t.ran is None)), None)


def _asked(row: SheetSet) -> tuple[float | None, ...]:
    return row.load_kg, row.reps, row.reps_to, row.rpe


def _group_words(rows: Sequence[SheetSet], measure: Measure) -> Sentence:
    said = sets_words([(row.load_kg, row.reps, row.is_amrap) for row in rows], reps_to=rows[0].reps_to, measure=measure)
    return with_effort(said, rows[0].rpe)


def _log_of(reason: Reason) -> str:
    """Return which log a reason came from: what was changed by hand, missed or is only foreseen has none."""
    is_logged = reason.kind in FROM_LOGS and not reason.entry_id.startswith((*LEFT_OUT, replay.PREVIEW))
    return reason.entry_id if is_logged else ""
