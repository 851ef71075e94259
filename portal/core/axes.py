"""The axes of charts: from where to where they run, and the round values written beside them. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.core.units import Quantity

NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Steps of an axis, times a power of ten."""
CLOCK = (1, 2, 5, 10, 15, 30, 60, 90, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400)
"""Steps of an axis of seconds."""
ROOM = 0.06
"""Free space above the highest and below the lowest value, as a share of the range."""
SAME = 1e-9
"""Values that differ by less are the same, whatever their unit."""

Write = Callable[[float], Quantity]


@dataclass(frozen=True)
class Tick:
    """A value of an axis that is written beside it."""

    value: float
    label: Quantity


@dataclass(frozen=True)
class Axis:
    """From where to where an axis runs; turned when the smaller value is the better one, as with pace."""

    low: float
    high: float
    ticks: tuple[Tick, ...] = ()
    turned: bool = False

    def share(self, value: float) -> float:
        """Return where the value lies, from 0 (low end) to 1."""
        share = (value - self.low) / (self.high - self.low)
        return 1 - share if self.turned else share

    def shares(self, values: Sequence[float]) -> list[float]:
        """Return the same for thousands of values, without a call for each."""
        low, span = self.low, self.high - self.low
        found = [(value - low) / span for value in values]
        return [1 - share for share in found] if self.turned else found


def plain_axis(low: float, high: float, step: float, write: Write) -> Axis:
    """Return an axis from end to end with a tick at each step."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return Axis(
        low, high if high > low else low + 1, tuple(Tick(n * step, write(n * step)) for n in range(first, last + 1))
    )


def rounded_axis(
    low: float, high: float, *, write: Write, about: int = 3, turned: bool = False, clock: bool = False
) -> Axis:
    """Return an axis around these values with some room, and about so many ticks at round values."""
    if high - low < SAME:  # one value, or all the same: give it room
        low, high = low - abs(low) * 0.1 - 1, high + abs(high) * 0.1 + 1
    room = ROOM * (high - low)
    step = round_step((high - low) / about, clock=clock)
    axis = plain_axis(low - room, high + room, step, write)
    return Axis(axis.low, axis.high, axis.ticks, turned)


def round_step(rough: float, *, clock: bool = False) -> float:
    """Return the next round step: 1, 2, 2.5 or 5 times a power of ten, or a usual number of seconds."""
    if clock:
        return next((step for step in CLOCK if step >= rough), CLOCK[-1])
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * nice for nice in NICE if power * nice >= rough * 0.999)
