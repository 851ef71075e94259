import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.science.load import (
    acute_chronic_ratio,
    fitness_series,
    impulse_response,
    preferred_load,
    ramp_week_load,
    week_strain,
)

CONVENTIONS = st.sampled_from(["exponential", "reciprocal", "span"])
LOADS = st.lists(st.floats(0, 500), min_size=1, max_size=60)
MIXED = [100, 0, 50, 80, 0, 120, 60]
FOSTER = [5, 15, 20, 20, 20, 25, 35]
RISING = [50] * 21 + [100] * 7
BANISTER = {"baseline": 500, "fitness_gain": 1, "fatigue_gain": 2, "fitness_days": 27, "fatigue_days": 10}


@pytest.mark.parametrize(
    ("convention", "fitness", "fatigue", "form"),
    [("exponential", 42.89, 54.74, -11.45), ("reciprocal", 42.92, 55.28, -11.99)],
)
def test_a_week_of_the_reference(convention, fitness, fatigue, form):
    last = fitness_series(daily_load=MIXED, convention=convention, start_fitness=40, start_fatigue=45)[-1]

    assert last == pytest.approx((fitness, fatigue, form), abs=0.006)


@pytest.mark.parametrize(
    ("convention", "fitness", "fatigue"),
    [("exponential", 63.212, 99.752), ("reciprocal", 63.654, 99.846), ("span", 86.47, 100)],
)
def test_six_weeks_of_a_hundred(convention, fitness, fatigue):
    last = fitness_series(daily_load=[100] * 42, convention=convention)[-1]

    assert last[:2] == pytest.approx((fitness, fatigue), abs=0.006)


def test_the_rounded_series_of_another_tool():
    series = fitness_series(daily_load=[150, 50, 40, 0, 0, 60, 30, 100], convention="span")

    assert [round(day.fitness) for day in series] == [7, 9, 10, 10, 9, 12, 13, 17]


@given(loads=LOADS, convention=CONVENTIONS, start=st.floats(0, 150))
def test_form_is_fitness_less_fatigue_of_the_evening_before(loads, convention, start):
    series = fitness_series(daily_load=loads, convention=convention, start_fitness=start, start_fatigue=20)

    before = [(start, 20), *((day.fitness, day.fatigue) for day in series)]
    assert [day.form for day in series] == pytest.approx([fit - tired for fit, tired in before[:-1]])


@given(loads=LOADS, convention=CONVENTIONS, cut=st.integers(0, 60))
def test_a_series_can_be_continued_where_it_stopped(loads, convention, cut):
    whole = fitness_series(daily_load=loads, convention=convention)
    first = fitness_series(daily_load=loads[:cut], convention=convention)
    reached = first[-1] if first else (0, 0, 0)

    rest = fitness_series(
        daily_load=loads[cut:], convention=convention, start_fitness=reached[0], start_fatigue=reached[1]
    )

    assert first + rest == whole


@given(load=st.floats(0, 300), days=st.integers(1, 100), convention=CONVENTIONS)
def test_the_same_load_every_day_keeps_what_it_has_built(load, days, convention):
    series = fitness_series(daily_load=[load] * days, convention=convention, start_fitness=load, start_fatigue=load)

    assert series[-1] == pytest.approx((load, load, 0), abs=1e-9)


@given(loads=LOADS, convention=CONVENTIONS)
def test_fitness_stays_within_what_was_trained(loads, convention):
    assert all(0 <= day.fitness <= max(loads) + 1e-9 for day in fitness_series(daily_load=loads, convention=convention))


def test_no_day_has_no_fitness():
    assert fitness_series(daily_load=[]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"daily_load": [-1]},
        {"convention": "weekly"},
        {"fitness_days": 0.5},
        {"fatigue_days": 0},
        {"start_fitness": -1},
        {"start_fatigue": -1},
    ],
)
def test_a_series_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        fitness_series(**{"daily_load": [50], **wrong})


@pytest.mark.parametrize(
    ("sample", "sd", "monotony", "strain"), [(False, 8.452, 2.366, 331.3), (True, 9.129, 2.191, 306.7)]
)
def test_strain_of_the_published_week(sample, sd, monotony, strain):
    week = week_strain(daily_load=FOSTER, sample_sd=sample)

    assert (week.total, week.mean) == (140, 20)
    assert week.sd == pytest.approx(sd, abs=0.001)
    assert week.monotony == pytest.approx(monotony, abs=0.001)
    assert week.strain == pytest.approx(strain, abs=0.1)


