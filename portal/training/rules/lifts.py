"""A lift over time: what each session showed, the best set for each number of repetitions, and two charts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from portal.core.axes import Axis, Tick, rounded_axis
from portal.core.chart import Bars, Chart, Line
from portal.core.sentence import Sentence, sentence
from portal.core.units import Day, Mass, Number, System, shown_load
from portal.science.strength import one_rep_max_kg
from portal.training.rules.records import MOST_REPS
from portal.training.rules.words import sets_words

TICKS = 3
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class DoneSet:
    """A set with a load, as it was logged."""

    session_id: UUID
    on: date
    load_kg: float
    reps: int

    @property
    def one_rep_max_kg(self) -> float | None:
        """Return the maximum it stands for (Epley); None for sets so long that they say little about it."""
        return one_rep_max_kg(load_kg=self.load_kg, reps=self.reps) if 1 <= self.reps <= MOST_REPS else None


@dataclass(frozen=True)
class LiftDay:
    """One session of a lift."""

    session_id: UUID
    on: date
    sets: Sentence
    one_rep_max_kg: float | None
    """The greatest that one of its sets stands for."""
    tonnage_kg: float
    """Load times repetitions, of all sets."""


@dataclass(frozen=True)
class RepRecord:
    """The heaviest load done for at least so many repetitions, and when first."""

    reps: int
    load_kg: float
    on: date
    session_id: UUID


def days_of(done: Sequence[DoneSet]) -> list[LiftDay]:
    """Return the sessions of sets that come in order, the first one first."""
    return [_day(list(sets)) for _, sets in groupby(done, key=lambda row: row.session_id)]


def rep_records(done: Sequence[DoneSet]) -> list[RepRecord]:
    """Return the best loads from one repetition up; a number of repetitions that a longer set beats is left out."""
    found: list[RepRecord] = []
    for reps in range(MOST_REPS, 0, -1):
        able = [row for row in done if row.reps >= reps]
        best = max(able, key=lambda row: (row.load_kg, -row.on.toordinal()), default=None)
        if best is not None and (not found or best.load_kg > found[-1].load_kg):
            found.append(RepRecord(best.reps, best.load_kg, best.on, best.session_id))
    return found[::-1]


def charts_of(days: Sequence[LiftDay], system: System) -> list[Chart]:
    """Return the estimated maximum of each session, and the tonnage of each week, above one axis of days."""
    first = days[0].on - timedelta(days=days[0].on.weekday())
    last = max(days[-1].on, first + A_WEEK)
    along = _calendar(first, last)
    return [chart for chart in (_maxima(days, first, along, system), _tonnage(days, first, along, system)) if chart]


def _day(sets: Sequence[DoneSet]) -> LiftDay:
    maxima = [found for row in sets if (found := row.one_rep_max_kg) is not None]
    return LiftDay(
        sets[0].session_id,
        sets[0].on,
        sets_words([(row.load_kg, row.reps, False) for row in sets]),
        max(maxima, default=None),
        sum(row.load_kg * row.reps for row in sets),
    )


def _maxima(days: Sequence[LiftDay], first: date, along: Axis, system: System) -> Chart | None:
    seen = [(day.on, shown_load(day.one_rep_max_kg, system)) for day in days if day.one_rep_max_kg is not None]
    if not seen:
        return None
    values = [value for _, value in seen]
    return Chart(
        title=sentence("Estimated maximum"),
        unit=_unit(system),
        note=sentence("best %(load)s", load=Mass(round(max(day.one_rep_max_kg or 0 for day in days), 1))),
        x=Axis(along.low, along.high),
        y=rounded_axis(min(values), max(values), write=_number),
        layers=(Line([float((on - first).days) for on, _ in seen], values),),
        digits=1,
    )


def _tonnage(days: Sequence[LiftDay], first: date, along: Axis, system: System) -> Chart:
    weeks = range(int(along.high // A_WEEK.days) + 1)
    by_week = [0.0 for _ in weeks]
    for day in days:
        by_week[(day.on - first).days // A_WEEK.days] += shown_load(day.tonnage_kg, system)
    middle = A_WEEK.days / 2
    return Chart(
        title=sentence("Tonnage a week"),
        unit=_unit(system),
        x=along,
        y=rounded_axis(0, max(by_week), write=_number, about=2),
        layers=(Bars([week * A_WEEK.days + middle for week in weeks], by_week),),
        height=86,
    )


def _calendar(first: date, last: date) -> Axis:
    """Return an axis of days in whole weeks, with a few Mondays on it."""
    weeks = (last - first) // A_WEEK + 1
    step = -(-weeks // TICKS)
    ticks = [Tick(week * A_WEEK.days, Day(first + week * A_WEEK)) for week in range(0, weeks, step)]
    return Axis(0, weeks * A_WEEK.days, tuple(ticks))


def _unit(system: System) -> Sentence:
    return sentence("kilograms") if system is System.METRIC else sentence("pounds")


def _number(value: float) -> Number:
    return Number(value, 1)
