"""A plan up to a race: when it begins, its weeks before anybody sees them, and whether there is time enough. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Day, Distance
from portal.progression import presets, replay
from portal.progression.presets.race import MOST_WEEKS
from portal.progression.presets.race_weeks import Week, race_of, weeks_of
from portal.science.raceplan import RACES
from portal.training.rules.composing import compose
from portal.training.rules.layout import RACE_PLAN, Item, Layout, slots
from portal.training.rules.logs import planned_metres
from portal.training.rules.races import USUAL_M
from portal.training.rules.tables import cell_words

WEEK = timedelta(days=7)
FEWEST_RUNS, MOST_RUNS = 2, 6
FURTHEST = timedelta(days=364)
"""So far ahead a race may be."""
PHASES = {
    "base": sentence("Base"),
    "build": sentence("Build"),
    "peak": sentence("Peak"),
    "taper": sentence("Taper"),
}
LIGHTER = sentence("Lighter")
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class RaceWish:
    """What a trainer says of a race and of who is to run it; distances in metres."""

    race_m: float
    race_on: date
    days: tuple[int, ...]
    """Weekdays for running, Monday is 0."""
    weekly_m: float
    longest_m: float
    index: float

    def weeks(self, today: date) -> int:
        """Return how many whole weeks there are from tomorrow to the race, as many as a plan may have."""
        return min((self.race_on - today).days // WEEK.days, MOST_WEEKS)

    def starts_on(self, today: date) -> date:
        """Return the first day of the plan: its weeks end with the race."""
        return self.race_on - self.weeks(today) * WEEK + timedelta(days=1)

    def fields(self, weeks: int) -> dict[str, Any]:
        """Return the fields of the preset for so many weeks."""
        days = sorted(self.days)
        return {
            "running_index": self.index,
            "race_km": self.race_m / 1000,
            "weeks": weeks,
            "weekly_km": self.weekly_m / 1000,
            "long_run_km": self.longest_m / 1000,
            "sessions": len(days),
            "long_at": days.index(self._long_day) + 1,
            "race_at": days.index(self.race_on.weekday()) + 1,
        }

    @property
    def _long_day(self) -> int:
        """The weekday of the long run: that of the race if it is one of a weekend, else a day of the weekend."""
        race_day = self.race_on.weekday()
        wanted = (race_day, SUNDAY, SATURDAY) if race_day >= SATURDAY else (SUNDAY, SATURDAY, race_day)
        return next(day for day in wanted if day in self.days)


def wish_of(item: Item, *, race_on: date) -> RaceWish:
    """Return the wish that a row was made of."""
    metres = {name: 1000 * item.fields[f"{name}_km"] for name in ("race", "weekly", "long_run")}
    index = item.fields["running_index"]
    return RaceWish(metres["race"], race_on, item.days, metres["weekly"], metres["long_run"], index)


@dataclass(frozen=True)
class WeekAhead:
    """A week of the plan, as its program asks for it."""

    number: int
    starts_on: date
    phase: Sentence
    distance_m: float
    """Without the race."""
    long_m: float
    race_m: float
    fast: tuple[Sentence, ...]


@dataclass(frozen=True)
class Alternative:
    """Something near that can be done: what it is, and what to say instead."""

    words: Sentence
    instead: RaceWish


@dataclass(frozen=True)
class RaceOutlook:
    """The weeks up to a race, before a plan is made of them."""

    wish: RaceWish
    today: date

    @property
    def starts_on(self) -> date:
        """The first day."""
        return self.wish.starts_on(self.today)

    @property
    def item(self) -> Item:
        """The row of the week grid that is the plan."""
        fields, days = self.wish.fields(self.wish.weeks(self.today)), tuple(sorted(self.wish.days))
        return Item("a", "", presets.preset(RACE_PLAN).title.source, RACE_PLAN, fields, days)

    @cached_property
    def weeks(self) -> tuple[WeekAhead, ...]:
        """The weeks as the program itself computes them, all done as planned."""
        layout = Layout(weeks=self.wish.weeks(self.today), missed="skip", items=(self.item,))
        program = compose(layout, first=self.starts_on.weekday())
        dated = [(slot.slot, slot.on) for slot in slots(layout, self.starts_on)]
        steps = replay.preview(program=program, log=[], slots=dated)
        return tuple(
            self._week(week, [step for step in steps if (step.on - self.starts_on) // WEEK == week.number - 1])
            for week in _weeks_of(self.wish, layout.weeks)
        )

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What the trainer should know, the reason why it cannot be done first."""
        wish, weeks = self.wish, self.wish.weeks(self.today)
        found = [problem] if (problem := _infeasible(wish, weeks)) else []
        if weeks == MOST_WEEKS and wish.race_on - MOST_WEEKS * WEEK > self.today:
            found.append(
                sentence(
                    "A plan is %(count)s weeks long at most, so this one begins on %(day)s.",
                    count=MOST_WEEKS,
                    day=Day(self.starts_on),
                )
            )
        return tuple(found)

    @property
    def is_feasible(self) -> bool:
        """Whether there is time to get ready."""
        return _infeasible(self.wish, self.wish.weeks(self.today)) is None

    def _week(self, week: Week, steps: Sequence[replay.Step]) -> WeekAhead:
        asked = [(track.rpartition("_")[2], work) for step in steps for track, work in step.prescription.items()]
        far = {kind: sum(planned_metres(work) for name, work in asked if name == kind) for kind, _ in asked}
        return WeekAhead(
            week.number,
            self.starts_on + (week.number - 1) * WEEK,
            LIGHTER if week.is_lighter else PHASES[week.phase],
            round(sum(metres for kind, metres in far.items() if kind != "race"), -2),
            far.get("long", 0.0),
            far.get("race", 0.0),
            tuple(cell_words(work)[0] for kind, work in asked if kind in week.fast),
        )


