"""A plan as it is printed: weeks, sessions, what to do and boxes to write in. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, Duration, Percent
from portal.training.rules.exercises import Measure
from portal.training.rules.sheets import Sheet, SheetSet, SheetTrack
from portal.training.rules.words import set_words, sets_words, with_effort

MOST_BOXES = 24
"""Nobody writes more into one row; a row of a hundred short repetitions gets boxes for the first."""
MOST_TOGETHER = 10
"""Rows of a session that are kept on one sheet: about a third of it."""


class Boxes(StrEnum):
    """What is written into the boxes of a row."""

    SETS = "sets"
    """Repetitions and load of each set."""
    SECONDS = "seconds"
    """Seconds, and load if there is any."""
    METRES = "metres"
    """Metres, and load if there is any."""
    TIMES = "times"
    """The time of each repetition of an interval run."""
    WHOLE = "whole"
    """Time or distance, and heart rate, of a steady run."""


BOXES = {Measure.SECONDS: Boxes.SECONDS, Measure.DISTANCE: Boxes.METRES}
MEASURES = {boxes: measure for measure, boxes in BOXES.items()}


@dataclass(frozen=True)
class Ran:
    """A run as it was logged, in metres and seconds; `ratio` is the share of what was planned."""

    ratio: float
    distance_m: float | None = None
    duration_s: float | None = None


@dataclass(frozen=True)
class Row:
    """One exercise or run."""

    name: str
    goals: tuple[Sentence, ...]
    """What to do, a line each."""
    last: Sentence | None
    last_on: date | None
    boxes: int
    label: str = ""
    """Its place in a superset, such as B1."""


@dataclass(frozen=True)
class Table:
    """Rows in a session that have the same kind of boxes."""

    boxes: Boxes
    rows: tuple[Row, ...]

    @property
    def has_last(self) -> bool:
        """Whether any row knows what was done last time."""
        return any(row.last for row in self.rows)


@dataclass(frozen=True)
class Session:
    """One session to come."""

    id: UUID
    on: date
    title: str
    minutes: int
    note: str
    changes: tuple[str, ...]
    """Why the trainer changed numbers by hand, in the trainer's words."""
    tables: tuple[Table, ...]

    @property
    def is_short(self) -> bool:
        """Whether it is kept together; a longer one may go on on the next sheet."""
        return sum(len(table.rows) for table in self.tables) <= MOST_TOGETHER

    @property
    def path(self) -> str:
        """Where the portal shows and logs it: what the code on paper opens."""
        return f"/sessions/{self.id}"


@dataclass(frozen=True)
class Week:
    """One block of the document."""

    number: int
    first_on: date
    sessions: tuple[Session, ...]
    done: tuple[str, ...]
    """Titles of this week's sessions that are logged already."""

    @property
    def last_on(self) -> date:
        """The week's last day."""
        return self.first_on + timedelta(days=6)


@dataclass(frozen=True)
class Cover:
    """What stands on every sheet."""

    title: str
    athlete: str
    trainer: str
    weeks: int
    version: int
    printed_on: date


def tables(sheet: Sheet, *, measures: Mapping[str, Measure], ran: Mapping[str, Ran]) -> tuple[Table, ...]:
    """Return a session's rows, those with the same boxes together.

    `measures` says by track what is counted, `ran` tells of the last runs.
    """
    rows = [(_boxes(track, measures), track) for track in sheet.tracks]
    return tuple(
        Table(kind, tuple(_row(track, kind, ran.get(track.track)) for _, track in group))
        for kind, group in groupby(rows, key=lambda row: row[0])
    )


def _boxes(track: SheetTrack, measures: Mapping[str, Measure]) -> Boxes:
    if track.is_endurance:
        return Boxes.TIMES if any(step.steps for step in track.steps) else Boxes.WHOLE
    return BOXES.get(measures.get(track.track, Measure.LOAD_REPS), Boxes.SETS)


def _row(track: SheetTrack, kind: Boxes, ran: Ran | None) -> Row:
    last = _last(track, kind, ran)
    goals = (*_goals(track, kind), *track.asides)
    return Row(track.name, goals, last, track.last_on if last else None, _count(track, kind), track.label)


def _count(track: SheetTrack, kind: Boxes) -> int:
    if kind is Boxes.WHOLE:
        return 2
    if kind is Boxes.TIMES:
        return min(MOST_BOXES, sum(step.repeat for step in track.steps if step.steps))
    return min(MOST_BOXES, len(track.sets))


def _goals(track: SheetTrack, kind: Boxes) -> tuple[Sentence, ...]:
    if track.is_endurance:
        return tuple(step.told for step in track.steps)
    return tuple(_sets(list(rows), kind) for _, rows in groupby(track.sets, key=_shape))


def _shape(row: SheetSet) -> tuple[float | None, ...]:
    return row.load_kg, row.reps, row.reps_to, row.is_amrap, row.rpe


def _sets(rows: Sequence[SheetSet], kind: Boxes) -> Sentence:
    row = rows[0]
    measure = MEASURES.get(kind, Measure.LOAD_REPS)
    one = set_words(row.load_kg, row.reps, reps_to=row.reps_to, is_amrap=row.is_amrap, measure=measure)
    told = sentence("%(sets)s × %(one)s", sets=len(rows), one=one) if len(rows) > 1 else one
    return with_effort(told, row.rpe)


def _last(track: SheetTrack, kind: Boxes, ran: Ran | None) -> Sentence | None:
    if track.last:
        rows = [(row.load_kg, row.reps, False) for row in track.last]
        return sets_words(rows, measure=MEASURES.get(kind, Measure.LOAD_REPS))
    if ran is None or not ran.ratio:
        return None
    if ran.distance_m and ran.duration_s:
        return sentence("%(distance)s in %(time)s", distance=Distance(ran.distance_m), time=Duration(ran.duration_s))
    if ran.distance_m:
        return sentence("%(length)s", length=Distance(ran.distance_m))
    if ran.duration_s:
        return sentence("%(length)s", length=Duration(ran.duration_s))
    return sentence("%(share)s of what was planned", share=Percent(ran.ratio))
