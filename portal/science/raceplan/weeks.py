"""The weeks of a race plan: kilometres, long run and phase of each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, Percent
from portal.science.quantity import KM_M, MINUTE_S, positive, share


class Race(NamedTuple):
    """What a race asks of its plan; shares are of the week or of the peak week."""

    taper: tuple[float, ...]  # race week last, the race itself not counted
    longest_km: float
    long_share: float
    peak_ratio: float  # peak week over the current week
    needed_km: float  # a shorter longest run is worth a warning
    longest_min: float


# Source of all numbers of the generator: science.md 2.10, own and editable (Bosquet 2007, Frandsen 2025, Higdon).
RACES = {
    "5k": Race((0.60,), 16, 0.30, 1.6, 8, 150),
    "10k": Race((0.60,), 18, 0.30, 1.7, 12, 150),
    "hm": Race((0.75, 0.50), 24, 0.33, 1.9, 16, 150),
    "m": Race((0.75, 0.45), 32, 0.35, 2.0, 26, 180),
}
SMALL_WEEK_KM = 50  # below it the long run may take more of the week, or no marathon could be reached
SMALL_WEEK_SHARE = 0.40
TAPER_LONG_RUN = 0.6  # of the last long run
PEAK_SHARE = 0.2  # of the loading weeks; base and build halve the rest
WEEKS_WITH_PEAK = 4
GUARD_WEEKS = 4  # the 30 days of the long-run guard
MOST_WEEKS = 104
GROWTH = 1.08
CUTBACK_EVERY = 4
CUTBACK_FACTOR = 0.75
LONG_RUN_GROWTH = 1.10  # source: Frandsen 2025, one run more than 10 % over the longest of 30 days
MOST_GROWTH = 2.0
OFTENEST_CUTBACK = 2
FLOAT_NOISE = 1e-9
WEEK_DAYS = 7


class RaceWeek(NamedTuple):
    """One week: base, build, peak or taper; kilometres with one decimal, the race not counted."""

    number: int
    phase: str
    cutback: bool
    km: float
    long_run_km: float


class RacePlan(NamedTuple):
    """The weeks up to the race, and what the trainer should know about them."""

    weeks: tuple[RaceWeek, ...]
    warnings: tuple[Sentence, ...]


class _Volume(NamedTuple):
    """A week before it is rounded."""

    km: float
    long_run_km: float
    cutback: bool


class _Growth(NamedTuple):
    """How loading weeks grow, and how they are interrupted."""

    week: float
    long_run: float
    cutback_every: int
    cutback_factor: float


class _Limits(NamedTuple):
    """What the weeks may not exceed."""

    race: Race
    loading: int  # weeks before the taper
    peak_km: float
    long_run_km: float


def race_plan(  # noqa: PLR0913 -- each argument is a field that a trainer may edit
    *,
    race: str,
    start_date: date,
    race_date: date,
    weekly_km: float,
    longest_run_km: float,
    easy_pace_s_per_km: float,
    target_weekly_km: float | None = None,
    growth: float = GROWTH,
    cutback_every: int = CUTBACK_EVERY,
    cutback_factor: float = CUTBACK_FACTOR,
    long_run_growth: float = LONG_RUN_GROWTH,
    longest_run_min: float | None = None,
) -> RacePlan:
    """Return kilometres and long run of each week from the start to the race, which lies in the last week.

    Takes the mean week and the longest run (km) of the last 30 days. Source: science.md 2.10; every number is editable.
    Raises ValueError for an unknown race, a race before the start or more than two years away, and for no running.
    """
    if race not in RACES:
        raise ValueError(f"race must be one of {', '.join(RACES)}")
    weeks = _weeks_between(start_date, race_date)
    _check_running(weekly_km, longest_run_km, easy_pace_s_per_km)
    steps = _Growth(growth, long_run_growth, cutback_every, cutback_factor)
    _check_growth(steps)
    rules = RACES[race]
    limits = _Limits(
        race=rules,
        loading=max(weeks - len(rules.taper), 0),
        peak_km=_peak_km(rules, weekly_km, target_weekly_km),
        long_run_km=_long_run_cap_km(rules, easy_pace_s_per_km, longest_run_min),
    )
    first = _first_week(limits, weekly_km, longest_run_km)
    loaded = _loading_weeks(limits, steps, first)
    volumes = [*loaded, *_taper_weeks(rules, loaded[-1] if loaded else first, weeks)]
    planned = tuple(_race_week(number, limits.loading, volume) for number, volume in enumerate(volumes, 1))
    return RacePlan(planned, tuple(_warnings(rules, loaded, planned)))


def long_run_limit_km(*, longest_30_days_km: float, growth: float = LONG_RUN_GROWTH) -> float:
    """Return the longest next run in kilometres that adds no risk.

    Source: Frandsen 2025: more than 10 % over the longest run of 30 days does. Raises ValueError where there was none.
    """
    positive(longest_30_days_km, "longest_30_days_km")
    positive(growth, "growth")
    return longest_30_days_km * growth


def _weeks_between(start: date, race: date) -> int:
    """Return how many weeks of the plan there are, the race in the last."""
    weeks = (race - start).days // WEEK_DAYS + 1
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(f"race_date must lie at or after start_date, at most {MOST_WEEKS} weeks later")
    return weeks


def _check_running(weekly_km: float, longest_run_km: float, easy_pace_s_per_km: float) -> None:
    positive(weekly_km, "weekly_km")
    positive(longest_run_km, "longest_run_km")
    positive(easy_pace_s_per_km, "easy_pace_s_per_km")


def _check_growth(steps: _Growth) -> None:
    if not (1 <= steps.week <= MOST_GROWTH and 1 <= steps.long_run <= MOST_GROWTH):
        raise ValueError(f"growth and long_run_growth must be between 1 and {MOST_GROWTH}")
    if not OFTENEST_CUTBACK <= steps.cutback_every <= MOST_WEEKS:
        raise ValueError(f"cutback_every must be between {OFTENEST_CUTBACK} and {MOST_WEEKS}")
    positive(steps.cutback_factor, "cutback_factor")
    share(steps.cutback_factor, "cutback_factor")


def _peak_km(rules: Race, weekly_km: float, target_weekly_km: float | None) -> float:
    ceiling = weekly_km * rules.peak_ratio
    if target_weekly_km is None:
        return ceiling
    positive(target_weekly_km, "target_weekly_km")
    return min(target_weekly_km, ceiling)


def _long_run_cap_km(rules: Race, easy_pace_s_per_km: float, longest_run_min: float | None) -> float:
    minutes = rules.longest_min if longest_run_min is None else longest_run_min
    positive(minutes, "longest_run_min")
    return min(rules.longest_km, minutes * MINUTE_S / easy_pace_s_per_km)


def _first_week(limits: _Limits, weekly_km: float, longest_run_km: float) -> _Volume:
    km = min(weekly_km, limits.peak_km)
    return _Volume(km, _long_run_km(limits, longest_run_km, km), cutback=False)


def _loading_weeks(limits: _Limits, steps: _Growth, first: _Volume) -> list[_Volume]:
    """Return the weeks before the taper; a cutback interrupts the growth, it does not undo it."""
    level = first
    weeks: list[_Volume] = []
    for number in range(1, limits.loading + 1):
        if number % steps.cutback_every == 0 and number < limits.loading - 1:
            factor = steps.cutback_factor
            weeks.append(_Volume(level.km * factor, level.long_run_km * factor, cutback=True))
            continue
        if number > 1:
            km = min(level.km * steps.week, limits.peak_km)
            longest = max(week.long_run_km for week in weeks[-GUARD_WEEKS:])
            level = _Volume(km, _long_run_km(limits, longest * steps.long_run, km), cutback=False)
        weeks.append(level)
    return weeks


def _long_run_km(limits: _Limits, wanted_km: float, week_km: float) -> float:
    allowed = limits.race.long_share if week_km >= SMALL_WEEK_KM else SMALL_WEEK_SHARE
    return min(wanted_km, limits.long_run_km, week_km * allowed)


def _taper_weeks(rules: Race, peak: _Volume, weeks: int) -> list[_Volume]:
    *before, race_week = (peak.km * part for part in rules.taper[-weeks:])
    long_run_km = peak.long_run_km * TAPER_LONG_RUN
    return [
        *(_Volume(km, min(long_run_km, km * rules.long_share), cutback=False) for km in before),
        _Volume(race_week, 0.0, cutback=False),
    ]


def _race_week(number: int, loading: int, volume: _Volume) -> RaceWeek:
    phase = _phase(number, loading)
    return RaceWeek(number, phase, volume.cutback, round(volume.km, 1), round(volume.long_run_km, 1))


def _phase(number: int, loading: int) -> str:
    if number > loading:
        return "taper"
    peak = max(1, round(PEAK_SHARE * loading)) if loading >= WEEKS_WITH_PEAK else 0
    if number > loading - peak:
        return "peak"
    return "base" if number <= math.ceil((loading - peak) / 2) else "build"


def _warnings(rules: Race, loaded: Sequence[_Volume], weeks: Sequence[RaceWeek]) -> Iterator[Sentence]:
    if not loaded:
        yield sentence("There is no time left to build: this plan only tapers. Choose a later race to train for it.")
        return
    reached = max(week.long_run_km for week in weeks)
    if reached < rules.needed_km:
        yield sentence(
            "The longest run is %(reached)s; this race asks for %(needed)s. Choose a later race or a run/walk goal.",
            reached=Distance(reached * KM_M),
            needed=Distance(rules.needed_km * KM_M),
        )
    if any(week.long_run_km > week.km * rules.long_share * (1 + FLOAT_NOISE) for week in loaded):
        yield sentence(
            "In some weeks the long run is more than %(share)s of the distance. Spread more of it over the other days.",
            share=Percent(rules.long_share),
        )
