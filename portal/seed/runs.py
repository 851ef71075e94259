"""Invented recordings of runs: a loop through an invented town, a heart that follows the effort."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.activities.rules.recording import LapMark, Recording
from portal.activities.rules.sports import Sport
from portal.training.rules.logs import mean_pace

TOWN_DEG = (45.8000, 15.9700)
M_PER_DEG = 111_320.0
EVERY_S = 2
RESTING_BPM, STEADY_BPM = 58, 141
EASY_S_PER_KM = 360.0


class _Watch:
    """What a watch notes, second by second."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.covered_m, self.bpm, self.lap_began_s = 0.0, 95.0, 0
        self.channels: dict[str, list[float]] = {
            name: [] for name in ("time_s", "distance_m", "heart_rate_bpm", "altitude_m")
        }
        self.laps: list[LapMark] = []

    def second(self, second: int, pace: float, *, is_lap: bool) -> None:
        """One second at this pace."""
        self.covered_m += 1000 / (pace * (1 + 0.03 * math.sin(second / 47)) + self.rng.uniform(-4, 4))
        self.bpm += (STEADY_BPM + (EASY_S_PER_KM - pace) * 0.32 - self.bpm) / 38
        if is_lap and second - self.lap_began_s > 1:
            self.lap(second)
        if second % EVERY_S == 0:
            height_m = 120 + 9 * math.sin(self.covered_m / 700) + 3 * math.sin(self.covered_m / 190)
            beats = float(round(self.bpm + self.rng.uniform(-1.5, 1.5)))
            noted = (float(second), self.covered_m, beats, height_m)
            for channel, value in zip(self.channels.values(), noted, strict=True):
                channel.append(value)

    def lap(self, ended_s: int) -> None:
        """End the lap."""
        distance_m = self.channels["distance_m"]
        before = distance_m[min(self.lap_began_s // EVERY_S, len(distance_m) - 1)] if distance_m else 0.0
        self.laps.append(
            LapMark(
                start_s=float(self.lap_began_s),
                duration_s=float(ended_s - self.lap_began_s),
                distance_m=max(self.covered_m - before, 0.0),
                mean_heart_rate_bpm=float(round(self.bpm)),
            )
        )
        self.lap_began_s = ended_s


def recorded(
    work: Sequence[Mapping[str, Any]], *, ratio: float, name: str, at: datetime, rng: random.Random
) -> Recording:
    """Return what a watch would have made of these steps, done to this share."""
    paces = _paces(work)
    paces = paces[: max(60, int(len(paces) * ratio))]
    watch = _Watch(rng)
    for second, (pace, is_lap) in enumerate(paces):
        watch.second(second, pace, is_lap=is_lap)
    watch.lap(len(paces))
    turn = rng.uniform(0, 6)
    places = [_place(metres, watch.covered_m, turn) for metres in watch.channels["distance_m"]]
    lats, lons = zip(*places, strict=True)
    return Recording(
        sport=Sport.RUN,
        raw_sport="running",
        started_at=at,
        duration_s=float(len(paces)),
        moving_s=float(len(paces)),
        name=name,
        device="Invented watch",
        distance_m=watch.covered_m,
        channels={**watch.channels, "lat_deg": lats, "lon_deg": lons},
        laps=tuple(watch.laps),
    )


def _paces(work: Sequence[Mapping[str, Any]]) -> list[tuple[float, bool]]:
    """Return the pace of each second, and whether a lap begins with it."""
    paces: list[tuple[float, bool]] = []
    for step in work:
        if "steps" in step:
            paces += _paces(step["steps"]) * int(step["repeat"])
            continue
        pace = mean_pace(step) or EASY_S_PER_KM
        seconds = int(step.get("dur") or step.get("dist", 0) / 1000 * pace)
        paces += [(pace, second == 0) for second in range(seconds)]
    return paces


def _place(metres: float, whole: float, turn: float) -> tuple[float, float]:
    """Return a point of a closed, wobbly loop as long as the run."""
    angle = 2 * math.pi * metres / whole + turn
    radius = whole / (2 * math.pi) * (0.86 + 0.16 * math.sin(3 * angle) + 0.07 * math.sin(7 * angle + 1))
    lat = TOWN_DEG[0] + radius * math.sin(angle) / M_PER_DEG
    return lat, TOWN_DEG[1] + radius * math.cos(angle) / (M_PER_DEG * math.cos(math.radians(TOWN_DEG[0])))
