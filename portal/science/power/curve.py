"""The mean-max curve: the highest mean power over each duration."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, count, takewhile
from operator import sub

from portal.science.quantity import MOST, not_negative, samples, whole

CURVE_RATIO = 1.06  # about 130 durations for four hours, near enough to each other for the eye
LEAST_RATIO = 1.001


def mean_max_curve_w(*, power_w: Sequence[float], durations_s: Sequence[int]) -> list[float | None]:
    """Return the highest mean power in watts over each duration, None where it does not fit; samples at 1 Hz.

    The curve may rise again (1, 0, 1 has more over 3 s than over 2 s); that is right. Source: science.md 3.
    Raises ValueError for negative power and for durations that are not whole seconds.
    """
    samples(power_w, "power_w")
    sums = list(accumulate(power_w, initial=0.0))
    curve: list[float | None] = []
    for duration_s in durations_s:
        whole(duration_s, "durations_s")
        fits = duration_s <= len(power_w)
        curve.append(max(map(sub, sums[int(duration_s) :], sums)) / duration_s if fits else None)
    return curve


def curve_durations_s(*, total_s: float, ratio: float = CURVE_RATIO) -> list[int]:
    """Return whole seconds up to the total, each about `ratio` times the one before, none twice.

    Source: science.md 3. Raises ValueError for a negative total and for a ratio that hardly grows.
    """
    not_negative(total_s, "total_s")
    if not LEAST_RATIO <= ratio <= MOST:
        raise ValueError(f"ratio must be at least {LEAST_RATIO}")
    steps = takewhile(lambda seconds: seconds <= total_s, (ratio**exponent for exponent in count()))
    return sorted({int(seconds) for seconds in steps})
