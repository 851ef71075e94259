"""What a trainer wants of a race plan, and what keeps one from being made. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Day
from portal.progression import presets
from portal.progression.presets.race import MOST_WEEKS
from portal.progression.presets.race_weeks import Week, weeks_of
from portal.training.rules.layout import RACE_PLAN, Item

WEEK = timedelta(days=7)
FEWEST_RUNS, MOST_RUNS = 2, 6
FURTHEST = timedelta(days=364)
"""So far ahead a race may be."""
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

    def week_table(self, weeks: int) -> tuple[Week, ...]:
        """Return so many weeks, as the preset works them out."""
        defaults = {field.name: field.default for field in presets.preset(RACE_PLAN).fields}
        return weeks_of({**defaults, **self.fields(weeks)})

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


def day_problems(race_on: date, days: Collection[int], *, today: date) -> Mapping[str, Sentence]:
    """Return what is wrong with the day of a race and the weekdays for running, by field."""
    wrong: dict[str, Sentence] = {}
    first, last = today + WEEK, today + FURTHEST
    if not first <= race_on <= last:
        told = (
            "Choose a day from %(first)s to %(last)s: a plan has at least one week, and a race is at most a year away."
        )
        wrong["race_on"] = sentence(told, first=Day(first), last=Day(last))
    if not FEWEST_RUNS <= len(days) <= MOST_RUNS:
        wrong["days"] = sentence("Choose two to six weekdays.")
    elif race_on.weekday() not in days:
        wrong["days"] = sentence("Choose the weekday of the race too: the race is the last session of the plan.")
    return wrong
