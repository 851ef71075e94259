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


def recorded(
    work: Sequence[Mapping[str, Any]], *, ratio: float, name: str, at: datetime, rng: random.Random
) -> Recording:
    """Return what a watch would have made of these steps, done to this share."""
    paces = _paces(work)
    paces = paces[: max(60, int(len(paces) * ratio))]
    time_s: list[float] = []
    distance_m: list[float] = []
    heart: list[float] = []
    altitude: list[float] = []
    laps: list[LapMark] = []
    covered, bpm, lap_began = 0.0, 95.0, 0
    for second, (pace, is_lap) in enumerate(paces):
        speed = 1000 / (pace * (1 + 0.03 * math.sin(second / 47)) + rng.uniform(-4, 4))
        covered += speed
        bpm += (STEADY_BPM + (EASY_S_PER_KM - pace) * 0.32 - bpm) / 38
        if is_lap and second - lap_began > 1:
            laps.append(_lap(lap_began, second, distance_m, covered, bpm))
            lap_began = second
        if second % EVERY_S == 0:
            time_s.append(float(second))
            distance_m.append(covered)
            heart.append(float(round(bpm + rng.uniform(-1.5, 1.5))))
            altitude.append(120 + 9 * math.sin(covered / 700) + 3 * math.sin(covered / 190))
    laps.append(_lap(lap_began, len(paces), distance_m, covered, bpm))
    turn = rng.uniform(0, 6)
    places = [_place(metres, covered, turn) for metres in distance_m]
    return Recording(
        sport=Sport.RUN,
        raw_sport="running",
        started_at=at,
        duration_s=float(len(paces)),
        moving_s=float(len(paces)),
        name=name,
        device="Invented watch",
        distance_m=covered,
        channels={
            "time_s": time_s,
            "distance_m": distance_m,
            "heart_rate_bpm": heart,
            "altitude_m": altitude,
            "lat_deg": [place[0] for place in places],
            "lon_deg": [place[1] for place in places],
        },
        laps=tuple(laps),
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


def _lap(began: int, ended: int, distance_m: Sequence[float], covered: float, bpm: float) -> LapMark:
    index = min(began // EVERY_S, len(distance_m) - 1)
    before = distance_m[index] if distance_m else 0.0
    return LapMark(
        start_s=float(began),
        duration_s=float(ended - began),
        distance_m=max(covered - before, 0.0),
        mean_heart_rate_bpm=float(round(bpm)),
    )


def _place(metres: float, whole: float, turn: float) -> tuple[float, float]:
    """Return a point of a closed, wobbly loop as long as the run."""
    angle = 2 * math.pi * metres / whole + turn
    radius = whole / (2 * math.pi) * (0.86 + 0.16 * math.sin(3 * angle) + 0.07 * math.sin(7 * angle + 1))
    lat = TOWN_DEG[0] + radius * math.sin(angle) / M_PER_DEG
    return lat, TOWN_DEG[1] + radius * math.cos(angle) / (M_PER_DEG * math.cos(math.radians(TOWN_DEG[0])))
