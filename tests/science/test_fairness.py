import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.science.fairness import (
    age_grade_percent,
    age_standard_s,
    dots_points,
    gl_points,
    lifting_age_factor,
    open_standard_s,
    running_age_factor,
    wilks_points,
)

SEXES = st.sampled_from(["male", "female"])
POINTS = (dots_points, wilks_points, gl_points)
DISTANCES = st.floats(5000, 42195)
AGES = st.floats(10, 110)


@pytest.mark.parametrize(
    ("points", "sex", "mass", "total", "expected"),
    [
        (dots_points, "male", 83, 600, 405.05),
        (dots_points, "male", 105, 700, 422.17),
        (dots_points, "female", 63, 380, 408.70),
        (dots_points, "female", 60, 400, 443.42),
        (wilks_points, "male", 83, 600, 400.50),
        (wilks_points, "female", 60, 500, 557.4434),
        (wilks_points, "female", 63, 380, 408.10),
        (wilks_points, "female", 100, 1000, 832.5833167),
        (gl_points, "female", 63, 380, 83.14),
    ],
)
def test_points_of_the_reference(points, sex, mass, total, expected):
    assert points(sex=sex, body_mass_kg=mass, total_kg=total) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize(
    ("sex", "mass", "total", "event", "equipment", "expected"),
    [("male", 92.04, 1035, "full", "equipped", 112.85), ("female", 70.5, 122.5, "bench", "raw", 96.78)],
)
def test_points_of_the_published_sheet(sex, mass, total, event, equipment, expected):
    points = gl_points(sex=sex, body_mass_kg=mass, total_kg=total, event=event, equipment=equipment)

    assert points == pytest.approx(expected, abs=0.006)


@given(sex=SEXES, mass=st.floats(36, 220), total=st.floats(0, 1200), points=st.sampled_from(POINTS))
def test_points_grow_in_step_with_the_total(sex, mass, total, points):
    single, double = (points(sex=sex, body_mass_kg=mass, total_kg=kg) for kg in (total, 2 * total))

    assert double == pytest.approx(2 * single)
    assert single >= 0


@given(sex=SEXES, mass=st.floats(40, 120), points=st.sampled_from(POINTS))
def test_the_same_total_is_worth_more_from_a_lighter_body(sex, mass, points):
    lighter, heavier = (points(sex=sex, body_mass_kg=kg, total_kg=500) for kg in (mass, mass + 1))

    assert lighter > heavier


@given(sex=SEXES, extreme=st.floats(215, 400))
def test_body_mass_beyond_the_table_counts_as_its_end(sex, extreme):
    assert dots_points(sex=sex, body_mass_kg=extreme, total_kg=500) == dots_points(
        sex=sex, body_mass_kg=210, total_kg=500
    )


@pytest.mark.parametrize("points", POINTS)
@pytest.mark.parametrize("wrong", [{"sex": None}, {"sex": "x"}, {"body_mass_kg": 0}, {"total_kg": -1}])
def test_a_lift_that_cannot_be_has_no_points(points, wrong):
    with pytest.raises(ValueError, match="must"):
        points(**{"sex": "male", "body_mass_kg": 83, "total_kg": 600, **wrong})


@pytest.mark.parametrize("wrong", [{"event": "squat"}, {"equipment": "rocket"}])
def test_an_unknown_event_is_refused(wrong):
    with pytest.raises(ValueError, match="full or bench"):
        gl_points(sex="male", body_mass_kg=83, total_kg=600, **wrong)


def test_an_unknown_version_is_refused():
    with pytest.raises(ValueError, match="original, 2020"):
        wilks_points(sex="male", body_mass_kg=83, total_kg=600, version="1998")


@pytest.mark.parametrize(("age", "factor"), [(5, 1.23), (14, 1.23), (30, 1), (45, 1.065), (50, 1.13), (99, 2.05)])
def test_the_allowance_for_age_is_linear_between_its_points(age, factor):
    assert lifting_age_factor(age_years=age) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("sex", "age", "factors"),
    [
        ("male", 50, (0.8775, 0.8886, 0.8860, 0.8963)),
        ("male", 60, (0.8075, 0.8136, 0.8082, 0.8143)),
        ("female", 50, (0.8592, 0.8822, 0.8753, 0.8998)),
        ("female", 70, (0.6650, 0.6834, 0.6683, 0.6859)),
    ],
)
def test_published_age_factors_at_the_four_distances(sex, age, factors):
    found = [running_age_factor(sex=sex, age_years=age, distance_m=m) for m in (5000, 10000, 21097.5, 42195)]

    assert found == pytest.approx(factors, abs=0.00015)


@pytest.mark.parametrize(
    ("sex", "age", "metres", "seconds"),
    [("male", 50, 5000, 876), ("male", 60, 42195, 8885), ("female", 45, 10000, 1860)],
)
def test_published_standards_for_an_age(sex, age, metres, seconds):
    assert age_standard_s(sex=sex, age_years=age, distance_m=metres) == pytest.approx(seconds, abs=1)


@pytest.mark.parametrize(
    ("sex", "age", "metres", "seconds", "percent"),
    [
        ("male", 50, 5000, 1200, 73.03),
        ("female", 45, 10000, 2700, 68.90),
        ("male", 60, 21097.5, 6000, 71.17),
        ("female", 70, 42195, 16200, 70.16),
    ],
)
def test_age_grades_of_the_reference(sex, age, metres, seconds, percent):
    grade = age_grade_percent(sex=sex, age_years=age, distance_m=metres, duration_s=seconds)

    assert grade == pytest.approx(percent, abs=0.02)


@given(sex=SEXES, age=AGES, metres=DISTANCES)
def test_age_never_helps_and_never_makes_the_impossible_of_a_factor(sex, age, metres):
    younger, older = (running_age_factor(sex=sex, age_years=years, distance_m=metres) for years in (age, age + 1))

    assert 0 < older <= younger <= 1


@given(sex=SEXES, age=AGES, metres=DISTANCES)
def test_running_the_standard_is_a_hundred_percent(sex, age, metres):
    standard = age_standard_s(sex=sex, age_years=age, distance_m=metres)

    grade = age_grade_percent(sex=sex, age_years=age, distance_m=metres, duration_s=standard)

    assert grade == pytest.approx(100)
    assert standard >= open_standard_s(sex=sex, distance_m=metres)


@given(sex=SEXES, metres=st.floats(5000, 42000))
def test_longer_standards_are_slower_in_time_and_in_pace(sex, metres):
    near, far = (open_standard_s(sex=sex, distance_m=m) for m in (metres, metres * 1.004))

    assert far / near > 1.004


@pytest.mark.parametrize("metres", [4999, 42196, 0, -1])
def test_there_is_no_standard_off_the_road(metres):
    for standard in (
        lambda: open_standard_s(sex="male", distance_m=metres),
        lambda: running_age_factor(sex="male", age_years=40, distance_m=metres),
    ):
        with pytest.raises(ValueError, match="5000 and 42195"):
            standard()


def test_who_is_past_a_hundred_is_graded_as_a_hundred():
    grades = {running_age_factor(sex="female", age_years=age, distance_m=10_000) for age in (100, 101, 112)}

    assert len(grades) == 1


@pytest.mark.parametrize("age", [0, -1, 200])
def test_nobody_is_of_that_age(age):
    with pytest.raises(ValueError, match="age_years"):
        lifting_age_factor(age_years=age)
    with pytest.raises(ValueError, match="age_years"):
        running_age_factor(sex="male", age_years=age, distance_m=10_000)
