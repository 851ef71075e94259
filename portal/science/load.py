"""Load over days: fitness, fatigue and form, strain of a week, and which load of a session counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate
from statistics import fmean, pstdev, stdev
from typing import NamedTuple

from portal.science.quantity import MOST, finite, not_negative, samples

# Weight of the newest day for a time constant in days. Sources: GoldenCheetah and Elevate; TrainingPeaks; Runalyze.
CONVENTIONS: dict[str, Callable[[float], float]] = {
    "exponential": lambda days: 1 - math.exp(-1 / days),
    "reciprocal": lambda days: 1 / days,
    "span": lambda days: 2 / (days + 1),
}
FITNESS_DAYS = 42
FATIGUE_DAYS = 7

WEEK_DAYS = 7
MONOTONY_CAP = 10.0  # source: Runalyze
ACUTE_DAYS = 7
CHRONIC_DAYS = 28
RATIO_METHODS = ("coupled", "uncoupled", "ewma")  # ewma: 2/(days + 1), Williams 2017
RAMP_WEEKS = FITNESS_DAYS / WEEK_DAYS  # one week of r more a day raises fitness by about r/6

# Which load counts, best first (science.md 2.8).
LOAD_SOURCES = ("power", "pace", "heart_rate", "session_rpe", "estimate")


class FitnessDay(NamedTuple):
    """Fitness and fatigue in the evening, and the form of that morning."""

    fitness: float
    fatigue: float
    form: float


class WeekStrain(NamedTuple):
    """Foster's figures of one week, in units of load; monotony has none."""

    total: float
    mean: float
    sd: float
    monotony: float
    strain: float


class PreferredLoad(NamedTuple):
    """The load that counts, and which kind it is."""

    value: float
    source: str


def fitness_series(
    *,
    daily_load: Sequence[float],
    fitness_days: float = FITNESS_DAYS,
    fatigue_days: float = FATIGUE_DAYS,
    convention: str = "exponential",
    start_fitness: float = 0.0,
    start_fatigue: float = 0.0,
) -> list[FitnessDay]:
    """Return fitness, fatigue and form for each day; form is fitness less fatigue of the day before.

    Sources: see `CONVENTIONS`; name the convention wherever the numbers are shown.
    Raises ValueError for negative loads or starts, time constants below a day and an unknown convention.
    """
    samples(daily_load, "daily_load")
    not_negative(start_fitness, "start_fitness")
    not_negative(start_fatigue, "start_fatigue")
    if convention not in CONVENTIONS:
        raise ValueError(f"convention must be one of {', '.join(CONVENTIONS)}")
    if not (1 <= fitness_days <= MOST and 1 <= fatigue_days <= MOST):
        raise ValueError("fitness_days and fatigue_days must be at least 1")
    fitness = _smoothed(daily_load, start_fitness, CONVENTIONS[convention](fitness_days))
    fatigue = _smoothed(daily_load, start_fatigue, CONVENTIONS[convention](fatigue_days))
    form = (fit - tired for fit, tired in zip(fitness, fatigue, strict=True))
    return [FitnessDay(*day) for day in zip(fitness[1:], fatigue[1:], form, strict=False)]


def week_strain(
    *, daily_load: Sequence[float], sample_sd: bool = False, monotony_cap: float = MONOTONY_CAP
) -> WeekStrain:
    """Return total, mean, standard deviation, monotony (mean / deviation) and strain (total · monotony) of seven days.

    Source: Foster 1998; days off count as zeros. A week of equal days is capped, a week of nothing has no monotony.
    Raises ValueError unless there are seven days, none negative.
    """
    samples(daily_load, "daily_load")
    not_negative(monotony_cap, "monotony_cap")
    if len(daily_load) != WEEK_DAYS:
        raise ValueError(f"daily_load must hold {WEEK_DAYS} days")
    total, mean = math.fsum(daily_load), fmean(daily_load)
    sd = stdev(daily_load) if sample_sd else pstdev(daily_load)
    monotony = min(mean / sd, monotony_cap) if sd else (monotony_cap if mean else 0.0)
    return WeekStrain(total, mean, sd, monotony, total * monotony)


