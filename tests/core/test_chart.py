import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.activities.rules.thinning import thin
from portal.core.axes import Axis, plain_axis, round_step, rounded_axis
from portal.core.chart import Area, Bars, Chart, Line
from portal.core.sentence import sentence
from portal.core.units import Duration, Number

SENSIBLE = st.floats(-1e6, 1e6)


def chart(*layers, low=0, high=100, **more):
    return Chart(sentence("Power"), x=Axis(0, 10), y=Axis(low, high), layers=layers, **more)


def test_a_missing_value_is_a_gap_and_never_a_zero():
    (line,) = chart(Line([0, 1, 2, 3, 4], [10, 20, None, 30, 40])).strokes

    assert line.path == "M0 113.4L100 100.8M300 88.2L400 75.6"


def test_an_area_reaches_the_ground_and_closes():
    (area,) = chart(Area([0, 10], [50, 50], "ground")).strokes

    assert (area.shape, area.kind, area.path) == ("area", "ground", "M0 126L0 63L1000 63L1000 126Z")


def test_bars_stand_on_zero_up_and_down():
    (bars,) = chart(Bars([2, 8], [50, -50]), low=-100).strokes

    assert bars.path.count("Z") == 2
    assert "V31.5" in bars.path
    assert "V94.5" in bars.path


def test_a_turned_axis_puts_the_smaller_value_on_top():
    drawn = Chart(sentence("Pace"), x=Axis(0, 10), y=Axis(200, 400, turned=True), layers=(Line([0, 10], [200, 400]),))

    assert drawn.strokes[0].path == "M0 0L1000 126"


def test_nothing_known_is_nothing_to_draw():
    assert chart(Line([0, 1], [None, None])).is_empty
    assert chart().is_empty
    assert not chart(Line([0], [0])).is_empty


def test_bands_and_words_stay_within_the_drawing():
    axis = plain_axis(0, 10, 2, Duration)
    drawn = Chart(
        sentence("Power"), x=axis, y=Axis(0, 1), layers=(Line([0, 10], [0, 1]),), bands=((-5, 2), (8, 20), (4, 4))
    )

    assert drawn.shaded == [(0, 200), (800, 200)]
    assert [word.x_pct for word in drawn.x_words] == [20, 40, 60, 80]


def test_a_crosshair_stands_on_the_line():
    drawn = chart(Line([0, 5, 10], [0, None, 100]))

    assert drawn.points == [(0, 1, "0"), (0.5, None, "–"), (1, 0, "100")]


@pytest.mark.parametrize(
    ("low", "high", "ticks"), [(0, 97, [0, 50, 100]), (-3, 3, [-2, 0, 2]), (0.31, 0.34, [0.31, 0.32, 0.33, 0.34])]
)
def test_ticks_stand_at_round_values(low, high, ticks):
    axis = rounded_axis(low, high, write=lambda value: Number(value, 2))

    assert [round(tick.value, 4) for tick in axis.ticks] == ticks


def test_an_axis_of_seconds_has_usual_steps():
    assert [round_step(rough, clock=True) for rough in (7, 40, 100, 4000, 1e9)] == [10, 60, 120, 7200, 86_400]


@example(0.0, 5e-324)
@given(SENSIBLE, SENSIBLE)
def test_every_axis_holds_its_values_and_has_a_tick(one, other):
    low, high = sorted((one, other))

    axis = rounded_axis(low, high, write=Number)

    assert axis.low <= low <= high <= axis.high
    assert 0 <= axis.share(low) <= axis.share(high) <= 1
    assert axis.ticks or high - low < 1e-6


@given(st.lists(SENSIBLE, min_size=0, max_size=400), st.integers(0, 60))
def test_thinning_keeps_the_ends_and_the_order(values, points):
    kept = thin(range(len(values)), values, points)

    assert kept == sorted(set(kept))
    assert len(kept) == (len(values) if points < 3 else min(points, len(values)))
    assert not values or (kept[0], kept[-1]) == (0, len(values) - 1)


def test_thinning_keeps_peaks():
    values = [200 + 50 * math.sin(i / 40) + (i * 7919 % 13) for i in range(14_400)]
    values[9_999] = 1_100

    assert 9_999 in thin(range(14_400), values, 600)
