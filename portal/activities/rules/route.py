"""The way somebody went, as a drawing: no tiles, no other host. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import cos, floor, hypot, radians, sin, sqrt, tau

from portal.activities.rules.channels import M_PER_DEGREE
from portal.core.axes import round_step
from portal.core.units import Distance, System, m_from, shown_distance

Place = tuple[float, float, float]
"""Latitude and longitude in degrees, metres since the start."""
Track = Sequence[Place]
Shift = tuple[float, float]
"""Metres to the east and to the north."""
Aside = Callable[[Place], Shift]
"""How far aside of a place its circle stands."""

WIDTH, HEIGHT, MARGIN, FOOT = 352, 270, 20, 20
"""The foot is free for the scale."""
HIDDEN_M = 200.0
"""So near to start and end others see nothing, however often the way comes by: people begin where they live."""
ASIDE_M = (40.0, 100.0)
"""How far the circles stand aside: who finds the middle of one from what is drawn around it finds no door there."""
CELL_M = 200.0
"""Places in one square of this size have their circles equally far aside; those of any two squares tell nothing about
each other."""
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


def asides(chance: Callable[[str], bytes]) -> Aside:
    """Return how far aside the circles of somebody stand; `chance` gives sixteen bytes a use, which nobody else knows.

    They must always be the same for a door: many ways around many middles would show where it is. And they must be
    others elsewhere: who knows one place, such as the track of a club, would else know all doors.
    """

    def aside(end: Place) -> Shift:
        row, column = _square_of(end, shares=_shares(chance("grid")))
        return _aside_of(_shares(chance(f"aside {row} {column}")))

    return aside


def away_from_ends(track: Track, *, aside: Aside) -> list[Track]:
    """Return the pieces of the track that stay at least 200 metres away from where it begins and ends.

    Neither a point nor a line between two of them comes into these circles, also where later laps pass the door. They
    are larger than that, because their middles stand `aside` of the ends, and still hold all that is to be hidden.
    """
    seen = [_seen_from(end, track, aside=aside(end)) for end in (*track[:1], *track[-1:])]
    hidden_m = HIDDEN_M + ASIDE_M[1]
    pieces: list[list[Place]] = [[]]
    for n, place in enumerate(track):
        hides = any(hypot(*flat[n]) <= hidden_m for flat in seen)
        if hides or (pieces[-1] and any(_nearest_m(flat[n - 1], flat[n]) <= hidden_m for flat in seen)):
            pieces.append([])
        if not hides:
            pieces[-1].append(place)
    return [piece for piece in pieces if len(piece) > 1]


def route_of(tracks: Sequence[Track], system: System, *, has_ends: bool) -> Route | None:
    """Return the drawing of a way in one piece or several, or None when it goes nowhere. North is up."""
    places = [place for track in tracks for place in track]
    if len(places) < 2:  # noqa: PLR2004 -- a line has two ends
        return None
    squeeze = cos(radians(places[0][0]))
    flat = [(lon * squeeze * M_PER_DEGREE, -lat * M_PER_DEGREE) for lat, lon, _ in places]
    left, top = min(x for x, _ in flat), min(y for _, y in flat)
    wide, high = max(x for x, _ in flat) - left, max(y for _, y in flat) - top
    if max(wide, high) < SHORTEST_M:
        return None
    per_m = min((WIDTH - 2 * MARGIN) / max(wide, 1.0), (HEIGHT - FOOT - 2 * MARGIN) / max(high, 1.0))
    over, down = (WIDTH - wide * per_m) / 2, (HEIGHT - FOOT - high * per_m) / 2
    points = [(round(over + (x - left) * per_m, 1), round(down + (y - top) * per_m, 1)) for x, y in flat]
    bar_m = _bar_m(WIDTH * SCALE_SHARE / per_m, system)
    drawn = iter(points)
    return Route(
        path="".join("M" + "L".join(f"{x:g} {y:g}" for x, y in islice(drawn, len(track))) for track in tracks),
        start=points[0] if has_ends else None,
        end=points[-1] if has_ends else None,
        scale_length=round(bar_m * per_m, 1),
        scale=Distance(bar_m),
    )


def _square_of(place: Place, *, shares: tuple[float, float]) -> tuple[int, int]:
    """Return in which square a place lies, on a grid of which only these shares say where its lines run.

    A door has one square although no two recordings begin at the same metre, unless a line runs through those metres:
    then it has two, or four, and as many circles, each of which holds it.
    """
    east, north = shares
    lat, lon, _ = place
    row = floor(lat * M_PER_DEGREE / CELL_M + north)
    squeeze = cos(radians((row + 0.5 - north) * CELL_M / M_PER_DEGREE))  # the same for the whole row
    return row, floor(lon * squeeze * M_PER_DEGREE / CELL_M + east)


def _aside_of(shares: tuple[float, float]) -> Shift:
    turn, far = shares
    least, most = ASIDE_M
    distance_m = sqrt(least**2 + far * (most**2 - least**2))  # no place between the two is likelier than another
    return distance_m * cos(turn * tau), distance_m * sin(turn * tau)


def _shares(chance: bytes) -> tuple[float, float]:
    """Return two numbers from 0 to 1."""
    return int.from_bytes(chance[:8]) / 2**64, int.from_bytes(chance[8:16]) / 2**64


def _seen_from(end: Place, track: Track, *, aside: Shift) -> list[tuple[float, float]]:
    """Return how far east and north of a place beside this one the others lie, in metres."""
    home_lat, home_lon, _ = end
    aside_east_m, aside_north_m = aside
    east = cos(radians(home_lat)) * M_PER_DEGREE
    return [
        (
            ((lon - home_lon + 180.0) % 360.0 - 180.0) * east - aside_east_m,
            (lat - home_lat) * M_PER_DEGREE - aside_north_m,
        )
        for lat, lon, _ in track
    ]


def _nearest_m(begin: tuple[float, float], end: tuple[float, float]) -> float:
    """Return how near a straight line comes to where it is seen from, in metres."""
    (x, y), (to_x, to_y) = begin, end
    along_x, along_y = to_x - x, to_y - y
    length = along_x**2 + along_y**2
    share = min(max(-(x * along_x + y * along_y) / length, 0.0), 1.0) if length else 0.0
    return hypot(x + share * along_x, y + share * along_y)


def _bar_m(most_m: float, system: System) -> float:
    """Return a round distance of the reader's units that is no longer than this."""
    shown = shown_distance(most_m, system)
    step = round_step(shown / 2)
    return m_from(step, system)
