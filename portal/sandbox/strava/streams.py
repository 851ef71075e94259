"""Second by second: invented streams that look like a watch's, the same every time."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from portal.sandbox.strava.activities import Activity

LAP_M = {"Ride": 10_000, "GravelRide": 10_000, "VirtualRide": 10_000, "Swim": 500}
REPEAT_S, FAST_S = 300, 180
LOOP_M = 6_000
M_PER_DEGREE = 111_320

Samples = dict[str, list[Any]]


@dataclass(frozen=True)
class Moment:
    """How hard it is at some second: 1 is the mean of the whole."""

    speed: float
    height_m: float


def samples_of(activity: Activity, *, step_s: int, home: tuple[float, float]) -> Samples:
    """Return the channels that this sport has, index-aligned."""
    times = list(range(0, activity.moving_s + 1, step_s))
    phase = activity.id % 97 / 97 * math.tau
    moments = [_moment(activity, second, phase) for second in times]
    speeds = _scaled([moment.speed for moment in moments], activity.speed_mps)
    distances = _distances(speeds, step_s, activity.distance_m)
    samples: Samples = {"time": times, "distance": distances, "velocity_smooth": [round(s, 2) for s in speeds]}
    samples["moving"] = [True] * len(times)
    samples["heartrate"] = _heart_rates(activity, speeds, times)
    samples["temp"] = [18 + round(3 * math.sin(second / 4000 + phase)) for second in times]
    if activity.gain_m:
        samples["altitude"] = [round(120 + moment.height_m, 1) for moment in moments]
    if activity.has_place:
        samples["latlng"] = [_place(distance, home, phase) for distance in distances]
    if activity.sport_type != "Swim":
        samples["cadence"] = [_cadence(activity, speed) for speed in speeds]
    if activity.has_power:
        samples["watts"] = [round(activity.power_w * (speed / activity.speed_mps) ** 2) for speed in speeds]
    return samples


def laps_of(activity: Activity, samples: Samples) -> list[dict[str, Any]]:
    """Return what a watch that counts laps by itself would have marked."""
    every_m = LAP_M.get(activity.sport_type, 1_000)
    distances, times = samples["distance"], samples["time"]
    starts = [bisect_left(distances, every_m * lap) for lap in range(int(distances[-1] // every_m) + 1)]
    pairs = zip(starts, [*starts[1:], len(times) - 1], strict=True)
    return [_lap(number, start, end, samples) for number, (start, end) in enumerate(pairs) if end > start]


def _lap(number: int, start: int, end: int, samples: Samples) -> dict[str, Any]:
    heart_rates = samples["heartrate"][start:end]
    lap = {
        "id": number + 1,
        "name": f"Lap {number + 1}",
        "lap_index": number + 1,
        "start_index": start,
        "end_index": end,
        "elapsed_time": samples["time"][end] - samples["time"][start],
        "moving_time": samples["time"][end] - samples["time"][start],
        "distance": round(samples["distance"][end] - samples["distance"][start], 1),
        "average_heartrate": round(sum(heart_rates) / len(heart_rates), 1),
        "max_heartrate": max(heart_rates),
    }
    if "watts" in samples:
        lap["average_watts"] = round(sum(samples["watts"][start:end]) / (end - start), 1)
    return lap


def _moment(activity: Activity, second: int, phase: float) -> Moment:
    wave = 0.04 * math.sin(second / 170 + phase) + 0.02 * math.sin(second / 37 + 2 * phase)
    if activity.kind == "intervals" and 600 <= second < activity.moving_s - 480:  # noqa: PLR2004 -- warm-up, cool-down
        wave += 0.28 if (second - 600) % REPEAT_S < FAST_S else -0.22
    if activity.kind == "tempo":
        wave += 0.1 if 600 <= second < activity.moving_s - 600 else -0.1  # noqa: PLR2004
    height_m = activity.gain_m / 6 * (math.sin(second / 420 + phase) + 0.4 * math.sin(second / 97 + phase))
    return Moment(max(0.3, 1 + wave), height_m)


def _scaled(speeds: list[float], mean: float) -> list[float]:
    factor = mean / (sum(speeds) / len(speeds))
    return [speed * factor for speed in speeds]


def _distances(speeds: list[float], step_s: int, total_m: float) -> list[float]:
    run, distances = 0.0, [0.0]
    for speed in speeds[1:]:
        run += speed * step_s
        distances.append(run)
    factor = total_m / run if run else 0.0
    return [round(distance * factor, 1) for distance in distances]


def _heart_rates(activity: Activity, speeds: list[float], times: list[int]) -> list[int]:
    rate, rates = 92.0, []
    step_s = times[1] - times[0] if len(times) > 1 else 1
    for second, speed in zip(times, speeds, strict=True):
        drift = 6 * second / (activity.moving_s or 1)
        wanted = activity.heart_rate_bpm - 3 + drift + 46 * (speed / activity.speed_mps - 1)
        rate += (wanted - rate) * (1 - math.exp(-step_s / 45))
        rates.append(round(rate))
    return rates


def _cadence(activity: Activity, speed: float) -> int:
    usual = 84 if activity.has_power or "Ride" in activity.sport_type else 86
    return round(usual + 7 * (speed / activity.speed_mps - 1))


def _place(distance_m: float, home: tuple[float, float], phase: float) -> list[float]:
    angle = distance_m / LOOP_M * math.tau
    radius_m = LOOP_M / math.tau * (1 + 0.25 * math.sin(2 * angle + phase) + 0.12 * math.sin(5 * angle))
    latitude = home[0] + radius_m * math.cos(angle) / M_PER_DEGREE
    longitude = home[1] + radius_m * math.sin(angle) / (M_PER_DEGREE * math.cos(math.radians(home[0])))
    return [round(latitude, 6), round(longitude, 6)]
