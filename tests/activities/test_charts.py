"""The charts of paces, where a watch slipped."""

import pytest

from portal.activities.rules.charts import charts_of
from portal.activities.rules.sketch import Axis, Curve, Row, Sketch
from portal.activities.rules.sports import Sport
from portal.activities.rules.table import table_of
from portal.core.language import say
from portal.core.units import System


def sketch_of(*speeds_mps):
    """Return an activity of these speeds, 100 m each."""
    places = [100.0 * (number + 1) for number in range(len(speeds_mps))]
    rows = tuple(Row(x, x / 2, {"speed_mps": v}) for x, v in zip(places, speeds_mps, strict=True))
    return Sketch(Axis.DISTANCE, places[-1], {"speed_mps": Curve(tuple(places), speeds_mps)}, rows)


def pace_chart(sport, *speeds_mps, system=System.METRIC):
    (chart,) = charts_of(sketch_of(*speeds_mps), sport, system, notes={"speed_mps": None})
    return chart


SWUM_S = [87, 122, 95, 101]


def test_the_axis_of_a_swim_fits_what_was_swum_also_when_the_watch_slipped():
    chart = pace_chart(Sport.SWIM, *(100 / s for s in SWUM_S), 100 / 10, 100 / 39)

    assert [value and round(value) for value in chart.layers[0].y] == [*SWUM_S, None, None]
    assert [tick.value for tick in chart.y.ticks] == [90, 105, 120]
    assert 75 < chart.y.low < 87
    assert 122 < chart.y.high < 135


@pytest.mark.parametrize("system", list(System))
def test_nobody_runs_a_kilometre_in_two_minutes(system):
    chart = pace_chart(Sport.RUN, 1000 / 300, 1000 / 330, 1000 / 115, system=system)

    slowest = 330 if system is System.METRIC else 330 * 1.609344
    assert chart.layers[0].y[2] is None
    assert max(filter(None, chart.layers[0].y)) == pytest.approx(slowest, abs=1)
    assert all(240 <= tick.value <= 1.2 * slowest for tick in chart.y.ticks)


def test_the_table_of_values_leaves_out_what_nobody_swims(app):
    with app.test_request_context():
        values = [row[-1] and say(row[-1]) for row in table_of(sketch_of(100 / 95, 10.0), Sport.SWIM).rows]

    assert values == ["1:35 /100\u202fm", None]


def test_a_ride_may_be_as_fast_as_it_was():
    assert pace_chart(Sport.RIDE, 9.0, 18.0).layers[0].y == [pytest.approx(32.4), pytest.approx(64.8)]
