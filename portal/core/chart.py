"""Charts as numbers ready to be drawn: one for pages and paper, drawn by the macro `chart`. Pure.

    axis = rounded_axis(low, high, write=HeartRate)  # core/axes
    Chart(sentence("Heart rate"), x=distance, y=axis, layers=(Line(metres, beats, kind="heart"),))

Marks are stretched: x runs from 0 to 1000 over the whole width, y in pixels from the top. Words stand
beside them, placed in per cent, so that they keep their size. A missing value is a gap, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.core.axes import Axis
from portal.core.sentence import Sentence
from portal.core.units import Quantity, clock_text

WIDTH = 1000
WORDS = 20
"""Height of the words below the marks."""
CROSSED = 140
"""Places at which a crosshair can stand."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Layer:
    """Values at places; `kind` chooses among the looks of a shape."""

    x: Sequence[float]
    y: Sequence[float | None]
    kind: str = ""


class Line(Layer):
    """A line. Kinds: "", "heart", "thin", and "plan", which is dashed."""


class Area(Layer):
    """What lies below a line. Kinds: "" and "ground"."""


class Bars(Layer):
    """Bars from zero, up or down. Kinds: "" and "soft"."""


@dataclass(frozen=True)
class Stroke:
    """A mark ready to be drawn: its shape ("line", "area", "bars"), its kind and the path."""

    shape: str
    kind: str
    path: str


@dataclass(frozen=True)
class Word:
    """Words at a place: per cent from the left, pixels from the top."""

    x_pct: float
    y: float
    label: Quantity


@dataclass(frozen=True)
class Chart:
    """A chart with its words. `note` stands beside the title: what it says in one number, with its unit."""

    title: Sentence
    x: Axis
    y: Axis
    layers: tuple[Layer, ...]
    note: Sentence | None = None
    unit: Sentence | None = None
    source: Sentence | None = None
    bands: tuple[Point, ...] = ()
    """Stretches of the x axis that are shaded."""
    height: int = 126
    shows: str = "number"
    """How a script writes a value of the y axis: "number" or "clock" (minutes and seconds)."""
    digits: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(value is None for layer in self.layers for value in layer.y)

    @property
    def full_height(self) -> int:
        """How high the drawing is with the words below it."""
        return self.height + (WORDS if self.x.ticks else 0)

    @property
    def points(self) -> list[tuple[float, float | None, str]]:
        """Places for a crosshair: shares from left and top of the drawing, and the value of the last layer there."""
        layer = self.layers[-1]
        every = -(-len(layer.x) // CROSSED)
        values, low = layer.y[::every], self.y.low
        xs, ys = self.x.shares(layer.x[::every]), self.y.shares([low if y is None else y for y in values])
        drawn = self.height / self.full_height
        return [
            (round(x, 3), None, "–") if value is None else (round(x, 3), round((1 - y) * drawn, 3), self._spoken(value))
            for x, y, value in zip(xs, ys, values, strict=True)
        ]

    def _spoken(self, value: float) -> str:
        if self.shows == "clock":
            return clock_text(value)
        return f"{value:.{self.digits}f}".replace("-", "−")

    @property
    def strokes(self) -> list[Stroke]:
        """The marks, lowest first."""
        return [_stroke(self, layer) for layer in self.layers]

    @property
    def grid(self) -> str:
        """The lines behind the marks, as one path."""
        return "".join(f"M0 {_n(self.top(tick.value))}H{WIDTH}" for tick in self.y.ticks)

    @property
    def shaded(self) -> list[Point]:
        """The bands: left edge and width."""
        edges = [(self.left(start), self.left(end)) for start, end in self.bands]
        return [(start, round(end - start, 1)) for start, end in edges if end > start]

    @property
    def y_words(self) -> list[Word]:
        """The values of the y axis, at the height of their lines."""
        return [Word(0, min(max(self.top(tick.value) + 4, 10), self.height), tick.label) for tick in self.y.ticks]

    @property
    def x_words(self) -> list[Word]:
        """The values of the x axis, below the marks; none at the very ends, where they would be cut."""
        places = [(100 * self.x.share(tick.value), tick.label) for tick in self.x.ticks]
        return [Word(round(x, 2), self.height + 14, label) for x, label in places if 3 <= x <= 97]  # noqa: PLR2004

    def left(self, value: float) -> float:
        """Return where on the x axis the value is drawn."""
        return round(min(max(self.x.share(value), 0.0), 1.0) * WIDTH, 1)

    def top(self, value: float) -> float:
        """Return how far from the top the value is drawn."""
        return round((1 - self.y.share(value)) * self.height, 1)


def _stroke(chart: Chart, layer: Layer) -> Stroke:
    if isinstance(layer, Bars):
        return Stroke("bars", layer.kind, _bars(chart, layer))
    runs = list(_runs(chart, layer))
    if isinstance(layer, Line):
        return Stroke("line", layer.kind, "".join("M" + _joined(run) for run in runs))
    base = _n(chart.height)
    closed = (f"M{_n(run[0][0])} {base}L{_joined(run)}L{_n(run[-1][0])} {base}Z" for run in runs)
    return Stroke("area", layer.kind, "".join(closed))


def _runs(chart: Chart, layer: Layer) -> Iterator[list[Point]]:
    """Yield the points of each stretch without a gap."""
    height, nothing = chart.height, chart.y.low
    xs, ys = chart.x.shares(layer.x), chart.y.shares([nothing if y is None else y for y in layer.y])
    if xs and (min(xs) < 0 or max(xs) > 1):
        xs = [min(max(x, 0.0), 1.0) for x in xs]
    placed = [(x * WIDTH, (1 - y) * height) for x, y in zip(xs, ys, strict=True)]
    for missing, points in groupby(zip(layer.y, placed, strict=True), key=lambda point: point[0] is None):
        if not missing:
            yield [place for _, place in points]


def _joined(run: Sequence[Point]) -> str:
    # Hundreds of points a page: one format for both numbers, and the needless zeros taken out of the whole.
    path = "L".join(["%.1f %.1f" % point for point in run])  # noqa: UP031 -- twice as quick as an f-string
    return path.replace(".0 ", " ").replace(".0L", "L").removesuffix(".0")


def _bars(chart: Chart, layer: Bars) -> str:
    width = round(0.7 * WIDTH / max(len(layer.x), 1), 1)
    base = chart.top(min(max(chart.y.low, 0.0), chart.y.high))
    return "".join(
        f"M{_n(chart.left(x) - width / 2)} {_n(base)}h{_n(width)}V{_n(chart.top(y))}h-{_n(width)}Z"
        for x, y in zip(layer.x, layer.y, strict=True)
        if y is not None
    )


def _n(value: float) -> str:
    return f"{value:g}"
