"""What pages draw of an activity: thinned once when it is stored, so that no page unpacks the samples. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Axis(StrEnum):
    """What the charts of an activity run along."""

    DISTANCE = "distance"
    TIME = "time"


@dataclass(frozen=True)
class Curve:
    """A channel, thinned: places along the axis, and values; None where nothing was recorded."""

    x: tuple[float, ...]
    y: tuple[float | None, ...]


@dataclass(frozen=True)
class Row:
    """A stretch of the activity: where and when it ends, and the means of what is drawn."""

    x: float
    time_s: float
    means: Mapping[str, float | None]


@dataclass(frozen=True)
class Sketch:
    """An activity as pages draw it."""

    axis: Axis = Axis.TIME
    length: float = 0.0
    """In metres or seconds, as the axis says."""
    curves: Mapping[str, Curve] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    track: tuple[tuple[float, float, float], ...] = ()
    """Latitude, longitude, metres since the start."""
    clock: tuple[tuple[float, float], ...] = ()
    """Seconds and the place on the axis, to find laps."""

    def place_of(self, time_s: float) -> float:
        """Return where on the axis this second lies."""
        at = bisect_left(self.clock, (time_s,))
        if at == 0 or at == len(self.clock):
            return self.clock[0][1] if at == 0 and self.clock else self.length
        (t0, x0), (t1, x1) = self.clock[at - 1], self.clock[at]
        return x0 + (x1 - x0) * (time_s - t0) / (t1 - t0)

    def as_json(self) -> dict[str, Any]:
        """Return plain values that from_json reads."""
        return {
            "axis": self.axis.value,
            "length": self.length,
            "curves": {name: [curve.x, curve.y] for name, curve in self.curves.items()},
            "rows": [[row.x, row.time_s, row.means] for row in self.rows],
            "track": self.track,
            "clock": self.clock,
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Sketch:
        """Return what as_json wrote."""
        return cls(
            axis=Axis(found["axis"]),
            length=found["length"],
            curves={name: Curve(tuple(x), tuple(y)) for name, (x, y) in found["curves"].items()},
            rows=tuple(Row(x, time_s, means) for x, time_s, means in found["rows"]),
            track=tuple((lat, lon, m) for lat, lon, m in found["track"]),
            clock=tuple((t, x) for t, x in found["clock"]),
        )
