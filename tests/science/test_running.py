import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.science.running import (
    critical_speed_fit,
    detraining_factor,
    grade_adjusted_speed_m_s,
    grade_cost_j_per_kg_m,
    grade_factor,
    pace_load,
    pace_s_per_km,
    race_duration_s,
    riegel_duration_s,
    running_index,
    training_paces,
)

INDEXES = st.floats(20, 90)
DISTANCES = st.floats(400, 100_000)
GRADES = st.floats(-0.45, 0.45)
MINUTE = 60
HOUR = 3600


def test_agrees_with_an_index_known_to_sixteen_digits():
    assert running_index(distance_m=5000, duration_s=24 * MINUTE + 34) == pytest.approx(39.11039839652726, abs=1e-12)


@pytest.mark.parametrize(
    ("distance_m", "duration_s", "index"),
    [(5000, 1200, 49.806), (10000, 3000, 40.012), (21097.5, 5400, 50.977), (42195, 3 * HOUR, 53.528)],
)
def test_races_give_the_index_of_the_reference(distance_m, duration_s, index):
    assert running_index(distance_m=distance_m, duration_s=duration_s) == pytest.approx(index, abs=0.0006)


@pytest.mark.parametrize(
    ("index", "distance_m", "published_s"),
    [
        (40, 5000, 24 * MINUTE + 8),
        (40, 42195, 3 * HOUR + 49 * MINUTE + 45),
        (60, 10000, 35 * MINUTE + 22),
        (60, 21097.5, HOUR + 18 * MINUTE + 9),
        (85, 5000, 12 * MINUTE + 37),
        (85, 42195, 2 * HOUR + MINUTE + 10),
    ],
)
def test_predicted_races_keep_within_a_fifth_of_a_percent_of_the_table(index, distance_m, published_s):
    assert race_duration_s(running_index=index, distance_m=distance_m) == pytest.approx(published_s, rel=0.002)


@given(index=INDEXES, distance=DISTANCES)
def test_a_predicted_race_has_the_index_it_was_predicted_from(index, distance):
    duration = race_duration_s(running_index=index, distance_m=distance)

    assert running_index(distance_m=distance, duration_s=duration) == pytest.approx(index, rel=1e-9)


@given(index=INDEXES, distance=DISTANCES, more=st.floats(0.1, 20))
def test_a_better_index_is_faster_and_a_longer_race_slower(index, distance, more):
    duration = race_duration_s(running_index=index, distance_m=distance)

    assert race_duration_s(running_index=index + more, distance_m=distance) < duration
    assert race_duration_s(running_index=index, distance_m=distance * 1.1) > duration * 1.1


@given(index=INDEXES)
def test_training_paces_come_in_order(index):
    paces = training_paces(running_index=index)

    assert paces.easy_slow_s_per_km > paces.easy_fast_s_per_km > paces.threshold_s_per_km
    assert paces.easy_fast_s_per_km > paces.marathon_s_per_km > paces.interval_s_per_km
    assert paces.threshold_s_per_km > paces.interval_s_per_km > paces.repetition_s_per_400m / 0.4


@pytest.mark.parametrize(
    ("index", "published"),
    [(30, (494, 447, None, 384, None, None)), (50, (334, 296, 271, 255, 235, 87)), (70, (255, 224, 204, 194, 179, 65))],
)
def test_training_paces_agree_with_the_published_tables(index, published):
    for pace, expected in zip(training_paces(running_index=index), published, strict=True):
        assert expected is None or pace == pytest.approx(expected, abs=4)


@given(index=INDEXES, fraction=st.floats(0.5, 1.1))
def test_a_harder_fraction_is_a_faster_pace(index, fraction):
    assert pace_s_per_km(running_index=index, fraction=fraction + 0.05) < pace_s_per_km(
        running_index=index, fraction=fraction
    )


@pytest.mark.parametrize(("distance_m", "duration_s"), [(0, 1200), (5000, 0), (-5000, 1200), (5000, 4 * HOUR)])
def test_no_race_has_no_index(distance_m, duration_s):
    with pytest.raises(ValueError, match=r"positive|too slow"):
        running_index(distance_m=distance_m, duration_s=duration_s)


@pytest.mark.parametrize(
    ("days", "without", "cross_trained"),
    [
        (0, 1, 1),
        (5, 1, 1),
        (7, 0.994, 0.997),
        (14, 0.973, 0.986),
        (42, 0.889, 0.944),
        (70, 0.805, 0.902),
        (400, 0.8, 0.9),
    ],
)
def test_a_break_costs_what_the_published_table_says(days, without, cross_trained):
    assert detraining_factor(days_off=days) == pytest.approx(without, abs=0.0006)
    assert detraining_factor(days_off=days, cross_training=True) == pytest.approx(cross_trained, abs=0.0006)


