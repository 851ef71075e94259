"""How hard an activity was, as one number, and by which method it was found. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.science import heart, load, power, running


class LoadMethod(StrEnum):
    """What a load was reckoned from. The values are the names that portal.science.load gives them."""

    POWER = "power"
    PACE = "pace"
    HEART_RATE = "heart_rate"


@dataclass(frozen=True)
class Thresholds:
    """What an athlete can hold for about an hour, and the limits of the heart. None: nobody said."""

    power_w: float | None = None
    pace_s_per_km: float | None = None
    resting_bpm: float | None = None
    threshold_bpm: float | None = None
    max_bpm: float | None = None


THRESHOLD_SHARE = 0.85
"""Threshold heart rate as a share of the reserve while nobody measured it (science reference, 2.8)."""


@dataclass(frozen=True)
class Load:
    """A load, where an hour at threshold is 100, and where it comes from."""

    value: float
    method: LoadMethod


def load_of(
    thresholds: Thresholds,
    *,
    moving_s: float,
    weighted_power_w: float | None,
    graded_pace_s_per_km: float | None,
    heart_seconds: Mapping[int, float],
) -> Load | None:
    """Return the load by the best method there are numbers for: power, then pace, then heart rate."""
    preferred = load.preferred_load(
        power=_power(thresholds, moving_s, weighted_power_w),
        pace=_pace(thresholds, moving_s, graded_pace_s_per_km),
        heart_rate=_heart_rate(thresholds, heart_seconds),
    )
    return preferred and Load(preferred.value, LoadMethod(preferred.source))


def _power(thresholds: Thresholds, moving_s: float, weighted_power_w: float | None) -> float | None:
    if weighted_power_w is None or not thresholds.power_w:
        return None
    return power.power_load(
        duration_s=moving_s, weighted_power_w=weighted_power_w, threshold_power_w=thresholds.power_w
    )


def _pace(thresholds: Thresholds, moving_s: float, pace_s_per_km: float | None) -> float | None:
    if not pace_s_per_km or not thresholds.pace_s_per_km:
        return None
    return running.pace_load(
        duration_s=moving_s, pace_s_per_km=pace_s_per_km, threshold_pace_s_per_km=thresholds.pace_s_per_km
    )


def _heart_rate(thresholds: Thresholds, heart_seconds: Mapping[int, float]) -> float | None:
    resting, highest = thresholds.resting_bpm, thresholds.max_bpm
    if not heart_seconds or not resting or not highest:
        return None
    impulse = sum(
        heart.trimp(
            duration_s=seconds,
            reserve_fraction=heart.reserve_fraction(heart_rate_bpm=bpm, resting_bpm=resting, max_bpm=highest),
            sex=None,
        )
        for bpm, seconds in heart_seconds.items()
    )
    at_threshold = thresholds.threshold_bpm or heart.reserve_target_bpm(
        resting_bpm=resting, max_bpm=highest, fraction=THRESHOLD_SHARE
    )
    return heart.heart_rate_load(
        trimp=impulse, threshold_bpm=at_threshold, resting_bpm=resting, max_bpm=highest, sex=None
    )
