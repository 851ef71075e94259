"""The work above critical power that is left, second by second."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from statistics import fmean

from portal.science.quantity import positive, samples

TAU_S = (546, -0.01, 316)  # source: Skiba 2012, tau = 546·e^(−0.01·D) + 316
BALANCE_MODELS = ("differential", "integral")  # sources: Froncioni and Skiba; Skiba 2012


def w_balance_tau_s(*, power_w: Sequence[float], critical_power_w: float) -> float:
    """Return the time constant of recovery in seconds.

    Source: Skiba 2012, from the gap between critical power and the mean of the samples below it. Where nothing is
    below, the gap counts as none: the slowest recovery. Raises ValueError for negative power.
    """
    samples(power_w, "power_w")
    positive(critical_power_w, "critical_power_w")
    below = [watts for watts in power_w if watts < critical_power_w]
    gap = critical_power_w - fmean(below) if below else 0
    size, decay, level = TAU_S
    return size * math.exp(decay * gap) + level


def w_balance_j(
    *,
    power_w: Sequence[float],
    critical_power_w: float,
    w_prime_j: float,
    model: str = "differential",
    tau_s: float | None = None,
) -> list[float]:
    """Return what is left of W' in joules after each sample at 1 Hz; below zero means the fit was too low.

    Sources: `differential` Froncioni & Skiba, `integral` Skiba 2012 with `tau_s`, by default `w_balance_tau_s`.
    Raises ValueError for negative power and for no critical power or work.
    """
    samples(power_w, "power_w")
    positive(critical_power_w, "critical_power_w")
    positive(w_prime_j, "w_prime_j")
    if model not in BALANCE_MODELS:
        raise ValueError(f"model must be one of {', '.join(BALANCE_MODELS)}")
    if model == "differential":
        return _differential_balance(power_w, critical_power_w, w_prime_j)
    if tau_s is None:
        tau_s = w_balance_tau_s(power_w=power_w, critical_power_w=critical_power_w)
    positive(tau_s, "tau_s")
    kept = math.exp(-1 / tau_s)
    spent = accumulate(power_w, lambda s, watts: s * kept + max(0, watts - critical_power_w), initial=0.0)
    return [w_prime_j - joules for joules in spent][1:]


def _differential_balance(power_w: Sequence[float], critical_power_w: float, w_prime_j: float) -> list[float]:
    left = w_prime_j
    balance = []
    for watts in power_w:
        gap = critical_power_w - watts
        left = min(left + gap * (w_prime_j - left) / w_prime_j, w_prime_j) if gap > 0 else left + gap
        balance.append(left)
    return balance
