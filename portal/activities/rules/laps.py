"""Laps beside the charts: where they lie, and which of them stand out. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.activities.rules.channels import known
from portal.activities.rules.recording import Channels
from portal.activities.rules.sketch import Sketch
from portal.activities.rules.sports import Sport
from portal.activities.rules.words import rate_at
from portal.core.sentence import Sentence

FEWEST_BANDS, MOST_BANDS = 2, 60
SPREAD = 1.15
"""Laps whose speeds differ by this factor were run at different efforts."""


class Lap(Protocol):
    """A lap as the charts see it."""

    @property
    def start_s(self) -> float: ...
    @property
    def duration_s(self) -> float: ...
    @property
    def distance_m(self) -> float | None: ...
    @property
    def mean_heart_rate_bpm(self) -> float | None: ...
    @property
    def mean_power_w(self) -> float | None: ...


@dataclass(frozen=True)
class LapRow:
    """A lap in the table."""

    number: int
    start_s: float
    duration_s: float
    distance_m: float | None
    rate: Sentence | None
    mean_heart_rate_bpm: float | None
    mean_power_w: float | None


def lap_rows(laps: Sequence[Lap], sport: Sport) -> list[LapRow]:
    """Return the laps as the table shows them."""
    return [
        LapRow(
            number,
            lap.start_s,
            lap.duration_s,
            lap.distance_m,
            rate_at(sport, lap.distance_m / lap.duration_s) if lap.distance_m and lap.duration_s > 0 else None,
            lap.mean_heart_rate_bpm,
            lap.mean_power_w,
        )
        for number, lap in enumerate(laps, 1)
    ]


def between(channels: Channels, start_s: float, end_s: float) -> dict[str, list[float | None]]:
    """Return the samples from one second to another; time and distance begin there."""
    times = known(channels.get("time_s", ()))
    first, last = bisect_left(times, start_s), bisect_right(times, end_s)
    if first == last:
        return {}
    found = {name: list(values[first:last]) for name, values in channels.items()}
    for name in ("time_s", "distance_m"):
        values = found.get(name, [])
        zero = next((value for value in values if value is not None), 0.0)
        if values:
            found[name] = [None if value is None else value - zero for value in values]
    return found


def shaded(laps: Sequence[Lap], sketch: Sketch) -> tuple[list[tuple[float, float]], bool]:
    """Return the stretches of the axis to shade, and whether they are the quicker laps (else every second one)."""
    if not FEWEST_BANDS <= len(laps) <= MOST_BANDS:
        return [], False
    quick = _quick(laps)
    chosen = quick or list(laps[1::2])
    bands = [(sketch.place_of(lap.start_s), sketch.place_of(lap.start_s + lap.duration_s)) for lap in chosen]
    return bands, bool(quick)


def _quick(laps: Sequence[Lap]) -> list[Lap]:
    """Return the quicker laps when efforts differ, as in intervals; none when they are much alike."""
    speeds = [lap.distance_m / lap.duration_s for lap in laps if lap.distance_m and lap.duration_s]
    if len(speeds) < len(laps) or not min(speeds) or max(speeds) / min(speeds) < SPREAD:
        return []
    middle = (max(speeds) + min(speeds)) / 2
    return [lap for lap, speed in zip(laps, speeds, strict=True) if speed >= middle]
