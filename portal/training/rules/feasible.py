"""Whether there is time to get ready for a race, and the nearest that can be done instead. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Day, Distance
from portal.progression.presets.race import MOST_WEEKS
from portal.progression.presets.race_weeks import race_of
from portal.science.raceplan import RACES
from portal.training.rules.races import USUAL_M
from portal.training.rules.racewishes import FURTHEST, MOST_RUNS, WEEK, RaceWish, problems


@dataclass(frozen=True)
class Alternative:
    """Something near that can be done: what it is, and what to say instead."""

    words: Sentence
    instead: RaceWish


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
    return not problems(wish, today) and infeasible(wish, wish.weeks(today)) is None


def _next(day: date, today: date) -> date:
    """Return the first day of the same weekday that leaves a week."""
    first = today + WEEK
    return first + timedelta(days=(day.weekday() - first.weekday()) % 7)


def infeasible(wish: RaceWish, weeks: int) -> Sentence | None:
    """Return why the athlete would not be ready (science.md 2.10), or None."""
    race = RACES[race_of(wish.race_m / 1000)]
    if weeks <= len(race.taper):
        return counted(
            weeks,
            "There is no time left to build: in %(count)s week one can only rest for the race.",
            "There is no time left to build: in %(count)s weeks one can only rest for the race.",
        )
    reached_km = max(week.long_km for week in wish.week_table(weeks))
    if reached_km >= race.needed_km:
        return None
    return sentence(
        "The longest run before the race is %(reached)s; this race asks for %(needed)s.",
        reached=Distance(1000 * reached_km),
        needed=Distance(1000 * race.needed_km),
    )
