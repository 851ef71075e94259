"""Critical power: how long a power can be held, fitted from best efforts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import linear_regression
from typing import NamedTuple

from portal.science.quantity import MOST, not_negative, positive

SCAN_STEPS = 400  # of the gap between the weakest effort and critical power, each the same factor
SMALLEST_GAP = 1e-5  # as a share of the weakest effort
GOLDEN = (math.sqrt(5) - 1) / 2
GOLDEN_STEPS = 100


class CriticalPower(NamedTuple):
    """The power that can be held for long, and the work that can be done above it."""

    critical_power_w: float
    w_prime_j: float


def critical_power_fit(*, efforts: Sequence[Sequence[float]], method: str = "power_vs_inverse_time") -> CriticalPower:
    """Return critical power (W) and the work above it (J) from best efforts of [watts, seconds].

    Source: Monod & Scherrer's P = CP + W'/t; the methods (science.md 2.4) differ, so say which one was used.
    Raises ValueError for fewer than two durations or powers and for efforts that leave no power or no work.
    """
    for power_w, duration_s in efforts:
        positive(power_w, "power_w")
        positive(duration_s, "duration_s")
    if method not in FITS:
        raise ValueError(f"method must be one of {', '.join(FITS)}")
    powers, durations = [effort[0] for effort in efforts], [effort[1] for effort in efforts]
    fit = FITS[method](powers, durations)
    positive(fit.critical_power_w, "critical power")
    positive(fit.w_prime_j, "the work above critical power")
    return fit


def time_to_exhaustion_s(
    *, power_w: float, critical_power_w: float, w_prime_j: float, max_power_w: float | None = None
) -> float | None:
    """Return how many seconds a power can be held, or None when it has no end (at or below critical power).

    Source: Monod & Scherrer; with a maximal power Morton 1996, three parameters.
    Raises ValueError for a power above the maximal one, or a maximal one not above critical power.
    """
    not_negative(power_w, "power_w")
    positive(critical_power_w, "critical_power_w")
    positive(w_prime_j, "w_prime_j")
    if max_power_w is not None and not max(power_w, critical_power_w) <= max_power_w <= MOST:
        raise ValueError("max_power_w must not be below the other powers")
    if power_w <= critical_power_w:
        return None
    endless = w_prime_j / (power_w - critical_power_w)
    return endless if max_power_w is None else endless - w_prime_j / (max_power_w - critical_power_w)


def _power_over_inverse_time(powers: Sequence[float], durations: Sequence[float]) -> CriticalPower:
    slope, intercept = linear_regression([1 / duration for duration in durations], powers)
    return CriticalPower(intercept, slope)


def _work_over_time(powers: Sequence[float], durations: Sequence[float]) -> CriticalPower:
    work = [power * duration for power, duration in zip(powers, durations, strict=True)]
    return CriticalPower(*linear_regression(durations, work))


def _time_over_power(powers: Sequence[float], durations: Sequence[float]) -> CriticalPower:
    """Fit least squares in time: for each critical power the best W' is known, so only one number is sought."""
    if min(powers, default=0) == max(powers, default=0):
        raise ValueError("efforts must have at least two powers")
    weakest = min(powers)

    def fit(gap: float) -> tuple[float, float]:
        inverse = [1 / (power - weakest + gap) for power in powers]
        w_prime = sum(map(_product, inverse, durations)) / sum(map(_product, inverse, inverse))
        return sum((time - w_prime * x) ** 2 for time, x in zip(durations, inverse, strict=True)), w_prime

    gap = _lowest(lambda gap: fit(gap)[0], weakest * SMALLEST_GAP, weakest)
    return CriticalPower(weakest - gap, fit(gap)[1])


def _product(one: float, other: float) -> float:
    return one * other


def _lowest(height: Callable[[float], float], low: float, high: float) -> float:
    """Return where a curve is lowest: a coarse scan by equal factors, then golden sections around the best."""
    factor = (high / low) ** (1 / SCAN_STEPS)
    best = min((low * factor**step for step in range(SCAN_STEPS + 1)), key=height)
    low, high = best / factor, min(best * factor, high)
    for _ in range(GOLDEN_STEPS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (low, right) if height(left) < height(right) else (left, high)
    return (low + high) / 2


FITS: dict[str, Callable[[Sequence[float], Sequence[float]], CriticalPower]] = {
    "power_vs_inverse_time": _power_over_inverse_time,
    "work_vs_time": _work_over_time,
    "time_vs_power": _time_over_power,
}
