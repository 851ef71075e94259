"""Heart rate: zones, and the load of what the heart did."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from portal.science.quantity import HOUR_S, MINUTE_S, age, finite, not_negative, positive, samples, share
from portal.science.sex import FEMALE, MALE, rows_for

MAX_HEART_RATE = (208, -0.7)  # source: Tanaka 2001, per year of age; standard deviation about 10

# Upper bounds in percent of the anchor; zones are half-open [low, high).
ZONES_PCT = {
    "power_7": (55, 75, 90, 105, 120, 150),  # Coggan, of threshold power
    "heart_5": (68, 83, 94, 105),  # Coggan, of threshold heart rate
    "heart_run_7": (85, 90, 95, 100, 103, 107),  # Friel, of threshold heart rate in running
    "heart_bike_7": (81, 90, 94, 100, 103, 107),  # Friel, of threshold heart rate in cycling
    "critical_speed_6": (80, 87, 95, 105, 119),  # GoldenCheetah, of critical speed
}

# Source: Banister's weighting after Morton 1990, factor·e^(exponent·x) for each minute at share x of the reserve.
TRIMP_WEIGHTING = {MALE: (0.64, 1.92), FEMALE: (0.86, 1.67)}

# Points per minute in each zone, for `zone_weighted_load`.
EDWARDS_WEIGHTS = (1, 2, 3, 4, 5)  # Edwards: 50–60, 60–70, … 90–100 % of maximal heart rate
LUCIA_WEIGHTS = (1, 2, 3)  # Lucia: below the first ventilatory threshold, between, above the second

HARDEST_RATING = 10  # Foster's session RPE on the CR-10 scale


def max_heart_rate_estimate_bpm(*, age_years: float) -> float:
    """Return a guess of the maximal heart rate in beats per minute; show it as a guess.

    Source: Tanaka 2001, 208 − 0.7 · age. Raises ValueError for an age nobody has.
    """
    age(age_years)
    level, slope = MAX_HEART_RATE
    return level + slope * age_years


def reserve_fraction(*, heart_rate_bpm: float, resting_bpm: float, max_bpm: float) -> float:
    """Return how much of the heart-rate reserve is used, clamped to 0 and 1.

    Source: Karvonen. Raises ValueError unless resting lies below maximal heart rate.
    """
    not_negative(heart_rate_bpm, "heart_rate_bpm")
    _reserve(resting_bpm, max_bpm)
    return min(max((heart_rate_bpm - resting_bpm) / (max_bpm - resting_bpm), 0.0), 1.0)


def reserve_target_bpm(*, resting_bpm: float, max_bpm: float, fraction: float) -> float:
    """Return the heart rate in beats per minute at a share of the reserve.

    Source: Karvonen. Raises ValueError for a share outside 0 to 1 and unless resting lies below maximal heart rate.
    """
    share(fraction, "fraction")
    _reserve(resting_bpm, max_bpm)
    return resting_bpm + fraction * (max_bpm - resting_bpm)


def zone_bounds(*, scheme: str, anchor: float) -> list[float]:
    """Return the upper bounds of all zones but the last, in the unit of the anchor.

    Sources: see `ZONES_PCT`. Raises ValueError for an unknown scheme and for no anchor.
    """
    positive(anchor, "anchor")
    if scheme not in ZONES_PCT:
        raise ValueError(f"scheme must be one of {', '.join(ZONES_PCT)}")
    return [anchor * percent / 100 for percent in ZONES_PCT[scheme]]


def zone_of(*, value: float, bounds: Sequence[float]) -> int:
    """Return the zone of a value, from 1; a value on a bound belongs to the zone above.

    Raises ValueError for bounds that do not ascend.
    """
    finite(value, "value")
    _check_ascending(bounds)
    return _zone(value, bounds)


def time_in_zones_s(*, values: Sequence[float], bounds: Sequence[float], sample_s: float = 1.0) -> list[float]:
    """Return the seconds in each zone, one zone more than there are bounds.

    Raises ValueError for bounds that do not ascend and for no sample length.
    """
    positive(sample_s, "sample_s")
    _check_ascending(bounds)
    seconds = [0.0] * (len(bounds) + 1)
    for value, count in Counter(values).items():
        finite(value, "values")
        seconds[_zone(value, bounds) - 1] += count * sample_s
    return seconds


def trimp(*, duration_s: float, reserve_fraction: float, sex: str | None) -> float:
    """Return Banister's training impulse of a time at one share of the heart-rate reserve.

    Source: Banister, weighting after Morton 1990; the mean of both when sex is None.
    Raises ValueError for a share outside 0 to 1, negative time and an unknown sex.
    """
    not_negative(duration_s, "duration_s")
    share(reserve_fraction, "reserve_fraction")
    return duration_s / MINUTE_S * _trimp_per_minute(reserve_fraction, sex)


def trimp_from_samples(
    *, heart_rate_bpm: Sequence[float], resting_bpm: float, max_bpm: float, sex: str | None, sample_s: float = 1.0
) -> float:
    """Return the training impulse summed over samples; never from their mean, which weighs hard minutes too little.

    Source: as `trimp`. Raises ValueError for negative samples and unless resting lies below maximal heart rate.
    """
    samples(heart_rate_bpm, "heart_rate_bpm")
    positive(sample_s, "sample_s")
    _reserve(resting_bpm, max_bpm)
    rows_for(sex, TRIMP_WEIGHTING)
    return sum(
        count
        * trimp(
            duration_s=sample_s,
            reserve_fraction=reserve_fraction(heart_rate_bpm=bpm, resting_bpm=resting_bpm, max_bpm=max_bpm),
            sex=sex,
        )
        for bpm, count in Counter(heart_rate_bpm).items()
    )


def heart_rate_load(
    *, trimp: float, threshold_bpm: float, resting_bpm: float, max_bpm: float, sex: str | None
) -> float:
    """Return a training impulse as a load: an hour at threshold heart rate is 100, also when sex is None.

    Source: as Elevate, over the impulse of that hour. Raises ValueError unless resting < threshold ≤ maximal.
    """
    not_negative(trimp, "trimp")
    _reserve(resting_bpm, max_bpm)
    if not resting_bpm < threshold_bpm <= max_bpm:
        raise ValueError("threshold_bpm must lie above resting_bpm and not above max_bpm")
    at_threshold = (threshold_bpm - resting_bpm) / (max_bpm - resting_bpm)
    return 100 * trimp / (HOUR_S / MINUTE_S * _trimp_per_minute(at_threshold, sex))


def zone_weighted_load(*, seconds_in_zone: Sequence[float], weights: Sequence[float]) -> float:
    """Return points: minutes in each zone times its weight, as `EDWARDS_WEIGHTS` or `LUCIA_WEIGHTS`.

    Raises ValueError unless there is one weight for each zone.
    """
    samples(seconds_in_zone, "seconds_in_zone")
    samples(weights, "weights")
    return sum(seconds / MINUTE_S * weight for seconds, weight in zip(seconds_in_zone, weights, strict=True))


def session_rpe_load(*, rating: float, duration_s: float) -> float:
    """Return points: the rating of the whole session times its minutes.

    Source: Foster, CR-10. Raises ValueError for a rating outside 0 to 10 or negative time.
    """
    not_negative(duration_s, "duration_s")
    if not 0 <= rating <= HARDEST_RATING:
        raise ValueError(f"rating must be between 0 and {HARDEST_RATING}")
    return rating * duration_s / MINUTE_S


def _check_ascending(bounds: Sequence[float]) -> None:
    for bound in bounds:
        finite(bound, "bounds")
    if not all(low < high for low, high in pairwise(bounds)):
        raise ValueError("bounds must ascend")


def _zone(value: float, bounds: Sequence[float]) -> int:
    return 1 + sum(value >= bound for bound in bounds)


def _reserve(resting_bpm: float, max_bpm: float) -> None:
    positive(resting_bpm, "resting_bpm")
    positive(max_bpm, "max_bpm")
    if resting_bpm >= max_bpm:
        raise ValueError("resting_bpm must be below max_bpm")


def _trimp_per_minute(reserve: float, sex: str | None) -> float:
    rows = rows_for(sex, TRIMP_WEIGHTING)
    return fmean(reserve * factor * math.exp(exponent * reserve) for factor, exponent in rows)
