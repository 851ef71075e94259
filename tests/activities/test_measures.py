import pytest

from portal.activities.rules import LapMark, Sport
from portal.activities.rules.channels import known
from portal.activities.rules.cleaning import cleaned
from portal.activities.rules.load import LoadMethod, Thresholds, load_of
from portal.activities.rules.measures import climb_m, each_second, filled, heart_seconds, measures_of
from tests.activities.conftest import run
from tests.cast import NOW

RIDE = {"time_s": list(range(3601)), "power_w": [200.0] * 3601}


def measured(**told):
    return measures_of(cleaned(run(**told), now=NOW))


def test_an_even_hour_has_the_same_mean_and_weighted_power():
    found = measured(seconds=3600, sport=Sport.RIDE, channels=RIDE)

    assert found.mean_power_w == found.max_power_w == 200
    assert found.weighted_power_w == pytest.approx(200)


def test_means_weigh_samples_by_how_long_they_stand():
    channels = {"time_s": [0, 1, 2, 8], "heart_rate_bpm": [100, 100, 160, 100]}

    assert measured(seconds=9, channels=channels).mean_heart_rate_bpm == pytest.approx((100 * 3 + 160 * 6) / 9)


def test_a_pause_weighs_no_more_than_ten_seconds():
    channels = {"time_s": [0, 1, 1000], "heart_rate_bpm": [100, 160, 100]}

    assert measured(seconds=1000, channels=channels).mean_heart_rate_bpm == pytest.approx((200 + 1600) / 12)


def test_standing_still_does_not_lower_the_cadence():
    channels = {"time_s": [0, 1, 2, 3], "cadence_rpm": [90, 0, 0, 90]}

    assert measured(seconds=3, channels=channels).mean_cadence_rpm == 90


def test_short_gaps_of_power_hold_and_pauses_are_zero():
    channels = {"time_s": [0, 1, 4, 24, 9000], "power_w": [100, 110, 120, 130, 140]}

    assert each_second(channels, "power_w") == [100, 110, 110, 110, 120, *[0] * 19, 140]


def test_what_the_source_sums_up_stands_in_for_missing_channels():
    found = measured(channels={}, mean_heart_rate_bpm=150.0, mean_power_w=210.0)

    assert (found.mean_heart_rate_bpm, found.mean_power_w, found.weighted_power_w) == (150, 210, None)


@pytest.mark.parametrize(
    ("altitudes", "climbed"),
    [([0, 10, 20], 20), ([0, 2, 0, 2, 0, 2], 0), ([0, 10, 5, 15], 20), ([20, 0], 0), ([5], 0), ([10, 0, 10], 10)],
)
def test_climbing_counts_ways_up_but_no_noise(altitudes, climbed):
    assert climb_m(altitudes) == climbed


def test_uphill_the_flat_pace_would_have_been_faster():
    size = 1201
    flat = {"time_s": list(range(size)), "distance_m": [3.0 * t for t in range(size)], "altitude_m": [100.0] * size}
    hill = {**flat, "altitude_m": [100 + 0.15 * t for t in range(size)]}

    on_flat, uphill = (measured(seconds=size - 1, channels=c).graded_pace_s_per_km for c in (flat, hill))

    assert on_flat == pytest.approx(1000 / 3)
    assert uphill == pytest.approx(on_flat / 1.301, rel=0.01)  # five per cent, science reference 2.7


def test_rides_have_no_graded_pace():
    assert measured(sport=Sport.RIDE).graded_pace_s_per_km is None


def test_seconds_at_each_heart_rate_add_up():
    channels = {"time_s": [0, 1, 2, 3], "heart_rate_bpm": [140, 140, None, 150]}

    assert heart_seconds(channels) == {140: 2, 150: 1}


def test_laps_learn_from_samples_what_the_device_did_not_say():
    recording = cleaned(run(600), now=NOW)

    first, second = filled((LapMark(0, 300), LapMark(300, 300, 999.0, 123.0)), recording.channels)

    assert first.distance_m == pytest.approx(recording.channels["distance_m"][300], abs=5)
    assert min(known(recording.channels["heart_rate_bpm"])) < first.mean_heart_rate_bpm < first.max_heart_rate_bpm
    assert (second.distance_m, second.mean_heart_rate_bpm) == (999, 123)


HELD = Thresholds(power_w=200, pace_s_per_km=270, resting_bpm=60, threshold_bpm=163, max_bpm=190)
DONE = {"moving_s": 3600, "weighted_power_w": 200.0, "graded_pace_s_per_km": 270.0, "heart_seconds": {163: 3600.0}}


@pytest.mark.parametrize(
    ("missing", "method"),
    [
        ((), LoadMethod.POWER),
        (("weighted_power_w",), LoadMethod.PACE),
        (("weighted_power_w", "graded_pace_s_per_km"), LoadMethod.HEART_RATE),
    ],
)
def test_an_hour_at_threshold_is_a_hundred_by_the_best_method_there_is(missing, method):
    done = {**DONE, **dict.fromkeys(missing)}

    found = load_of(HELD, **done)

    assert (round(found.value), found.method) == (100, method)


def test_without_thresholds_there_is_no_load():
    assert load_of(Thresholds(), **DONE) is None
