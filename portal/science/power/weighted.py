"""Weighted power: one number for an uneven ride, and the load that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from statistics import fmean

from portal.science.quantity import HOUR_S, not_negative, positive, samples, whole

WEIGHTED_WINDOW_S = 30  # source: Allen & Coggan
WARMUPS = ("strict", "zero_padded", "growing")  # sources: the definition; GoldenCheetah; pandas min_periods


def weighted_power_w(
    *, power_w: Sequence[float], window_s: int = WEIGHTED_WINDOW_S, warmup: str = "strict"
) -> float | None:
    """Return the weighted power in watts of samples at 1 Hz, or None when the window does not fit.

    Source: Allen & Coggan: the fourth root of the mean fourth power of the rolling mean. Before the window is full
    `strict` counts nothing, `zero_padded` fills it with zeros, `growing` takes what there is.
    Raises ValueError for negative power.
    """
    samples(power_w, "power_w")
    whole(window_s, "window_s")
    if warmup not in WARMUPS:
        raise ValueError(f"warmup must be one of {', '.join(WARMUPS)}")
    means = _rolling_means(power_w, window_s, warmup)
    return fmean([mean**4 for mean in means]) ** 0.25 if means else None


def intensity(*, weighted_power_w: float, threshold_power_w: float) -> float:
    """Return weighted power over threshold power. Source: Coggan. Raises ValueError for no threshold."""
    not_negative(weighted_power_w, "weighted_power_w")
    positive(threshold_power_w, "threshold_power_w")
    return weighted_power_w / threshold_power_w


def power_load(*, duration_s: float, weighted_power_w: float, threshold_power_w: float) -> float:
    """Return the load of a ride; an hour at threshold is 100. Loads of parts do not add up to that of the whole.

    Source: Coggan, hours × intensity² × 100. Raises ValueError for no threshold or negative time.
    """
    not_negative(duration_s, "duration_s")
    ratio = intensity(weighted_power_w=weighted_power_w, threshold_power_w=threshold_power_w)
    return 100 * duration_s / HOUR_S * ratio**2


def _rolling_means(power_w: Sequence[float], window: int, warmup: str) -> list[float]:
    sums = list(accumulate(power_w, initial=0.0))
    full = [(end - start) / window for start, end in zip(sums, sums[window:], strict=False)]
    filling = sums[1:window]
    if warmup == "strict":
        return full
    if warmup == "zero_padded":
        return [total / window for total in filling] + full
    return [total / seconds for seconds, total in enumerate(filling, 1)] + full