def acute_chronic_ratio(*, daily_load: Sequence[float], method: str = "coupled") -> float | None:
    """Return the load of the last 7 days over that of the last 28; None with fewer days or nothing to divide by.

    Sources: coupled and uncoupled (Lolli 2017), ewma (Williams 2017). For information only: it predicts no injury
    (Impellizzeri 2020). Raises ValueError for negative loads and an unknown method.
    """
    samples(daily_load, "daily_load")
    if method not in RATIO_METHODS:
        raise ValueError(f"method must be one of {', '.join(RATIO_METHODS)}")
    if len(daily_load) < CHRONIC_DAYS:
        return None
    recent = daily_load[-CHRONIC_DAYS:]
    acute, chronic = fmean(recent[-ACUTE_DAYS:]), fmean(recent)
    if method == "uncoupled":
        chronic = fmean(recent[:-ACUTE_DAYS])
    elif method == "ewma":
        acute, chronic = (
            _smoothed(recent, recent[0], CONVENTIONS["span"](days))[-1] for days in (ACUTE_DAYS, CHRONIC_DAYS)
        )
    return acute / chronic if chronic else None


def impulse_response(
    *,
    daily_load: Sequence[float],
    baseline: float,
    fitness_gain: float,
    fatigue_gain: float,
    fitness_days: float,
    fatigue_days: float,
) -> list[float]:
    """Return the performance modelled for each day, in the unit of the baseline; a day counts in full at once.

    Source: Banister, as in Clarke & Skiba 2013. Raises ValueError for negative loads and time constants below a day.
    """
    samples(daily_load, "daily_load")
    for value, name in ((baseline, "baseline"), (fitness_gain, "fitness_gain"), (fatigue_gain, "fatigue_gain")):
        finite(value, name)
    if not (1 <= fitness_days <= MOST and 1 <= fatigue_days <= MOST):
        raise ValueError("fitness_days and fatigue_days must be at least 1")
    fitness = _decaying_sum(daily_load, math.exp(-1 / fitness_days))
    fatigue = _decaying_sum(daily_load, math.exp(-1 / fatigue_days))
    return [
        baseline + fitness_gain * gained - fatigue_gain * tired for gained, tired in zip(fitness, fatigue, strict=True)
    ]


def ramp_week_load(*, fitness: float, ramp_per_week: float) -> float:
    """Return the load of a week that raises fitness by about this much; none when even rest would not lower it so.

    Source: science.md 2.9, 7 · (fitness + 6 · ramp). Raises ValueError for negative fitness.
    """
    not_negative(fitness, "fitness")
    finite(ramp_per_week, "ramp_per_week")
    return max(WEEK_DAYS * (fitness + RAMP_WEEKS * ramp_per_week), 0.0)


def preferred_load(
    *,
    power: float | None = None,
    pace: float | None = None,
    heart_rate: float | None = None,
    session_rpe: float | None = None,
    estimate: float | None = None,
) -> PreferredLoad | None:
    """Return the load that counts and its source, or None when there is none; store both.

    Source: science.md 2.8, the order of the arguments. Raises ValueError for a negative load.
    """
    known = zip(LOAD_SOURCES, (power, pace, heart_rate, session_rpe, estimate), strict=True)
    loads = [PreferredLoad(value, source) for source, value in known if value is not None]
    for load in loads:
        not_negative(load.value, load.source)
    return loads[0] if loads else None


def _smoothed(daily_load: Sequence[float], start: float, weight: float) -> list[float]:
    """Return the moving average, the start first."""
    return list(accumulate(daily_load, lambda level, load: level + (load - level) * weight, initial=start))


def _decaying_sum(daily_load: Sequence[float], kept: float) -> list[float]:
    return list(accumulate(daily_load, lambda level, load: level * kept + load))