def test_a_week_without_any_change_is_as_monotonous_as_can_be():
    assert week_strain(daily_load=[50] * 7).monotony == 10
    assert week_strain(daily_load=[50] * 7, monotony_cap=5).strain == 1750


def test_a_week_of_nothing_strains_nobody():
    assert week_strain(daily_load=[0] * 7) == (0, 0, 0, 0, 0)


@given(days=st.permutations(FOSTER), factor=st.floats(0.1, 10))
def test_monotony_depends_neither_on_order_nor_on_unit(days, factor):
    assert week_strain(daily_load=[day * factor for day in days]).monotony == pytest.approx(20 / 8.45154, rel=1e-5)


@pytest.mark.parametrize("days", [[], [10] * 6, [10] * 8, [10] * 6 + [-1]])
def test_a_week_has_seven_days(days):
    with pytest.raises(ValueError, match="daily_load"):
        week_strain(daily_load=days)


@pytest.mark.parametrize(("method", "ratio"), [("coupled", 1.6), ("uncoupled", 2.0), ("ewma", 1.339)])
def test_ratios_of_the_reference(method, ratio):
    assert acute_chronic_ratio(daily_load=RISING, method=method) == pytest.approx(ratio, abs=0.0005)


@given(earlier=LOADS, method=st.sampled_from(["coupled", "uncoupled", "ewma"]))
def test_only_the_last_four_weeks_count(earlier, method):
    assert acute_chronic_ratio(daily_load=earlier + RISING, method=method) == acute_chronic_ratio(
        daily_load=RISING, method=method
    )


@given(load=st.floats(1, 500), method=st.sampled_from(["coupled", "uncoupled", "ewma"]))
def test_the_same_load_every_day_has_ratio_one(load, method):
    assert acute_chronic_ratio(daily_load=[load] * 28, method=method) == pytest.approx(1)


def test_there_is_no_ratio_without_four_weeks_or_without_load():
    assert acute_chronic_ratio(daily_load=RISING[1:]) is None
    assert acute_chronic_ratio(daily_load=[0] * 28) is None
    assert acute_chronic_ratio(daily_load=[0] * 21 + [100] * 7, method="uncoupled") is None


def test_an_unknown_ratio_is_refused():
    with pytest.raises(ValueError, match="ewma"):
        acute_chronic_ratio(daily_load=RISING, method="guess")


@pytest.mark.parametrize(("day", "performance"), [(1, 400), (2, 315.39656082), (10, 22.77298306), (37, 501.98907928)])
def test_impulse_response_of_the_published_sheet(day, performance):
    modelled = impulse_response(daily_load=[0] + [100] * 37, **BANISTER)

    assert modelled[day] == pytest.approx(performance, abs=1e-5)


@given(loads=LOADS)
def test_impulse_responses_add_up(loads):
    alone = impulse_response(daily_load=loads, **BANISTER)
    doubled = impulse_response(daily_load=[2 * load for load in loads], **BANISTER)

    assert [value - 500 for value in doubled] == pytest.approx([2 * (value - 500) for value in alone], abs=1e-6)


def test_a_time_constant_below_a_day_is_refused():
    with pytest.raises(ValueError, match="fatigue_days"):
        impulse_response(daily_load=[100], **{**BANISTER, "fatigue_days": 0})


def test_a_steady_week_keeps_fitness_and_no_week_is_below_nothing():
    assert ramp_week_load(fitness=60, ramp_per_week=0) == 420
    assert ramp_week_load(fitness=10, ramp_per_week=-5) == 0


@given(fitness=st.floats(20, 120), ramp=st.floats(-3, 8))
def test_the_week_of_a_ramp_raises_fitness_by_about_it(fitness, ramp):
    day = ramp_week_load(fitness=fitness, ramp_per_week=ramp) / 7

    reached = fitness_series(daily_load=[day] * 7, start_fitness=fitness)[-1].fitness

    assert reached - fitness == pytest.approx(ramp, abs=0.1 * abs(ramp) + 1e-9)


def test_the_best_known_load_counts():
    loads = {"power": 1.0, "pace": 2.0, "heart_rate": 3.0, "session_rpe": 4.0, "estimate": 5.0}

    for source in list(loads):
        assert preferred_load(**loads) == (loads.pop(source), source)
    assert preferred_load() is None


def test_no_load_at_all_is_not_a_load_of_zero():
    assert preferred_load(power=0.0, estimate=50.0) == (0.0, "power")


def test_a_negative_load_is_refused():
    with pytest.raises(ValueError, match="estimate"):
        preferred_load(power=50, estimate=-1)
