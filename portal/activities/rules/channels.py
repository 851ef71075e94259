"""Samples made honest: time that moves on, distance that does not shrink, values that can be. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import cos, hypot, isfinite, radians

from portal.activities.rules.recording import STEPS, Channels
from portal.activities.rules.sports import Sport

Values = list[float | None]

PLACES = frozenset({"time_s", "distance_m", "lat_deg", "lon_deg"})
"""Channels that say where and when; of several samples the last counts, not the mean."""
LONGEST_S = 7 * 86_400.0
M_PER_DEGREE = 111_195.0
PAUSE_S = 10.0
"""Longer between two samples: nobody moved, or nobody recorded it."""
STANDING_MPS = 0.4
SLACK_M = 50.0
"""A position may be off by so much before a jump is one."""

LIMITS: Mapping[str, tuple[float, float]] = {
    "lat_deg": (-90, 90),
    "lon_deg": (-180, 180),
    "distance_m": (0, 10_000_000),
    "altitude_m": (-500, 9_500),
    "speed_mps": (0, 60),
    "heart_rate_bpm": (25, 250),
    "cadence_rpm": (0, 300),
    "power_w": (0, 3_000),
    "temperature_c": (-60, 80),
}
FASTEST_MPS: Mapping[Sport, float] = {Sport.RUN: 13.0, Sport.WALK: 9.0, Sport.SWIM: 4.0, Sport.ROW: 12.0}
FASTEST_OTHER_MPS = 45.0


def honest(channels: Channels, sport: Sport) -> dict[str, Values]:
    """Return the channels with only what can be true; empty when nothing is left.

    Raises ValueError when channels differ in length.
    """
    known = {name: values for name, values in channels.items() if name in STEPS}
    if len({len(values) for values in known.values()}) > 1:
        raise ValueError("channels differ in length")
    times = _seconds(known.get("time_s", ()))
    kept = _moving_on(times)
    if not kept:
        return {}
    found: dict[str, Values] = {"time_s": [times[i] for i in kept]}
    for name, (low, high) in LIMITS.items():
        if name in known:
            found[name] = _within(_picked(known[name], kept), low, high)
    fastest = FASTEST_MPS.get(sport, FASTEST_OTHER_MPS)
    _drop_jumps(found, fastest)
    _measure_distance(found, fastest)
    return {name: values for name, values in found.items() if any(value is not None for value in values)}


def moving_s(channels: Channels) -> float:
    """Return the time spent moving, in seconds: pauses and standing still do not count."""
    times = channels["time_s"]
    steps = (end - start for start, end in pairwise(known(times)))
    covered = channels.get("distance_m")
    if covered is None:
        return sum(step for step in steps if step <= PAUSE_S)
    held = held_on(covered)
    moved = (end - start for start, end in pairwise(held))
    return sum(step for step, way in zip(steps, moved, strict=True) if way > STANDING_MPS * step)


def known(values: Iterable[float | None]) -> list[float]:
    """Return the values there are."""
    return [value for value in values if value is not None]


def held_on(values: Sequence[float | None]) -> list[float]:
    """Return the values with each gap filled by what came before it; a leading gap by the first value."""
    last = next((value for value in values if value is not None), 0.0)
    held = []
    for value in values:
        if value is not None:
            last = value
        held.append(last)
    return held


def coarse(channels: Channels, most: int) -> dict[str, Sequence[float | None]]:
    """Return the channels in at most about so many samples: means, but the last time, distance and place."""
    size = len(channels["time_s"])
    every = -(-size // most)
    if every <= 1:
        return dict(channels)
    ends = [*range(every - 1, size - 1, every), size - 1]
    return {
        name: [values[i] for i in ends] if name in PLACES else _means(values, ends) for name, values in channels.items()
    }


def _means(values: Sequence[float | None], ends: Sequence[int]) -> list[float | None]:
    starts = [0, *(end + 1 for end in ends[:-1])]
    bins = [values[start : end + 1] for start, end in zip(starts, ends, strict=True)]
    if None not in values:
        return [sum(part) / len(part) for part in bins]  # type: ignore[arg-type]
    return [mean(part) for part in bins]


def mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of the values there are."""
    there = known(values)
    return sum(there) / len(there) if there else None


def _seconds(times: Sequence[float | None]) -> Values:
    try:
        return [float(round(t)) for t in times]  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):  # None, NaN, infinity
        return [None if t is None or not isfinite(t) else float(round(t)) for t in times]


def _moving_on(times: Values) -> list[int]:
    """Return which samples to keep: whole seconds that increase, within a week of the middle one."""
    there = sorted(known(times))
    if not there:
        return []
    middle = there[len(there) // 2]
    kept, last = [], max(middle - LONGEST_S, -1.0)
    for i, t in enumerate(times):
        if t is not None and last < t < middle + LONGEST_S:
            kept.append(i)
            last = t
    return kept


def _picked(values: Sequence[float | None], kept: list[int]) -> Sequence[float | None]:
    return values if len(kept) == len(values) else [values[i] for i in kept]


def _within(values: Sequence[float | None], low: float, high: float) -> Values:
    try:
        if isfinite(sum(values)) and low <= min(values) and max(values) <= high:  # type: ignore[arg-type, operator, type-var]
            return list(values)  # the usual case, at the speed of C
    except TypeError:
        pass  # something is missing
    return [value if value is not None and low <= value <= high else None for value in values]


def _drop_jumps(found: dict[str, Values], fastest_mps: float) -> None:
    """Forget positions nobody could have reached, and those of devices that had none (0, 0)."""
    lats, lons = found.pop("lat_deg", None), found.pop("lon_deg", None)
    if lats is None or lons is None:
        return
    last: tuple[float, float, float] | None = None
    for i, (t, lat, lon) in enumerate(zip(known(found["time_s"]), lats, lons, strict=True)):
        if lat is None or lon is None or (lat == 0 and lon == 0):
            lats[i] = lons[i] = None
            continue
        if last is not None and metres(last[1], last[2], lat, lon) > SLACK_M + fastest_mps * (t - last[0]):
            lats[i] = lons[i] = None
            continue
        last = (t, lat, lon)
    found |= {"lat_deg": lats, "lon_deg": lons}


def metres(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Return how far two near positions are apart, in metres (flat earth: right to 0.1 % below 50 km)."""
    across = (to_lon - lon + 180.0) % 360.0 - 180.0
    return M_PER_DEGREE * hypot(to_lat - lat, across * cos(radians(lat)))


def _measure_distance(found: dict[str, Values], fastest_mps: float) -> None:
    if any(value is not None for value in found.get("distance_m", ())):
        found["distance_m"] = _never_back(found, fastest_mps)
    elif "lat_deg" in found:
        found["distance_m"] = _along_track(found)


def _never_back(found: Channels, fastest_mps: float) -> Values:
    """Return the distance without steps back and without impossible leaps."""
    rising: Values = []
    last, last_t = None, 0.0
    for t, value in zip(known(found["time_s"]), found["distance_m"], strict=True):
        if value is None or (last is not None and value > last + SLACK_M + fastest_mps * (t - last_t)):
            rising.append(None)
            continue
        last, last_t = value if last is None else max(last, value), t
        rising.append(last)
    return rising


def _along_track(found: Channels) -> Values:
    covered: Values = []
    total, last = 0.0, None
    for lat, lon in zip(found["lat_deg"], found["lon_deg"], strict=True):
        if lat is None or lon is None:
            covered.append(None)
            continue
        if last is not None:
            total += metres(*last, lat, lon)
        last = (lat, lon)
        covered.append(total)
    return covered
