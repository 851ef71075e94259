"""What is reckoned from the samples of an activity. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import mul

from portal.activities.rules.channels import PAUSE_S, coarse, held_on, known, mean
from portal.activities.rules.recording import Channels, LapMark, Recording
from portal.activities.rules.sports import Sport
from portal.science import power, running

SETTLED_S = 20.0
"""Altitude is averaged over so long before climbs are summed up."""
MOST_SLOW = 200
"""Fewer samples than this are not averaged."""
CLIMB_M = 3.0
"""Less up and down is the noise of a barometer or satellites."""
LONGEST_PAUSE_S = 3600.0
"""A longer one ends the piece (science reference, part 3) and is left out of weighted power."""
SLOPE_M = 40.0
"""A slope is taken over at least so much way (science reference, 2.7)."""
STEEPEST = 0.45
"""Where the data behind the cost of slopes end."""
DOWNHILL_FLOOR = 0.85
ON_FOOT = frozenset({Sport.RUN, Sport.WALK})
SHORTEST_SLOPED_M = 400.0


@dataclass(frozen=True)
class Measures:
    """Sums and means of an activity; None where nothing was recorded."""

    mean_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    mean_power_w: float | None = None
    max_power_w: float | None = None
    weighted_power_w: float | None = None
    mean_cadence_rpm: float | None = None
    elevation_gain_m: float | None = None
    graded_pace_s_per_km: float | None = None


def measures_of(recording: Recording) -> Measures:
    """Return what the samples of a clean recording say; what the source sums up stands in for missing channels."""
    channels = recording.channels
    weights = weights_s(known(channels.get("time_s", ())))
    heart, watts = channels.get("heart_rate_bpm"), channels.get("power_w")
    cadence, altitude = channels.get("cadence_rpm"), channels.get("altitude_m")
    gain_m = recording.elevation_gain_m
    return Measures(
        mean_heart_rate_bpm=_mean(heart, weights) if heart else recording.mean_heart_rate_bpm,
        max_heart_rate_bpm=max(known(heart)) if heart else recording.max_heart_rate_bpm,
        mean_power_w=_mean(watts, weights) if watts else recording.mean_power_w,
        max_power_w=max(known(watts)) if watts else None,
        weighted_power_w=power.weighted_power_w(power_w=each_second(channels, "power_w")) if watts else None,
        mean_cadence_rpm=_turning(cadence, weights) if cadence else recording.mean_cadence_rpm,
        elevation_gain_m=_climb_m(channels) if altitude and gain_m is None else gain_m,
        graded_pace_s_per_km=_graded_pace(recording) if recording.sport in ON_FOOT else None,
    )


def filled(laps: Sequence[LapMark], channels: Channels) -> tuple[LapMark, ...]:
    """Return the laps with what the device did not say about them, from the samples."""
    times = known(channels.get("time_s", ()))
    return tuple(_filled(lap, channels, *_samples_of(times, lap)) for lap in laps)


def _samples_of(times: Sequence[float], lap: LapMark) -> tuple[int, int]:
    return bisect_left(times, lap.start_s), bisect_left(times, lap.start_s + lap.duration_s)


def _filled(lap: LapMark, channels: Channels, first: int, last: int) -> LapMark:
    beats, watts = (known(channels.get(name, ())[first:last]) for name in ("heart_rate_bpm", "power_w"))
    covered = known(channels.get("distance_m", ())[first : last + 1])
    return replace(
        lap,
        distance_m=lap.distance_m or (covered[-1] - covered[0] if covered else None),
        mean_heart_rate_bpm=lap.mean_heart_rate_bpm or mean(beats),
        max_heart_rate_bpm=lap.max_heart_rate_bpm or max(beats, default=None),
        mean_power_w=lap.mean_power_w or mean(watts),
    )


def weights_s(times: Sequence[float]) -> list[float]:
    """Return how long each sample stands, in seconds: until the next one, but not through a pause."""
    return [min(end - start, PAUSE_S) for start, end in pairwise(times)] + ([1.0] if times else [])


def each_second(channels: Channels, name: str) -> list[float]:
    """Return the channel at 1 Hz; short gaps hold the last value, pauses are zero."""
    times = known(channels["time_s"])
    found: list[float] = []
    for value, (start, end) in zip(channels[name], pairwise([*times, times[-1] + 1]), strict=True):
        step = int(end - start)
        if step == 1:
            found.append(value or 0.0)
        elif step <= PAUSE_S:
            found += [value or 0.0] * step
        elif step <= LONGEST_PAUSE_S:
            found += [value or 0.0, *[0.0] * (step - 1)]
    return found


def heart_seconds(channels: Channels) -> dict[int, float]:
    """Return the seconds at each heart rate: enough for zones and load without the samples."""
    found: defaultdict[int, float] = defaultdict(float)
    weights = weights_s(known(channels.get("time_s", ())))
    for value, stands_s in zip(channels.get("heart_rate_bpm", ()), weights, strict=False):
        if value is not None:
            found[round(value)] += stands_s
    return dict(found)


def _climb_m(channels: Channels) -> float:
    times = known(channels["time_s"])
    bins = max(int((times[-1] - times[0]) / SETTLED_S), MOST_SLOW)
    return climb_m(known(coarse(channels, bins)["altitude_m"]))


def climb_m(altitudes: Sequence[float]) -> float:
    """Return the metres climbed; ups and downs smaller than the noise do not count."""
    total, low, high = 0.0, altitudes[0], altitudes[0]
    for altitude in altitudes:
        if altitude > high:
            high = altitude
        elif altitude < high - CLIMB_M:  # the climb is over
            total += high - low if high - low >= CLIMB_M else 0.0
            low = high = altitude
        if altitude < low:
            low = high = altitude
    return total + (high - low if high - low >= CLIMB_M else 0.0)


def _mean(values: Sequence[float | None], weights: Sequence[float]) -> float | None:
    if None not in values:
        total: float = sum(map(mul, known(values), weights))
        return total / sum(weights)
    pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    total = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / total if total else None


def _turning(values: Sequence[float | None], weights: Sequence[float]) -> float | None:
    """Return the mean of cadence without standing still: nobody asks how slowly somebody did not pedal."""
    return _mean([value or None for value in values], weights)


def _graded_pace(recording: Recording) -> float | None:
    """Return the pace that would have cost as much on flat ground (Minetti), in seconds per kilometre."""
    if not recording.distance_m or not recording.moving_s:
        return None
    flat = recording.moving_s / recording.distance_m * 1000
    channels = recording.channels
    if "altitude_m" not in channels or "distance_m" not in channels or recording.distance_m < SHORTEST_SLOPED_M:
        return flat
    way, cost = _slopes(held_on(channels["distance_m"]), held_on(channels["altitude_m"]))
    return flat * way / cost if cost else flat


def _slopes(covered: Sequence[float], altitudes: Sequence[float]) -> tuple[float, float]:
    """Return the way gone and the flat way that costs the same, in metres."""
    way = cost = 0.0
    start = 0
    for i, distance in enumerate(covered):
        step = distance - covered[start]
        if step >= SLOPE_M:
            grade = (altitudes[i] - altitudes[start]) / step
            limited = max(-STEEPEST, min(STEEPEST, grade))
            way += step
            cost += step * running.grade_factor(grade=limited, downhill_floor=DOWNHILL_FLOOR)
            start = i
    return way, cost
