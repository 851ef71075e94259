import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.science.energy import (
    MET,
    activity_met,
    energy_availability_kcal_per_kg,
    energy_target_kcal,
    heart_rate_energy_kcal,
    met_energy_kcal,
    resting_energy_kcal,
    total_energy_kcal,
    work_energy_kcal,
)

MASSES = st.floats(40, 150)
RUNNER = {"duration_s": 60, "age_years": 30}


@pytest.mark.parametrize(
    ("bpm", "mass", "sex", "kcal"),
    [(150, 70, "male", 14.2221), (90, 70, "male", 5.1747), (150, 60, "female", 9.8757)],
)
def test_a_minute_of_the_reference(bpm, mass, sex, kcal):
    assert heart_rate_energy_kcal(heart_rate_bpm=bpm, mass_kg=mass, sex=sex, **RUNNER) == pytest.approx(kcal, abs=1e-4)


@given(bpm=st.integers(90, 200), mass=MASSES)
def test_a_sex_not_stated_lies_in_the_middle(bpm, mass):
    his, hers, unsaid = (
        heart_rate_energy_kcal(heart_rate_bpm=bpm, mass_kg=mass, sex=sex, **RUNNER) for sex in ("male", "female", None)
    )

    assert unsaid == pytest.approx((his + hers) / 2)


@given(bpm=st.integers(30, 200), mass=MASSES, sex=st.sampled_from(["male", "female", None]))
def test_a_faster_heart_never_burns_less_and_nobody_burns_less_than_nothing(bpm, mass, sex):
    slower, faster = (
        heart_rate_energy_kcal(heart_rate_bpm=beats, mass_kg=mass, sex=sex, **RUNNER) for beats in (bpm, bpm + 1)
    )

    assert 0 <= slower <= faster


def test_an_activity_is_found_by_its_code_of_five_digits():
    assert activity_met(compendium_code="12050") == 9.3
    assert activity_met(compendium_code="99999") is None
    assert all(len(code) == 5 and code.isdigit() for code in MET)


def test_half_an_hour_of_running_of_the_reference():
    assert met_energy_kcal(met=9.3, mass_kg=70, duration_s=1800) == pytest.approx(325.5)


@given(work=st.floats(0, 10_000))
def test_work_costs_about_as_many_kilocalories_as_it_has_kilojoules(work):
    assert work_energy_kcal(work_kj=work) == pytest.approx(work, rel=0.005)


@pytest.mark.parametrize("efficiency", [0, -0.2, 1.1])
def test_an_efficiency_beyond_nature_is_refused(efficiency):
    with pytest.raises(ValueError, match="efficiency"):
        work_energy_kcal(work_kj=720, efficiency=efficiency)


@pytest.mark.parametrize(("formula", "kcal"), [("katch_mcardle", 370 + 21.6 * 64), ("cunningham_1980", 500 + 22 * 64)])
def test_fat_free_mass_decides_where_it_was_measured(formula, kcal):
    assert resting_energy_kcal(mass_kg=80, body_fat_fraction=0.2, formula=formula) == pytest.approx(kcal)


@given(mass=MASSES, height=st.floats(1.4, 2.1), age=st.integers(19, 78))
def test_resting_energy_without_a_sex_is_the_mean_of_both(mass, height, age):
    his, hers, unsaid = (
        resting_energy_kcal(mass_kg=mass, height_m=height, age_years=age, sex=sex) for sex in ("male", "female", None)
    )

    assert unsaid == pytest.approx((his + hers) / 2)
    assert his - hers == pytest.approx(166)


@pytest.mark.parametrize(
    "wrong",
    [
        {"height_m": None},
        {"age_years": None},
        {"height_m": 0},
        {"sex": "other"},
        {"formula": "guess"},
        {"formula": "katch_mcardle"},
        {"formula": "katch_mcardle", "body_fat_fraction": 1},
        {"formula": "cunningham_1980", "body_fat_fraction": -0.1},
        {"mass_kg": 0},
        {"mass_kg": 1, "height_m": 0.1, "age_years": 120},
    ],
)
def test_resting_energy_needs_what_its_formula_needs(wrong):
    with pytest.raises(ValueError, match=r"must|needs"):
        resting_energy_kcal(**{"mass_kg": 80, "height_m": 1.8, "age_years": 30, "sex": "male", **wrong})


@given(resting=st.floats(800, 3000), factor=st.floats(1, 2.4), rate=st.floats(-0.5, 0.5))
def test_a_target_moves_by_eleven_hundred_kilocalories_for_a_kilogram_a_week(resting, factor, rate):
    total = total_energy_kcal(resting_kcal=resting, activity_factor=factor)

    assert energy_target_kcal(total_kcal=total, rate_kg_per_week=rate) == pytest.approx(total + 1100 * rate)


def test_a_loss_that_no_eating_reaches_is_refused():
    with pytest.raises(ValueError, match="target"):
        energy_target_kcal(total_kcal=2000, rate_kg_per_week=-3)


def test_nobody_needs_less_than_resting():
    with pytest.raises(ValueError, match="activity_factor"):
        total_energy_kcal(resting_kcal=1780, activity_factor=0.9)


def test_availability_may_be_negative_on_a_long_day():
    assert energy_availability_kcal_per_kg(intake_kcal=2000, exercise_kcal=3000, fat_free_mass_kg=50) == -20
