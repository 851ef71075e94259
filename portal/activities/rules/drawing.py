"""Thinning a recording to what pages draw of it. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import isclose

from portal.activities.rules.channels import coarse, held_on, known, mean
from portal.activities.rules.recording import Channels
from portal.activities.rules.sketch import Axis, Curve, Row, Sketch
from portal.activities.rules.sports import Sport
from portal.activities.rules.thinning import thin

POINTS = 280
"""Points of a curve: about one a pixel of a phone, two pixels of a desk."""
TRACK_POINTS = 320
MOST_POINTS = 1500
"""Longer recordings are averaged to about so many moments first: ten seconds of a ride of four hours."""
ROWS = 24
SMOOTHED_S: Mapping[str, float] = {"speed_mps": 20.0, "power_w": 10.0, "altitude_m": 10.0}
DRAWN = ("speed_mps", "power_w", "heart_rate_bpm", "altitude_m")
DIGITS = {"speed_mps": 3, "power_w": 0, "heart_rate_bpm": 0, "altitude_m": 1}
GAP_SHARE = 1 / 60
"""A longer stretch without samples, of the whole, is drawn as a gap."""
SHORTEST_M = 200.0
STEPS_M = (100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
STEPS_S = (10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 43_200)


def sketch_of(channels: Channels, sport: Sport) -> Sketch:
    """Return what is drawn of clean channels."""
    if not channels:
        return Sketch()
    channels = coarse(channels, MOST_POINTS)
    times = known(channels["time_s"])
    covered = held_on(channels["distance_m"]) if "distance_m" in channels else None
    by_distance = covered is not None and covered[-1] - covered[0] >= SHORTEST_M and sport is not Sport.STRENGTH
    along = covered if by_distance and covered else times
    drawn = _drawn(channels, times, covered)
    return Sketch(
        axis=Axis.DISTANCE if by_distance else Axis.TIME,
        length=along[-1],
        curves={name: curve for name, values in drawn.items() if (curve := _curve(name, along, values)).x},
        rows=_rows(along, times, drawn, STEPS_M if by_distance else STEPS_S),
        track=_track(channels, covered),
        clock=_clock(times, along),
    )


def _drawn(
    channels: Channels, times: Sequence[float], covered: Sequence[float] | None
) -> dict[str, Sequence[float | None]]:
    """Return what is drawn, smoothed; speed follows from distance where the device told none."""
    found: dict[str, Sequence[float | None]] = {}
    for name in DRAWN:
        if name == "speed_mps" and covered is not None:
            found[name] = _speed(times, covered)
        elif name in channels:
            found[name] = _smooth(channels[name], times, SMOOTHED_S.get(name, 0.0))
    return found


def _speed(times: Sequence[float], covered: Sequence[float]) -> list[float | None]:
    """Return the mean speed around each sample, in metres per second."""
    half_s = SMOOTHED_S["speed_mps"] / 2
    found: list[float | None] = []
    first = last = 0
    end = len(times) - 1
    for t in times:
        while times[first] < t - half_s:
            first += 1
        while last < end and times[last + 1] <= t + half_s:
            last += 1
        a, b = (max(first - 1, 0), min(last + 1, end)) if first == last else (first, last)
        found.append((covered[b] - covered[a]) / (times[b] - times[a]) if b > a else None)
    return found


def _smooth(values: Sequence[float | None], times: Sequence[float], window_s: float) -> Sequence[float | None]:
    step_s = (times[-1] - times[0]) / max(len(times) - 1, 1)
    half = round(window_s / 2 / step_s) if step_s else 0
    if not half:
        return values
    sums = list(accumulate((value or 0.0 for value in values), initial=0.0))
    counts = list(accumulate((value is not None for value in values), initial=0))
    size = len(values)
    ends = [(max(i - half, 0), min(i + half + 1, size)) for i in range(size)]
    return [
        (sums[b] - sums[a]) / (counts[b] - counts[a]) if values[i] is not None else None
        for i, (a, b) in enumerate(ends)
    ]


def _curve(name: str, along: Sequence[float], values: Sequence[float | None]) -> Curve:
    there = [i for i, value in enumerate(values) if value is not None]
    ys = [value for value in values if value is not None]
    xs = [along[i] for i in there] if len(there) < len(along) else along
    x: list[float] = []
    y: list[float | None] = []
    gap = GAP_SHARE * along[-1]
    for i in thin(xs, ys, POINTS):
        if i and xs[i] - xs[i - 1] > gap:
            x.append(round((xs[i] + xs[i - 1]) / 2, 1))
            y.append(None)
        x.append(round(xs[i], 1))
        y.append(round(ys[i], DIGITS[name]))
    return Curve(tuple(x), tuple(y))


def _rows(
    along: Sequence[float],
    times: Sequence[float],
    drawn: Mapping[str, Sequence[float | None]],
    steps: Sequence[int],
) -> tuple[Row, ...]:
    length = along[-1]
    step = next((step for step in steps if length / step <= ROWS), steps[-1])
    rows, first = [], 0
    for number in range(1, int(length / step) + 2):
        place = min(number * step, length)
        last = bisect_right(along, place)
        if last > first:
            means = {name: _rounded_mean(name, values[first:last]) for name, values in drawn.items()}
            rows.append(Row(place, times[last - 1], means))
        first = last
        if isclose(place, length):
            break
    return tuple(rows)


def _rounded_mean(name: str, values: Sequence[float | None]) -> float | None:
    found = mean(values)
    return None if found is None else round(found, DIGITS[name])


def _track(channels: Channels, covered: Sequence[float] | None) -> tuple[tuple[float, float, float], ...]:
    if "lat_deg" not in channels or "lon_deg" not in channels or covered is None:
        return ()
    points = [
        (lat, lon, metres)
        for lat, lon, metres in zip(channels["lat_deg"], channels["lon_deg"], covered, strict=True)
        if lat is not None and lon is not None
    ]
    every = covered[-1] / TRACK_POINTS
    kept, due = [], 0.0
    for lat, lon, metres in points:
        if metres >= due:
            kept.append((round(lat, 5), round(lon, 5), round(metres, 1)))
            due = metres + every
    if points and kept[-1][2] < round(points[-1][2], 1):
        lat, lon, metres = points[-1]
        kept.append((round(lat, 5), round(lon, 5), round(metres, 1)))
    return tuple(kept)


def _clock(times: Sequence[float], along: Sequence[float]) -> tuple[tuple[float, float], ...]:
    every = max(len(times) // 150, 1)
    picked = sorted({*range(0, len(times), every), len(times) - 1})
    return tuple((times[i], round(along[i], 1)) for i in picked)
