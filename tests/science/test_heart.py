import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.science.heart import (
    EDWARDS_WEIGHTS,
    LUCIA_WEIGHTS,
    ZONES_PCT,
    heart_rate_load,
    max_heart_rate_estimate_bpm,
    reserve_fraction,
    reserve_target_bpm,
    session_rpe_load,
    time_in_zones_s,
    trimp,
    trimp_from_samples,
    zone_bounds,
    zone_of,
    zone_weighted_load,
)

SEXES = st.sampled_from(["male", "female", None])
SHARES = st.floats(0, 1)
BEATS = st.lists(st.integers(40, 200), min_size=1, max_size=100)


@pytest.mark.parametrize(("fraction", "bpm"), [(0.5, 120), (0.6, 134), (0.7, 148), (0.8, 162), (0.85, 169), (0.9, 176)])
def test_targets_of_the_published_example(fraction, bpm):
    assert reserve_target_bpm(resting_bpm=50, max_bpm=190, fraction=fraction) == pytest.approx(bpm)


@given(resting=st.floats(35, 90), reserve=st.floats(40, 140), fraction=SHARES)
def test_share_and_target_are_each_others_inverse(resting, reserve, fraction):
    target = reserve_target_bpm(resting_bpm=resting, max_bpm=resting + reserve, fraction=fraction)

    share = reserve_fraction(heart_rate_bpm=target, resting_bpm=resting, max_bpm=resting + reserve)

    assert share == pytest.approx(fraction, abs=1e-9)


@pytest.mark.parametrize(("bpm", "share"), [(0, 0), (39, 0), (40, 0), (200, 1), (230, 1)])
def test_the_share_stays_between_nothing_and_all(bpm, share):
    assert reserve_fraction(heart_rate_bpm=bpm, resting_bpm=40, max_bpm=200) == share


@pytest.mark.parametrize(("resting", "highest"), [(60, 60), (80, 60), (0, 190), (-5, 190)])
def test_rest_lies_below_the_maximum(resting, highest):
    with pytest.raises(ValueError, match="must be"):
        reserve_fraction(heart_rate_bpm=100, resting_bpm=resting, max_bpm=highest)


@pytest.mark.parametrize("age", [0, -4, 131])
def test_nobody_is_that_old(age):
    with pytest.raises(ValueError, match="age_years"):
        max_heart_rate_estimate_bpm(age_years=age)


def test_the_bike_zones_of_the_published_example():
    bounds = zone_bounds(scheme="heart_bike_7", anchor=175)

    # Whole beats of the published row: each zone begins where the one before has ended, give or take one.
    assert bounds == pytest.approx([141, 156, 164, 174, 180, 186], abs=2)


@pytest.mark.parametrize("scheme", sorted(ZONES_PCT))
def test_zone_bounds_ascend(scheme):
    bounds = zone_bounds(scheme=scheme, anchor=170)

    assert bounds == sorted(bounds)
    assert zone_of(value=170 * 2, bounds=bounds) == len(bounds) + 1 == int(scheme.rpartition("_")[2])


def test_an_unknown_scheme_is_refused_by_name():
    with pytest.raises(ValueError, match="power_7"):
        zone_bounds(scheme="heart_99", anchor=170)


@pytest.mark.parametrize(("value", "zone"), [(0, 1), (99.9, 1), (100, 2), (149, 2), (150, 3), (1000, 3)])
def test_a_value_on_a_bound_belongs_to_the_zone_above(value, zone):
    assert zone_of(value=value, bounds=[100, 150]) == zone


@pytest.mark.parametrize("bounds", [[150, 100], [100, 100], [math.nan]])
def test_bounds_that_do_not_ascend_are_refused(bounds):
    with pytest.raises(ValueError, match="bounds"):
        zone_of(value=120, bounds=bounds)
    with pytest.raises(ValueError, match="bounds"):
        time_in_zones_s(values=[], bounds=bounds)


@given(values=BEATS, sample=st.floats(0.1, 5))
def test_time_in_zones_is_all_the_time_there_is(values, sample):
    bounds = zone_bounds(scheme="heart_run_7", anchor=170)

    seconds = time_in_zones_s(values=values, bounds=bounds, sample_s=sample)

    assert sum(seconds) == pytest.approx(len(values) * sample)
    for zone, spent in enumerate(seconds, 1):
        assert spent == pytest.approx(sample * sum(zone_of(value=bpm, bounds=bounds) == zone for bpm in values))


def test_no_recording_spends_no_time():
    assert time_in_zones_s(values=[], bounds=[100, 150]) == [0, 0, 0]


