"""Running: one index from a race, and the times, paces and loads that follow from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import linear_regression
from typing import NamedTuple

from portal.science.quantity import HOUR_S, KM_M, MINUTE_S, finite, not_negative, positive, share

# Source: Daniels & Gilbert. Oxygen cost of a speed in metres per minute: constant, linear, square.
OXYGEN_COST = (-4.60, 0.182258, 0.000104)
# Source: Daniels & Gilbert. Share of the index that a race of t minutes allows: level, then (size, decay) twice.
SUSTAINED_LEVEL = 0.8
SUSTAINED_DECAYS = ((0.1894393, 0.012778), (0.2989558, 0.1932605))
HALVINGS = 60  # from a bracket of at most half the time down to float noise

# Source: fitted for this project to Daniels' pace tables (3rd ed., transcribed in tlgs/vdot), index 30 to 85.
EASY_SLOW_FRACTION = 0.631
EASY_FAST_FRACTION = 0.7305
THRESHOLD_FRACTION = 0.88
INTERVAL_FRACTION = 0.975
REPETITION_GAIN_S = 6  # seconds per 400 m faster than interval pace
LAP_M = 400
MARATHON_M = 42195

# Source: Daniels, tables 9.1 and 15.1; the published rows are this straight line.
DAYS_WITHOUT_LOSS = 5
LOSS_PER_DAY = 0.003
GREATEST_LOSS = 0.2
CROSS_TRAINING_SHARE = 0.5

RIEGEL_EXPONENT = 1.06  # source: Riegel 1981; 1.10 to 1.15 for a marathon from few kilometres
RIEGEL_LIMITS = (1.0, 2.0)  # below 1 nobody tires

# Source: Minetti 2002, J/kg/m as a polynomial of the grade, highest power first; measured up to ±0.45.
GRADE_COST = (155.4, -30.4, -43.3, 46.3, 19.5, 3.6)
STEEPEST_GRADE = 0.45


class TrainingPaces(NamedTuple):
    """Paces of the training zones; the last one over a lap of 400 m."""

    easy_slow_s_per_km: float
    easy_fast_s_per_km: float
    marathon_s_per_km: float
    threshold_s_per_km: float
    interval_s_per_km: float
    repetition_s_per_400m: float


class CriticalSpeed(NamedTuple):
    """The speed that can be held for long, and the metres that can be run above it."""

    critical_speed_m_s: float
    d_prime_m: float


def running_index(*, distance_m: float, duration_s: float) -> float:
    """Return the running index of a race: the oxygen uptake it asks for over the share its length allows.

    Source: Daniels & Gilbert. Raises ValueError for nothing covered, no time, and below walking speed (25 m/min).
    """
    positive(distance_m, "distance_m")
    positive(duration_s, "duration_s")
    minutes = duration_s / MINUTE_S
    constant, linear, square = OXYGEN_COST
    speed = distance_m / minutes
    oxygen = constant + linear * speed + square * speed**2
    if oxygen <= 0:
        raise ValueError("too slow for a running index")
    return oxygen / sustained_share(duration_s=duration_s)


def sustained_share(*, duration_s: float) -> float:
    """Return the share of the running index that a race of so many seconds allows.

    Source: Daniels & Gilbert. Raises ValueError for no time.
    """
    positive(duration_s, "duration_s")
    return _share(duration_s / MINUTE_S)


def race_duration_s(*, running_index: float, distance_m: float) -> float:
    """Return the predicted race time in seconds, the inverse of `running_index`.

    Source: Daniels & Gilbert, by bisection. Raises ValueError for no index or distance.
    """
    positive(running_index, "running_index")
    positive(distance_m, "distance_m")
    fastest_share = SUSTAINED_LEVEL + sum(size for size, _ in SUSTAINED_DECAYS)
    low = distance_m / _speed_m_per_min(running_index * fastest_share)
    high = distance_m / _speed_m_per_min(running_index * SUSTAINED_LEVEL)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _speed_m_per_min(running_index * _share(middle)) * middle < distance_m:
            low = middle
        else:
            high = middle
    return (low + high) / 2 * MINUTE_S


def pace_s_per_km(*, running_index: float, fraction: float = 1.0) -> float:
    """Return the pace in seconds per kilometre at a fraction of the running index.

    Source: Daniels & Gilbert, oxygen cost solved for the speed. Raises ValueError for no index or fraction.
    """
    positive(running_index, "running_index")
    positive(fraction, "fraction")
    return KM_M * MINUTE_S / _speed_m_per_min(running_index * fraction)


def training_paces(*, running_index: float) -> TrainingPaces:
    """Return the paces for training, in seconds per kilometre and per 400 m.

    Source: fractions fitted to Daniels' tables (science.md 2.1), marathon pace from the predicted race.
    Raises ValueError for no index.
    """
    interval = pace_s_per_km(running_index=running_index, fraction=INTERVAL_FRACTION)
    marathon_s = race_duration_s(running_index=running_index, distance_m=MARATHON_M)
    return TrainingPaces(
        easy_slow_s_per_km=pace_s_per_km(running_index=running_index, fraction=EASY_SLOW_FRACTION),
        easy_fast_s_per_km=pace_s_per_km(running_index=running_index, fraction=EASY_FAST_FRACTION),
        marathon_s_per_km=marathon_s / MARATHON_M * KM_M,
        threshold_s_per_km=pace_s_per_km(running_index=running_index, fraction=THRESHOLD_FRACTION),
        interval_s_per_km=interval,
        repetition_s_per_400m=interval * LAP_M / KM_M - REPETITION_GAIN_S,
    )


def detraining_factor(*, days_off: float, cross_training: bool = False) -> float:
    """Return what to multiply the running index by after days without running.

    Source: Daniels, tables 9.1 and 15.1. Raises ValueError for negative days.
    """
    not_negative(days_off, "days_off")
    loss = min(max(LOSS_PER_DAY * (days_off - DAYS_WITHOUT_LOSS), 0), GREATEST_LOSS)
    return 1 - loss * (CROSS_TRAINING_SHARE if cross_training else 1)


def riegel_duration_s(
    *, known_distance_m: float, known_duration_s: float, distance_m: float, exponent: float = RIEGEL_EXPONENT
) -> float:
    """Return the predicted time in seconds over another distance; fit for 3.5 to 230 minutes.

    Source: Riegel 1981. Raises ValueError for no distance or time and for an exponent outside 1 to 2.
    """
    positive(known_distance_m, "known_distance_m")
    positive(known_duration_s, "known_duration_s")
    positive(distance_m, "distance_m")
    least, most = RIEGEL_LIMITS
    if not least <= exponent <= most:
        raise ValueError(f"exponent must be between {least:g} and {most:g}")
    return known_duration_s * math.pow(distance_m / known_distance_m, exponent)


def critical_speed_fit(*, efforts: Sequence[Sequence[float]]) -> CriticalSpeed:
    """Return critical speed (m/s) and reserve (m) from efforts of [metres, seconds].

    Source: Monod's line, distance over time by least squares (science.md 2.4).
    Raises ValueError for fewer than two durations and for efforts that leave no speed or no reserve.
    """
    for distance_m, duration_s in efforts:
        positive(distance_m, "distance_m")
        positive(duration_s, "duration_s")
    slope, intercept = linear_regression([effort[1] for effort in efforts], [effort[0] for effort in efforts])
    positive(slope, "critical speed")
    positive(intercept, "the reserve above critical speed")
    return CriticalSpeed(slope, intercept)


def pace_load(*, duration_s: float, pace_s_per_km: float, threshold_pace_s_per_km: float) -> float:
    """Return the load of a run; an hour at threshold pace is 100. Best with grade-adjusted pace.

    Source: science.md 2.6, hours × (threshold pace / pace)² × 100. Raises ValueError for no pace or negative time.
    """
    not_negative(duration_s, "duration_s")
    positive(pace_s_per_km, "pace_s_per_km")
    positive(threshold_pace_s_per_km, "threshold_pace_s_per_km")
    return 100 * duration_s / HOUR_S * (threshold_pace_s_per_km / pace_s_per_km) ** 2


def grade_cost_j_per_kg_m(*, grade: float) -> float:
    """Return the energy of running on a slope in J/kg/m; the grade is rise over run, clamped to ±0.45.

    Source: Minetti 2002. Raises ValueError for what is not a number.
    """
    finite(grade, "grade")
    clamped = min(max(grade, -STEEPEST_GRADE), STEEPEST_GRADE)
    cost = 0.0
    for coefficient in GRADE_COST:
        cost = cost * clamped + coefficient
    return cost


def grade_factor(*, grade: float, downhill_floor: float | None = None) -> float:
    """Return the cost of a slope as a multiple of the flat, not below the floor, if one is set.

    Source: Minetti 2002. Only downhill costs less than the flat, so a floor up to 1 is met nowhere else.
    Raises ValueError for a floor outside 0 to 1.
    """
    factor = grade_cost_j_per_kg_m(grade=grade) / GRADE_COST[-1]
    if downhill_floor is None:
        return factor
    share(downhill_floor, "downhill_floor")
    return max(factor, downhill_floor)


def grade_adjusted_speed_m_s(*, speed_m_s: float, grade: float, downhill_floor: float | None = None) -> float:
    """Return the speed in m/s that would cost as much on the flat. Source: Minetti 2002. Raises as `grade_factor`."""
    not_negative(speed_m_s, "speed_m_s")
    return speed_m_s * grade_factor(grade=grade, downhill_floor=downhill_floor)


def _share(minutes: float) -> float:
    return SUSTAINED_LEVEL + sum(size * math.exp(-decay * minutes) for size, decay in SUSTAINED_DECAYS)


def _speed_m_per_min(oxygen: float) -> float:
    """Return the speed in metres per minute that costs this much oxygen, in ml/kg/min."""
    constant, linear, square = OXYGEN_COST
    return (math.sqrt(linear**2 + 4 * square * (oxygen - constant)) - linear) / (2 * square)
