from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.activities.rules import LapMark, Recording, Sport
from portal.activities.rules.channels import honest, moving_s
from portal.activities.rules.cleaning import cleaned
from portal.activities.rules.imports import Problem, RecordingRefused
from tests.activities.conftest import run
from tests.activities.making import BEGAN
from tests.cast import NOW


def clean(**channels):
    return honest(channels, Sport.RUN)


def test_time_only_moves_on():
    found = clean(time_s=[0, 1, 1, 3, 2, 4, None], heart_rate_bpm=[100, 101, 102, 103, 104, 105, 106])

    assert found == {"time_s": [0, 1, 3, 4], "heart_rate_bpm": [100, 101, 103, 105]}


def test_fractions_of_seconds_become_whole_ones():
    assert clean(time_s=[0.2, 0.6, 1.4, 2.6])["time_s"] == [0, 1, 3]


def test_a_lone_wild_moment_does_not_swallow_the_rest():
    seconds = [0, 1, 4e9, 2, 3, 4]

    assert clean(time_s=seconds)["time_s"] == [0, 1, 2, 3, 4]


def test_distance_never_shrinks_and_never_leaps():
    found = clean(time_s=[0, 1, 2, 3, 4], distance_m=[0, 3, 2, 500_000, 9])

    assert found["distance_m"] == [0, 3, 3, None, 9]


def test_negative_distance_is_no_distance():
    assert clean(time_s=[0, 1], distance_m=[-5, -1]) == {"time_s": [0, 1]}


def test_a_long_way_is_possible_after_a_long_gap():
    found = clean(time_s=[0, 1, 4000], distance_m=[0, 3, 9_000])

    assert found["distance_m"] == [0, 3, 9_000]


@pytest.mark.parametrize(
    ("channel", "wrong", "right"),
    [
        ("heart_rate_bpm", [0, 255, 24], 150),
        ("power_w", [-1, 65_535], 250),
        ("cadence_rpm", [-1, 301], 90),
        ("altitude_m", [-600, 12_000], 118),
        ("temperature_c", [-100, 127], 18),
    ],
)
def test_impossible_values_are_dropped_one_by_one(channel, wrong, right):
    values = [*wrong, right, float("nan"), float("inf"), None]

    found = clean(time_s=range(len(values)), **{channel: values})

    assert found[channel] == [None] * len(wrong) + [right, None, None, None]


def test_positions_nobody_could_have_reached_are_dropped():
    lats = [45.78, 45.78001, 0.0, 45.78002, 52.5, 45.78003]
    lons = [15.93, 15.93001, 0.0, 15.93002, 13.4, 15.93003]

    found = clean(time_s=range(6), lat_deg=lats, lon_deg=lons)

    assert [lat is not None for lat in found["lat_deg"]] == [True, True, False, True, False, True]


def test_distance_follows_from_positions():
    found = clean(time_s=[0, 10, 20], lat_deg=[45.78, 45.7805, 45.781], lon_deg=[15.93, 15.93, 15.93])

    assert found["distance_m"][-1] == pytest.approx(111.2, rel=0.01)


def test_a_latitude_alone_is_no_position():
    assert clean(time_s=[0, 1], lat_deg=[45.0, 45.0]) == {"time_s": [0, 1]}


def test_unknown_channels_are_left_out():
    assert clean(time_s=[0, 1], mood=[1, 2]) == {"time_s": [0, 1]}


def test_channels_of_different_lengths_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="length"):
        clean(time_s=[0, 1], power_w=[1])


def test_pauses_and_standing_still_are_not_moving():
    channels = clean(time_s=[0, 1, 2, 3, 4, 104, 105], distance_m=[0, 3, 6, 6, 6, 6, 9])

    assert moving_s(channels) == 3


def test_without_distance_only_pauses_count():
    assert moving_s(clean(time_s=[0, 1, 2, 60, 61], heart_rate_bpm=[100] * 5)) == 3


@pytest.mark.parametrize(
    "at", [datetime(2099, 1, 1, tzinfo=UTC), NOW + timedelta(days=2), datetime(1990, 7, 1, tzinfo=UTC)]
)
def test_dates_that_cannot_be_are_refused(at):
    with pytest.raises(RecordingRefused) as refused:
        cleaned(run(60, began=at), now=NOW)

    assert refused.value.problem is Problem.WRONG_DATE


def test_a_recording_without_length_is_refused():
    with pytest.raises(RecordingRefused) as refused:
        cleaned(Recording(sport=Sport.RUN, started_at=BEGAN, duration_s=0), now=NOW)

    assert refused.value.problem is Problem.NO_SAMPLES


def standing(seconds, **channels):
    """Return a recording of a device that lies on a table."""
    times = [float(t) for t in range(seconds)]
    still = {"time_s": times, "altitude_m": [21.4] * seconds, "distance_m": [0.0] * seconds}
    return Recording(sport=Sport.OTHER, started_at=BEGAN, duration_s=0, channels={**still, **channels})


def test_a_device_switched_on_and_off_is_no_activity():
    with pytest.raises(RecordingRefused) as refused:
        cleaned(standing(4), now=NOW)

    assert refused.value.problem is Problem.NO_SAMPLES


@pytest.mark.parametrize(
    "recording",
    [
        standing(4, heart_rate_bpm=[92.0] * 4),
        standing(4, power_w=[120.0] * 4),
        replace(standing(4), distance_m=12.0),
        replace(standing(4), moving_s=3.0),
        standing(90),
    ],
)
def test_whatever_was_measured_is_an_activity_however_short(recording):
    assert cleaned(recording, now=NOW).duration_s == recording.channels["time_s"][-1]


def test_sums_of_the_source_are_kept_and_impossible_ones_are_not():
    told = replace(run(600), moving_s=9_000, distance_m=-5.0, elevation_gain_m=float("nan"), calories_kcal=200)

    found = cleaned(told, now=NOW)

    assert found.moving_s == found.duration_s == 600
    assert found.distance_m == pytest.approx(found.channels["distance_m"][-1])
    assert (found.elevation_gain_m, found.calories_kcal) == (None, 200)


def test_words_are_one_printable_line_of_limited_length():
    found = cleaned(run(60, name="Run\x00\nwith\u202e Otto" + "!" * 300), now=NOW)

    assert found.name.startswith("Run with Otto!!!")
    assert len(found.name) == 120


def test_laps_lie_within_the_recording_in_order():
    laps = (LapMark(300, 900), LapMark(0, 300), LapMark(5_000, 10), LapMark(-5, 10), LapMark(100, 0))

    found = cleaned(run(600, laps=laps), now=NOW).laps

    assert [(lap.start_s, lap.duration_s) for lap in found] == [(0, 300), (300, 300)]


def test_one_lap_over_everything_says_nothing():
    assert cleaned(run(600, laps=(LapMark(0, 600),)), now=NOW).laps == ()


def test_an_offset_from_another_world_is_ignored():
    assert cleaned(run(60, utc_offset_s=10**9), now=NOW).utc_offset_s is None