@pytest.mark.parametrize(("sex", "impulse"), [("male", 31.80), ("female", 37.13), (None, (31.80 + 37.13) / 2)])
def test_half_an_hour_of_the_published_example(sex, impulse):
    share = reserve_fraction(heart_rate_bpm=130, resting_bpm=40, max_bpm=200)

    assert trimp(duration_s=1800, reserve_fraction=share, sex=sex) == pytest.approx(impulse, abs=0.01)


def test_impulse_known_to_many_digits():
    impulse = trimp(duration_s=60.46471 * 60, reserve_fraction=0.6397377367654201, sex="male")

    assert impulse == pytest.approx(84.5524682840095, abs=1e-3)


@given(beats=BEATS, sex=SEXES)
def test_the_sum_over_samples_is_never_below_that_of_their_mean(beats, sex):
    person = {"resting_bpm": 40, "max_bpm": 200, "sex": sex}

    summed = trimp_from_samples(heart_rate_bpm=beats, **person)

    assert summed >= trimp_from_samples(heart_rate_bpm=[sum(beats) / len(beats)] * len(beats), **person) - 1e-9


@given(beats=BEATS, sex=SEXES)
def test_impulses_of_parts_add_up(beats, sex):
    person = {"resting_bpm": 40, "max_bpm": 200, "sex": sex}
    middle = len(beats) // 2

    parts = [trimp_from_samples(heart_rate_bpm=part, **person) for part in (beats[:middle], beats[middle:])]

    assert sum(parts) == pytest.approx(trimp_from_samples(heart_rate_bpm=beats, **person))


@given(share=st.floats(0, 0.99), sex=SEXES)
def test_a_harder_minute_is_a_greater_impulse(share, sex):
    easier, harder = (trimp(duration_s=60, reserve_fraction=x, sex=sex) for x in (share, share + 0.01))

    assert easier < harder


@pytest.mark.parametrize(("threshold", "load"), [(163, 239), (170.5, 199)])
def test_loads_of_the_published_example(threshold, load):
    person = {"resting_bpm": 60, "max_bpm": 190, "sex": "male"}

    assert heart_rate_load(trimp=333, threshold_bpm=threshold, **person) == pytest.approx(load, abs=1)


@given(resting=st.integers(40, 70), highest=st.integers(160, 210), part=st.floats(0.5, 1), sex=SEXES)
def test_an_hour_at_threshold_is_a_hundred(resting, highest, part, sex):
    threshold = reserve_target_bpm(resting_bpm=resting, max_bpm=highest, fraction=part)
    share = reserve_fraction(heart_rate_bpm=threshold, resting_bpm=resting, max_bpm=highest)

    impulse = trimp(duration_s=3600, reserve_fraction=share, sex=sex)

    load = heart_rate_load(trimp=impulse, threshold_bpm=threshold, resting_bpm=resting, max_bpm=highest, sex=sex)
    assert load == pytest.approx(100)


@pytest.mark.parametrize("threshold", [60, 50, 191])
def test_threshold_lies_between_rest_and_maximum(threshold):
    with pytest.raises(ValueError, match="threshold_bpm"):
        heart_rate_load(trimp=100, threshold_bpm=threshold, resting_bpm=60, max_bpm=190, sex="male")


@pytest.mark.parametrize("sex", ["", "MALE", "other"])
def test_an_unknown_sex_is_refused(sex):
    with pytest.raises(ValueError, match="male, female"):
        trimp(duration_s=60, reserve_fraction=0.5, sex=sex)
    with pytest.raises(ValueError, match="male, female"):
        trimp_from_samples(heart_rate_bpm=[], resting_bpm=40, max_bpm=200, sex=sex)


def test_zone_points_weigh_minutes():
    assert zone_weighted_load(seconds_in_zone=[600] * 5, weights=EDWARDS_WEIGHTS) == 150
    assert zone_weighted_load(seconds_in_zone=[3600, 0, 60], weights=LUCIA_WEIGHTS) == 63


def test_every_zone_needs_a_weight():
    with pytest.raises(ValueError, match="argument"):
        zone_weighted_load(seconds_in_zone=[600, 600], weights=LUCIA_WEIGHTS)


@given(minutes=st.integers(0, 600), rating=st.floats(0, 10))
def test_session_points_are_rating_times_minutes(minutes, rating):
    assume(rating == 0 or rating > 1e-6)

    assert session_rpe_load(rating=rating, duration_s=minutes * 60) == pytest.approx(rating * minutes)


@pytest.mark.parametrize(("rating", "seconds"), [(11, 60), (-1, 60), (5, -60)])
def test_a_rating_off_the_scale_is_refused(rating, seconds):
    with pytest.raises(ValueError, match="must"):
        session_rpe_load(rating=rating, duration_s=seconds)
