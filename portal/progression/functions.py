"""The functions that expressions may call, each with how many arguments it takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from portal.science.plates import round_to
from portal.science.running import pace_s_per_km
from portal.science.strength import one_rep_max_kg, rpe_fraction


class Function(NamedTuple):
    """A function of the language; `most` is None when it takes any number of arguments."""

    run: Callable[..., float]
    least: int
    most: int | None


def pick(index: float, *values: float) -> float:
    """Return the value at this place of a table, counted from 1 and held at both ends."""
    return values[int(min(max(index, 1), len(values))) - 1]


def lerp(x: float, *points: float) -> float:
    """Return y at x on the line through x0, y0, x1, y1, …, held at both ends. Raises ValueError for half a point."""
    pairs = list(zip(points[::2], points[1::2], strict=True))
    if x <= pairs[0][0]:
        return pairs[0][1]
    for (x0, y0), (x1, y1) in pairwise(pairs):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return pairs[-1][1]


def clamp(value: float, low: float, high: float) -> float:
    """Return the value held between low and high."""
    return min(max(value, low), high)


FUNCTIONS: dict[str, Function] = {
    "abs": Function(abs, 1, 1),
    "ceil": Function(math.ceil, 1, 1),
    "clamp": Function(clamp, 3, 3),
    "epley": Function(lambda load, reps: one_rep_max_kg(load_kg=load, reps=reps), 2, 2),
    "floor": Function(math.floor, 1, 1),
    "index_pace": Function(lambda index, share: pace_s_per_km(running_index=index, fraction=share), 2, 2),
    "lerp": Function(lerp, 3, None),
    "max": Function(max, 2, None),
    "min": Function(min, 2, None),
    "pick": Function(pick, 2, None),
    "round_to": Function(lambda value, step: round_to(value=value, step=step), 2, 2),
    "rpe_share": Function(lambda reps, rpe: rpe_fraction(reps=reps, rpe=rpe), 2, 2),
}
