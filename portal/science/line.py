"""A line through known points: straight between neighbours, level beyond the ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def value_at(x: float, points: Sequence[Point]) -> float:
    """Return the height of the line at x. The points ascend in x."""
    if x <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if x <= right:
            return low + (high - low) * (x - left) / (right - left)
    return points[-1][1]


def power_law_at(x: float, points: Sequence[Point]) -> float:
    """Return the height at x of a line that is straight on two logarithmic axes, in the units of the points."""
    return math.exp(value_at(math.log(x), [(math.log(left), math.log(low)) for left, low in points]))
