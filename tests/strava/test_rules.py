"""What is decided without asking anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.activities.rules import STEPS, Sport
from portal.strava.rules.accounts import check_at, is_reachable, serves
from portal.strava.rules.backfills import listed, moment, oldest_s, time_left
from portal.strava.rules.limits import Usage, leaves_room, reason_of, usage_of, window_ends_at
from portal.strava.rules.recordings import Unreadable, channels_of, recording_of
from portal.strava.rules.scopes import granted, may_import, misses_private
from portal.strava.rules.syncs import is_gone, missing_again_at, retry_at, streams_again_at

NOW = datetime(2026, 5, 18, 7, 12, tzinfo=UTC)
RUN = {
    "name": "Morning run",
    "sport_type": "TrailRun",
    "start_date": "2026-05-18T05:00:00Z",
    "start_date_local": "2026-05-18T07:00:00Z",
    "elapsed_time": 3600,
    "moving_time": 3500.5,
    "distance": 10000.4,
    "device_name": "Watch",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "data", "2026-05-18T05:00:00Z"]),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.sampled_from(["data", "id"]), inside, max_size=2),
    max_leaves=8,
)


def stream(*samples):
    return {"data": list(samples), "series_type": "distance"}


def test_scopes_come_with_commas_or_spaces():
    assert granted("read,activity:read_all") == granted("read activity:read_all") == ("read", "activity:read_all")
    assert granted("") == ()


@pytest.mark.parametrize(
    ("scopes", "imports", "misses"),
    [
        ((), False, True),
        (("read",), False, True),
        (("read", "activity:read"), True, True),
        (("read", "activity:read_all"), True, False),
    ],
)
def test_what_scopes_allow(scopes, imports, misses):
    assert may_import(scopes) is imports
    assert misses_private(scopes) is misses


def test_usage_is_that_of_the_fuller_pair():
    headers = {
        "x-ratelimit-limit": "200,2000",
        "x-ratelimit-usage": "100,200",
        "x-readratelimit-limit": "100,1000",
        "x-readratelimit-usage": "80,900",
    }
    assert usage_of(headers) == Usage(0.8, 0.9)


@pytest.mark.parametrize("limit", ["", "soon", "100", "100,", "0,0", "-1,5", "1,2,3"])
def test_broken_limits_say_nothing(limit):
    assert usage_of({"x-ratelimit-limit": limit, "x-ratelimit-usage": "1,1"}) is None


def test_windows_end_on_the_quarter_and_at_midnight_utc():
    assert window_ends_at(NOW, None) == datetime(2026, 5, 18, 7, 15, 2, tzinfo=UTC)
    assert window_ends_at(NOW, Usage(1.2, 1.0)) == datetime(2026, 5, 19, 0, 0, 2, tzinfo=UTC)
    assert window_ends_at(NOW.replace(minute=15), None) == datetime(2026, 5, 18, 7, 30, 2, tzinfo=UTC)
    assert reason_of(Usage(1.2, 1.0)) == "day"
    assert reason_of(None) == "quarter"


def test_a_backfill_leaves_a_third_of_each_window():
    assert leaves_room(None)
    assert leaves_room(Usage(0.64, 0.64))
    assert not leaves_room(Usage(0.65, 0.1))
    assert not leaves_room(Usage(0.1, 0.65))


@given(tries=st.integers(0, 20), chance=st.floats(0, 1))
def test_retries_wait_longer_each_time_and_end(tries, chance):
    at = retry_at(NOW, tries=tries, chance=chance)

    assert (at is None) == (tries >= 8)
    if at is not None:
        assert timedelta(0) <= at - NOW <= min(timedelta(hours=1), timedelta(seconds=15 * 2**tries))


def test_streams_are_looked_for_three_times():
    waits = [streams_again_at(NOW, tries=tries) for tries in range(4)]

    assert [at and at - NOW for at in waits] == [*(timedelta(minutes=m) for m in (5, 15, 45)), None]


def test_not_found_means_deleted_when_an_event_said_so_or_after_ten_minutes():
    assert is_gone(NOW, said=True, missing_since=None)
    assert not is_gone(NOW, said=False, missing_since=None)
    assert not is_gone(NOW, said=False, missing_since=NOW - timedelta(minutes=9))
    assert is_gone(NOW, said=False, missing_since=NOW - timedelta(minutes=10))
    assert missing_again_at(NOW, tries=99) == NOW + timedelta(hours=1)


def test_a_token_serves_while_more_than_ten_minutes_are_left():
    assert serves(NOW + timedelta(minutes=11), now=NOW)
    assert not serves(NOW + timedelta(minutes=10), now=NOW)
    assert not serves(None, now=NOW)


def test_withdrawals_are_checked_at_most_every_five_minutes():
    assert check_at(None, now=NOW) == NOW
    assert check_at(NOW - timedelta(minutes=1), now=NOW) == NOW + timedelta(minutes=4)
    assert check_at(NOW - timedelta(hours=1), now=NOW) == NOW


@pytest.mark.parametrize(
    ("public", "base", "reachable"),
    [
        ("https://coach.example.org", "https://www.strava.com", True),
        ("http://coach.example.org", "https://www.strava.com", False),
        ("https://localhost:8000", "https://www.strava.com", False),
        ("http://localhost:8000", "http://127.0.0.1:9000", True),
    ],
)
def test_where_strava_can_reach_us(public, base, reachable):
    assert is_reachable(public, base_url=base) is reachable


def test_a_run_becomes_a_recording():
    recording = recording_of(
        RUN, {"time": stream(0, 1, 3), "heartrate": stream(90, 91), "latlng": stream([46.1, 14.5])}
    )

    assert (recording.sport, recording.raw_sport, recording.name) == (Sport.RUN, "TrailRun", "Morning run")
    assert recording.started_at == datetime(2026, 5, 18, 5, 0, tzinfo=UTC)
    assert recording.utc_offset_s == 7200  # from the wall clock with its false Z
    assert recording.moving_s == 3500.5
    assert recording.channels == {
        "time_s": (0.0, 1.0, 3.0),
        "heart_rate_bpm": (90.0, 91.0, None),
        "lat_deg": (46.1, None, None),
        "lon_deg": (14.5, None, None),
    }


@pytest.mark.parametrize(
    "odd",
    [
        {"athlete_count": 0},
        {"max_heartrate": 178.5},
        {"suffer_score": 82.5},
        {"sport_type": "UnderwaterHockey"},
        {"sport_type": None},
        {"name": None},
        {"distance": "far"},
        {"distance": -3},
        {"distance": 10**400},
        {"calories": True},
        {"laps": "none"},
        {"laps": [None, {"elapsed_time": 5}, {"elapsed_time": 5, "start_index": 10**9}]},
        {"utc_offset": 1e9},
        {"start_date_local": 7},
    ],
    ids=str,
)
def test_odd_values_cost_themselves_only(odd):
    recording = recording_of({**RUN, **odd}, {})

    assert recording.duration_s == 3600


@pytest.mark.parametrize(
    "broken",
    [
        {"start_date": None},
        {"start_date": "yesterday"},
        {"start_date": "0001-01-01T00:00:00+23:00"},
        {"start_date": "9999-12-31T23:59:59Z"},
        {"elapsed_time": None},
        {"elapsed_time": -1},
        {"elapsed_time": float("nan")},
        {"elapsed_time": 10**9},
    ],
    ids=str,
)
def test_without_a_beginning_or_a_length_there_is_no_activity(broken):
    with pytest.raises(Unreadable):
        recording_of({**RUN, **broken}, {})


def test_laps_begin_where_their_first_sample_lies():
    laps = [
        {"start_index": 1, "elapsed_time": 60, "distance": 200.0, "average_heartrate": 150.2},
        {"start_date": "2026-05-18T05:02:00Z", "elapsed_time": 61},
    ]
    recording = recording_of({**RUN, "laps": laps}, {"time": stream(0, 42)})

    assert [(lap.start_s, lap.duration_s) for lap in recording.laps] == [(42.0, 60.0), (120.0, 61.0)]


@given(
    detail=st.dictionaries(st.sampled_from(sorted(RUN)), JSON),
    streams=st.dictionaries(st.sampled_from(["time", "latlng", "watts"]), JSON),
)
def test_no_json_of_strava_breaks_the_import(detail, streams):
    try:
        recording = recording_of({**RUN, **detail}, streams)
    except Unreadable:
        return
    lengths = {len(channel) for channel in recording.channels.values()}
    assert len(lengths) <= 1
    assert recording.channels.keys() <= STEPS.keys()


@given(
    times=st.lists(st.integers(0, 10**6), min_size=1, max_size=20),
    places=st.lists(JSON | st.lists(st.floats(), min_size=2, max_size=2), max_size=25),
)
def test_places_are_on_earth_or_missing(times, places):
    channels = channels_of({"time": stream(*times), "latlng": stream(*places)})

    for name, most in (("lat_deg", 90), ("lon_deg", 180)):
        assert all(value is None or abs(value) <= most for value in channels.get(name, ()))


@given(rows=st.lists(JSON, max_size=6))
def test_no_list_of_strava_breaks_the_backfill(rows):
    found = listed(rows)

    assert oldest_s(found) is None or isinstance(oldest_s(found), int)


def test_moments_without_a_zone_are_utc():
    assert moment("2026-05-18T05:00:00") == moment("2026-05-18T05:00:00Z") == moment("2026-05-18T07:00:00+02:00")


def test_the_rest_takes_as_long_as_the_pace_says():
    assert time_left(done=10, total=40, elapsed=timedelta(minutes=5)) == timedelta(minutes=15)
    assert time_left(done=2, total=40, elapsed=timedelta(minutes=5)) is None
    assert time_left(done=40, total=40, elapsed=timedelta(minutes=5)) is None
