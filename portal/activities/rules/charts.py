"""The charts of an activity, from its sketch. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median

from portal.activities.rules.channels import known
from portal.activities.rules.measures import ON_FOOT
from portal.activities.rules.sketch import Axis as Along
from portal.activities.rules.sketch import Curve, Sketch
from portal.activities.rules.sports import Sport
from portal.activities.rules.words import POOL_M, fastest_mps
from portal.core.axes import Axis, plain_axis, round_step, rounded_axis
from portal.core.chart import Area, Chart, Line
from portal.core.sentence import Sentence, sentence
from portal.core.units import (
    M_PER_FOOT,
    Distance,
    Duration,
    Number,
    Quantity,
    System,
    m_from,
    shown_distance,
    shown_pace,
)

TICKS = 7
TALL = 100
"""A chart with room for three values on its axis."""
SLOWEST = 2.2
"""Slower than the median by this factor is standing, not pace: a gap."""
ORDER = ("speed_mps", "power_w", "heart_rate_bpm", "altitude_m")
RIDDEN = ("power_w", "heart_rate_bpm", "speed_mps", "altitude_m")


@dataclass(frozen=True)
class _Kind:
    """How a channel is drawn: in which unit, how it is written, and in what words."""

    title: Sentence
    unit: Sentence
    shown: Callable[[float], float | None]
    tick: Callable[[float], Quantity]
    least: float
    """The axis spans at least so much: small differences shall look small."""
    height: int = 126
    look: str = ""
    is_pace: bool = False


def charts_of(
    sketch: Sketch,
    sport: Sport,
    system: System,
    *,
    notes: Mapping[str, Sentence | None],
    bands: Sequence[tuple[float, float]] = (),
) -> list[Chart]:
    """Return the charts that tell most about this sport, on one common axis; `notes` by channel stand beside them."""
    kinds = _kinds(sport, system)
    order = RIDDEN if sport is Sport.RIDE and "power_w" in sketch.curves else ORDER
    along = _along(sketch, system)
    charts = []
    for name in order:
        values = _values(kinds[name], sketch.curves[name]) if name in sketch.curves else []
        if known(values):
            drawn = _chart(kinds[name], sketch.curves[name].x, values, along)
            charts.append(replace(drawn, note=notes.get(name), bands=tuple(bands)))
    # Only the last one names the places: they stand below each other.
    return [replace(chart, x=replace(chart.x, ticks=())) for chart in charts[:-1]] + charts[-1:]


def _kinds(sport: Sport, system: System) -> Mapping[str, _Kind]:
    beats = _Kind(sentence("Heart rate"), sentence("beats a minute"), _same, _short, least=40, height=106, look="heart")
    if system is System.METRIC:
        height = _Kind(sentence("Altitude"), sentence("metres"), _same, _short, least=20, height=64, look="thin")
    else:
        height = _Kind(
            sentence("Altitude"), sentence("feet"), lambda m: m / M_PER_FOOT, _short, least=60, height=64, look="thin"
        )
    power = _Kind(sentence("Power"), sentence("watts"), _same, _short, least=100)
    return {"speed_mps": _rate(sport, system), "power_w": power, "heart_rate_bpm": beats, "altitude_m": height}


def _rate(sport: Sport, system: System) -> _Kind:
    is_metric = system is System.METRIC
    if sport in ON_FOOT:
        unit = sentence("minutes per kilometre") if is_metric else sentence("minutes per mile")
        shown = partial(_pace, system=system, fastest=fastest_mps(sport))
        return _Kind(sentence("Pace"), unit, shown, Duration, least=60, is_pace=True)
    if sport is Sport.SWIM:
        unit = sentence("minutes per 100 m")
        return _Kind(sentence("Pace"), unit, _pool_pace, Duration, least=30, is_pace=True)
    unit = sentence("kilometres an hour") if is_metric else sentence("miles an hour")
    return _Kind(sentence("Speed"), unit, partial(_per_hour, system=system), _short, least=8)


def _values(kind: _Kind, curve: Curve) -> list[float | None]:
    values = [None if value is None else kind.shown(value) for value in curve.y]
    if kind.is_pace and (there := known(values)):
        slowest = SLOWEST * median(there)
        values = [None if value is None or value > slowest else value for value in values]
    return values


def _chart(kind: _Kind, x: Sequence[float], values: Sequence[float | None], along: Axis) -> Chart:
    there = known(values)
    line = Line(x, values, kind.look)
    middle, half = (min(there) + max(there)) / 2, max(max(there) - min(there), kind.least) / 2
    ticks = 3 if kind.height >= TALL else 2
    return Chart(
        title=kind.title,
        unit=kind.unit,
        x=along,
        y=rounded_axis(
            middle - half, middle + half, write=kind.tick, about=ticks, turned=kind.is_pace, clock=kind.is_pace
        ),
        layers=(Area(x, values, "ground"), line) if kind.look == "thin" else (line,),
        height=kind.height,
        shows="clock" if kind.is_pace else "number",
    )


def _along(sketch: Sketch, system: System) -> Axis:
    if sketch.axis is Along.TIME:
        return plain_axis(0, sketch.length, round_step(sketch.length / TICKS, clock=True), Duration)
    whole = shown_distance(sketch.length, system)
    step = m_from(round_step(whole / TICKS), system)
    return plain_axis(0, sketch.length, step, Distance)


def _pace(speed_mps: float, *, system: System, fastest: float) -> float | None:
    return shown_pace(1000 / speed_mps, system) if 0 < speed_mps <= fastest else None


def _pool_pace(speed_mps: float) -> float | None:
    return POOL_M / speed_mps if 0 < speed_mps <= fastest_mps(Sport.SWIM) else None


def _per_hour(speed_mps: float, *, system: System) -> float:
    return shown_distance(speed_mps * 3600, system)


def _same(value: float) -> float:
    return value


def _short(value: float) -> Number:
    return Number(value, 2)  # ends in no zeros: whole where the steps are