def test_a_negative_break_is_refused():
    with pytest.raises(ValueError, match="negative"):
        detraining_factor(days_off=-1)


@given(known=DISTANCES, other=DISTANCES, duration=st.floats(60, 20_000))
def test_riegel_there_and_back_is_where_it_began(known, other, duration):
    there = riegel_duration_s(known_distance_m=known, known_duration_s=duration, distance_m=other)

    back = riegel_duration_s(known_distance_m=other, known_duration_s=there, distance_m=known)

    assert back == pytest.approx(duration)


@pytest.mark.parametrize("exponent", [0.9, 2.1])
def test_an_exponent_that_tires_nobody_or_everybody_is_refused(exponent):
    with pytest.raises(ValueError, match="exponent"):
        riegel_duration_s(known_distance_m=5000, known_duration_s=1200, distance_m=10000, exponent=exponent)


@given(speed=st.floats(2, 7), reserve=st.floats(50, 500), times=st.sets(st.integers(120, 2400), min_size=2, max_size=6))
def test_critical_speed_is_found_again_in_efforts_made_from_it(speed, reserve, times):
    fit = critical_speed_fit(efforts=[[speed * seconds + reserve, seconds] for seconds in times])

    assert fit.critical_speed_m_s == pytest.approx(speed)
    assert fit.d_prime_m == pytest.approx(reserve, rel=1e-6)


@pytest.mark.parametrize(
    "efforts",
    [
        [],
        [[1200, 240]],
        [[1200, 240], [1300, 240]],
        [[1200, 240], [1000, 840]],
        [[1200, 240], [6000, 840]],
        [[0, 240], [1000, 840]],
    ],
)
def test_efforts_that_contradict_the_line_have_no_critical_speed(efforts):
    with pytest.raises(ValueError, match=r"\w"):
        critical_speed_fit(efforts=efforts)


def test_half_an_hour_a_bit_below_threshold_is_forty():
    load = pace_load(duration_s=1800, pace_s_per_km=300, threshold_pace_s_per_km=270)

    assert load == pytest.approx(40.5)


@given(seconds=st.floats(0, 20_000), pace=st.floats(150, 600))
def test_an_hour_at_threshold_pace_is_a_hundred_and_loads_of_equal_pace_add_up(seconds, pace):
    assert pace_load(duration_s=HOUR, pace_s_per_km=pace, threshold_pace_s_per_km=pace) == 100
    half, whole = (
        pace_load(duration_s=part, pace_s_per_km=pace, threshold_pace_s_per_km=270) for part in (seconds / 2, seconds)
    )
    assert whole == pytest.approx(2 * half)


@pytest.mark.parametrize(
    ("grade", "cost"), [(-0.40, 3.610), (-0.20, 1.800), (-0.05, 2.746), (0.05, 4.685), (0.20, 9.007), (0.40, 16.850)]
)
def test_slopes_cost_what_the_table_says(grade, cost):
    assert grade_cost_j_per_kg_m(grade=grade) == pytest.approx(cost, abs=0.0006)


@given(grade=GRADES)
def test_no_slope_is_cheaper_than_the_cheapest(grade):
    assert grade_cost_j_per_kg_m(grade=grade) >= grade_cost_j_per_kg_m(grade=-0.181) - 1e-4


@given(grade=st.floats(0, 0.44))
def test_steeper_up_costs_more(grade):
    assert grade_factor(grade=grade + 0.01) > grade_factor(grade=grade) >= 1


@given(grade=GRADES, floor=st.floats(0, 1))
def test_a_floor_lifts_only_what_is_below_it_and_only_downhill(grade, floor):
    bare, floored = grade_factor(grade=grade), grade_factor(grade=grade, downhill_floor=floor)

    assert floored == (max(bare, floor) if grade < 0 else bare)


def test_adjusted_speed_is_speed_times_factor():
    assert grade_adjusted_speed_m_s(speed_m_s=3, grade=-0.1, downhill_floor=0.85) == pytest.approx(2.55)


@pytest.mark.parametrize("floor", [-0.1, 1.5])
def test_a_floor_outside_nothing_and_the_flat_is_refused(floor):
    with pytest.raises(ValueError, match="downhill_floor"):
        grade_factor(grade=-0.1, downhill_floor=floor)
