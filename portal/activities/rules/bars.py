"""What was planned beside what was done, step by step and lap by lap. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from portal.activities.rules.matching import Works
from portal.training.rules.logs import mean_pace, planned_seconds

WIDTH, HEIGHT, BASE = 1000, 66, 64.0
ZONE_BOUNDS = (0.72, 0.82, 0.9, 0.97)
"""Shares of the fastest planned pace from which a piece is drawn in zone 2, 3, 4 and 5: a shape, no measurement."""
SLOWEST_SHARE, LOWEST = 0.5, 0.15
MOST_LAPS = 80


class Piece(Protocol):
    """A lap as it is drawn."""

    @property
    def duration_s(self) -> float: ...
    @property
    def distance_m(self) -> float | None: ...


@dataclass(frozen=True)
class Bar:
    """A piece: from where to where, how high, in which zone."""

    x: float
    y: float
    width: float
    height: float
    zone: int


@dataclass(frozen=True)
class Bars:
    """Both rows of bars, to be drawn over each other."""

    planned: tuple[Bar, ...]
    done: tuple[Bar, ...]


def bars_of(asked: Works, laps: Sequence[Piece], *, moving_s: float, distance_m: float | None) -> Bars | None:
    """Return planned steps and laps on one scale of time; None when the plan knows no durations."""
    planned = [piece for work in asked.values() for piece in _steps(work)]
    done = [(lap.duration_s, _speed(lap.distance_m, lap.duration_s)) for lap in laps[:MOST_LAPS]]
    done = done or [(moving_s, _speed(distance_m, moving_s))]
    whole_s = max(sum(seconds for seconds, _ in planned), sum(seconds for seconds, _ in done))
    if not sum(seconds for seconds, _ in planned) or not whole_s:
        return None
    fastest = max((speed for _, speed in planned if speed), default=0.0) or max((speed or 0.0 for _, speed in done))
    return Bars(tuple(_bars(planned, whole_s, fastest)), tuple(_bars(done, whole_s, fastest)))


def _steps(work: Iterable[Mapping[str, Any]]) -> list[tuple[float, float | None]]:
    found: list[tuple[float, float | None]] = []
    for step in work:
        if "steps" in step:
            found += _steps(step["steps"]) * int(step["repeat"])
        else:
            pace = mean_pace(step)
            found.append((planned_seconds([step]), 1000 / pace if pace else None))
    return found


def _speed(distance_m: float | None, seconds: float) -> float | None:
    return distance_m / seconds if distance_m and seconds else None


def _bars(pieces: Iterable[tuple[float, float | None]], whole_s: float, fastest: float) -> Iterable[Bar]:
    passed = 0.0
    for seconds, speed in pieces:
        share = min(speed / fastest, 1.05) if speed and fastest else SLOWEST_SHARE
        height = max(LOWEST, min(1.0, (share - SLOWEST_SHARE) / (1 - SLOWEST_SHARE))) * (BASE - 7)
        zone = 1 + sum(share >= bound for bound in ZONE_BOUNDS)
        yield Bar(
            x=round(WIDTH * passed / whole_s, 1),
            y=round(BASE - height, 1),
            width=round(max(WIDTH * seconds / whole_s - 1.5, 0.5), 1),
            height=round(height, 1),
            zone=zone,
        )
        passed += seconds