def problems(wish: RaceWish, today: date) -> Mapping[str, Sentence]:
    """Return what keeps a plan from being made, by field; empty where one can be."""
    first, last = today + WEEK, today + FURTHEST
    if not first <= wish.race_on <= last:
        told = (
            "Choose a day from %(first)s to %(last)s: a plan has at least one week, and a race is at most a year away."
        )
        return {"race_on": sentence(told, first=Day(first), last=Day(last))}
    if not FEWEST_RUNS <= len(wish.days) <= MOST_RUNS:
        return {"days": sentence("Choose two to six weekdays.")}
    if wish.race_on.weekday() not in wish.days:
        return {"days": sentence("Choose the weekday of the race too: the race is the last session of the plan.")}
    try:
        found = presets.unfit_start(RACE_PLAN, **wish.fields(wish.weeks(today)))
    except presets.ImpossibleFields as refused:
        found = refused.problems
    names = {"long_run_km": "longest", "weekly_km": "weekly"}
    return {names.get(name, name): said for name, said in found.items()}


def alternatives(wish: RaceWish, today: date) -> tuple[Alternative, ...]:
    """Return the nearest that can be done instead: with the weekday of the race, later, or over a shorter way."""
    if wish.race_on > today + FURTHEST or not wish.days or len(wish.days) > MOST_RUNS:
        return ()
    race_day = wish.race_on.weekday()
    if race_day not in wish.days:
        added = replace(wish, days=tuple(sorted({*wish.days, race_day})))
        can_be = len(added.days) <= MOST_RUNS
        return (Alternative(sentence("Run on the weekday of the race too"), added),) if can_be else ()
    return tuple(_nearest(wish, today))


def _nearest(wish: RaceWish, today: date) -> Iterator[Alternative]:
    soon = wish if wish.race_on >= today + WEEK else replace(wish, race_on=_next(wish.race_on, today))
    later = (replace(soon, race_on=soon.race_on + more * WEEK) for more in range(MOST_WEEKS))
    for found in later:
        if found != wish and _can_be(found, today):
            yield Alternative(sentence("Race on %(day)s instead", day=Day(found.race_on)), found)
            break
    for name, metres in reversed(USUAL_M.items()):
        shorter = replace(wish, race_m=metres)
        if metres < wish.race_m and _can_be(shorter, today):
            yield Alternative(sentence("Run %(race)s on that day instead", race=name), shorter)
            break


def _can_be(wish: RaceWish, today: date) -> bool:
    return not problems(wish, today) and _infeasible(wish, wish.weeks(today)) is None


def _next(day: date, today: date) -> date:
    """Return the first day of the same weekday that leaves a week."""
    first = today + WEEK
    return first + timedelta(days=(day.weekday() - first.weekday()) % 7)


def _infeasible(wish: RaceWish, weeks: int) -> Sentence | None:
    """Return why the athlete would not be ready (science.md 2.10), or None."""
    race = RACES[race_of(wish.race_m / 1000)]
    if weeks <= len(race.taper):
        return counted(
            weeks,
            "There is no time left to build: in %(count)s week one can only rest for the race.",
            "There is no time left to build: in %(count)s weeks one can only rest for the race.",
        )
    reached_km = max(week.long_km for week in _weeks_of(wish, weeks))
    if reached_km >= race.needed_km:
        return None
    return sentence(
        "The longest run before the race is %(reached)s; this race asks for %(needed)s.",
        reached=Distance(1000 * reached_km),
        needed=Distance(1000 * race.needed_km),
    )


def _weeks_of(wish: RaceWish, weeks: int) -> tuple[Week, ...]:
    defaults = {field.name: field.default for field in presets.preset(RACE_PLAN).fields}
    return weeks_of({**defaults, **wish.fields(weeks)})
