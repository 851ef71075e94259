"""The weeks up to a race as a chart: how far each goes, and its long run. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from portal.core.axes import Axis, Tick, rounded_axis
from portal.core.chart import Bars, Chart
from portal.core.sentence import sentence
from portal.core.units import Distance, Number, System, shown_distance
from portal.training.rules.raceplans import WeekAhead

TICKS = 9
HEIGHT = 110


def weeks_chart(weeks: Sequence[WeekAhead], system: System) -> Chart:
    """Return a bar for the distance of each week, and in it one for its long run."""
    step = -(-len(weeks) // TICKS)
    places = [number + 0.5 for number in range(len(weeks))]
    far = [shown_distance(week.distance_m, system) for week in weeks]
    long = [shown_distance(week.long_m, system) for week in weeks]
    ticks = tuple(Tick(places[at], _number(weeks[at].number)) for at in range(0, len(weeks), step))
    return Chart(
        title=sentence("Long runs in their weeks"),
        unit=sentence("kilometres") if system is System.METRIC else sentence("miles"),
        note=sentence("at most %(distance)s a week", distance=Distance(max(week.distance_m for week in weeks))),
        source=sentence("whole bar: the week; strong part: its long run; below: which week"),
        x=Axis(0, len(weeks), ticks),
        y=rounded_axis(0, max(far), write=_number, about=2),
        layers=(Bars(places, far, kind="soft"), Bars(places, long)),
        height=HEIGHT,
        digits=1,
    )


def _number(value: float) -> Number:
    return Number(value, 0)
