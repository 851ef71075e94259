"""The way somebody went, as a drawing: no tiles, no other host. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from portal.activities.rules.channels import M_PER_DEGREE
from portal.core.chart import round_step
from portal.core.units import Distance, System, m_from, shown_distance

Place = tuple[float, float, float]

WIDTH, HEIGHT, MARGIN, FOOT = 352, 270, 20, 20
"""The foot is free for the scale."""
HIDDEN_M = 200.0
"""So much of start and end others do not see: people begin where they live."""
SHORTEST_M = 60.0
SCALE_SHARE = 0.3


@dataclass(frozen=True)
class Route:
    """A path in a box, its ends where they are shown, and a scale."""

    path: str
    start: tuple[float, float] | None
    end: tuple[float, float] | None
    scale_length: float
    scale: Distance
    width: int = WIDTH
    height: int = HEIGHT


def hidden_ends(track: Sequence[Place]) -> list[Place]:
    """Return the track without its first and last 200 metres; nothing when little else is left."""
    if not track or track[-1][2] - track[0][2] < 3 * HIDDEN_M:
        return []
    first, last = track[0][2] + HIDDEN_M, track[-1][2] - HIDDEN_M
    return [place for place in track if first <= place[2] <= last]


def route_of(track: Sequence[Place], system: System, *, has_ends: bool) -> Route | None:
    """Return the drawing of a track, or None when it goes nowhere. North is up."""
    if len(track) < 2:  # noqa: PLR2004 -- a line has two ends
        return None
    squeeze = cos(radians(track[0][0]))
    flat = [(lon * squeeze * M_PER_DEGREE, -lat * M_PER_DEGREE) for lat, lon, _ in track]
    left, top = min(x for x, _ in flat), min(y for _, y in flat)
    wide, high = max(x for x, _ in flat) - left, max(y for _, y in flat) - top
    if max(wide, high) < SHORTEST_M:
        return None
    per_m = min((WIDTH - 2 * MARGIN) / max(wide, 1.0), (HEIGHT - FOOT - 2 * MARGIN) / max(high, 1.0))
    over, down = (WIDTH - wide * per_m) / 2, (HEIGHT - FOOT - high * per_m) / 2
    points = [(round(over + (x - left) * per_m, 1), round(down + (y - top) * per_m, 1)) for x, y in flat]
    bar_m = _bar_m(WIDTH * SCALE_SHARE / per_m, system)
    return Route(
        path="M" + "L".join(f"{x:g} {y:g}" for x, y in points),
        start=points[0] if has_ends else None,
        end=points[-1] if has_ends else None,
        scale_length=round(bar_m * per_m, 1),
        scale=Distance(bar_m),
    )


def _bar_m(most_m: float, system: System) -> float:
    """Return a round distance of the reader's units that is no longer than this."""
    shown = shown_distance(most_m, system)
    step = round_step(shown / 2)
    return m_from(step, system)
