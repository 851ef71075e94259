"""What a token's holder may read, limits, and trouble on demand."""

from datetime import timedelta

import pytest

from portal.sandbox.strava.activities import past_of
from portal.sandbox.strava.athletes import ATHLETES
from portal.sandbox.strava.faults import KINDS

ANA, BEN, MIA = ATHLETES


def test_lists_are_newest_first_and_end_with_an_empty_page(api, world):
    grant, seen, page = api.connect(ANA), [], 1

    while rows := api.get("/athlete/activities", grant, page=page, per_page=10).json:
        seen += rows
        page += 1

    assert [row["id"] for row in seen] == [activity.id for activity in world.of_athlete(ANA.id)]
    assert len(seen) > 40


def test_before_and_after_look_at_the_beginning(api, world):
    grant = api.connect(ANA)
    middle = int(world.of_athlete(ANA.id)[20].starts_at.timestamp())

    before = api.get("/athlete/activities", grant, before=middle, per_page=200).json
    after = api.get("/athlete/activities", grant, after=middle, per_page=200).json

    assert len(before) + len(after) + 1 == len(world.of_athlete(ANA.id))


@pytest.mark.parametrize("athlete", ATHLETES, ids=lambda athlete: athlete.firstname)
def test_the_past_is_invented_alike_every_time_and_looks_like_training(athlete, time):
    today = time.moment.date()

    first, second = (past_of(athlete, today=today) for _ in range(2))

    assert first == second
    assert 45 <= len(first) <= 85
    assert {activity.starts_at.date() < today for activity in first} == {True}
    assert min(activity.starts_at for activity in first) < time.moment - timedelta(days=90)


@pytest.mark.parametrize("athlete", ATHLETES, ids=lambda athlete: athlete.firstname)
def test_streams_are_aligned_and_agree_with_the_summary(api, world, athlete):
    grant = api.connect(athlete)
    for activity in world.of_athlete(athlete.id)[:7]:
        detail = api.get(f"/activities/{activity.id}", grant).json
        keys = "time,latlng,altitude,heartrate,cadence,watts,velocity_smooth,temp,moving"
        streams = {kind: stream["data"] for kind, stream in
                   api.get(f"/activities/{activity.id}/streams", grant, keys=keys).json.items()}  # fmt: skip

        assert len({len(data) for data in streams.values()}) == 1
        assert streams["distance"] == sorted(streams["distance"])
        assert streams["distance"][-1] == pytest.approx(detail["distance"], abs=1)
        assert all(60 <= rate <= 205 for rate in streams["heartrate"])
        assert ("watts" in streams) == activity.sport_type.endswith("Ride")
        assert detail["laps"][0]["start_index"] == 0
        assert sum(lap["distance"] for lap in detail["laps"]) == pytest.approx(detail["distance"], rel=0.01)


def test_what_only_the_athlete_sees_needs_the_wide_scope(api, world):
    activity = world.of_athlete(ANA.id)[0]
    activity.visibility = "only_me"

    narrow = api.connect(ANA, ("read", "activity:read"))
    assert api.get(f"/activities/{activity.id}", narrow).status_code == 404
    wide = api.connect(ANA)
    assert api.get(f"/activities/{activity.id}", wide).status_code == 200


def test_without_the_scope_lists_are_refused_as_strava_does(api):
    grant = api.connect(ANA, ("read",))

    answer = api.get("/athlete/activities", grant)

    assert answer.status_code == 401
    assert answer.json["errors"] == [
        {"resource": "AccessToken", "field": "activity:read_permission", "code": "missing"}
    ]


def test_nobody_reads_the_activities_of_others(api, world):
    grant = api.connect(ANA)

    assert api.get(f"/activities/{world.of_athlete(BEN.id)[0].id}", grant).status_code == 404


def test_streams_may_be_late_and_typed_in_ones_have_none(api, world, time):
    grant = api.connect(ANA)
    late = world.finish(ANA, ANA.week[1], streams_after_s=60)
    typed = world.finish(ANA, ANA.week[1])
    typed.is_manual = True

    assert api.get(f"/activities/{late.id}/streams", grant).json == {}
    time.move(seconds=61)
    assert api.get(f"/activities/{late.id}/streams", grant).json != {}
    assert api.get(f"/activities/{typed.id}/streams", grant).status_code == 404


def test_limits_count_quarters_and_days_and_refused_requests_too(api, world, time):
    world.limits.read = (2, 5)
    grant = api.connect(ANA)

    statuses = [api.get("/athlete", grant).status_code for _ in range(4)]
    assert statuses == [200, 200, 429, 429]
    time.move(minutes=15)
    assert api.get("/athlete", grant).headers["X-ReadRateLimit-Usage"] == "1,5"
    assert api.get("/athlete", grant).status_code == 429  # the day is spent by what was refused
    time.move(days=1)
    assert api.get("/athlete", api.connect(ANA)).status_code == 200


def test_headers_in_four_moods(api, browser):
    grant = api.connect(ANA)
    for mood, names in {
        "both": {"X-RateLimit-Limit", "X-RateLimit-Usage", "X-ReadRateLimit-Limit", "X-ReadRateLimit-Usage"},
        "overall": {"X-RateLimit-Limit", "X-RateLimit-Usage"},
        "none": set(),
    }.items():
        browser.post("/control/limits", json={"headers": mood})
        headers = api.get("/athlete", grant).headers
        assert {name for name, _ in headers if "ratelimit" in name.lower()} == names
    browser.post("/control/limits", json={"headers": "broken"})
    assert api.get("/athlete", grant).headers["X-RateLimit-Limit"] == "plenty"


def test_faults_come_when_asked_for_and_pass(api, browser, world):
    grant = api.connect(ANA)
    browser.post("/control/faults", json={"kind": "502_html", "path": "GET /api/v3/athlete$", "times": 2, "after": 1})

    assert [api.get("/athlete", grant).status_code for _ in range(4)] == [200, 502, 502, 200]


@pytest.mark.parametrize(
    "wrong", [{"kind": "earthquake"}, {"kind": "404", "path": "("}, {"kind": "404", "often": 1}, {}]
)
def test_a_fault_nobody_knows_is_refused(browser, wrong):
    assert browser.post("/control/faults", json=wrong).status_code == 422


def test_hanging_calls_are_let_go(world):
    import threading  # noqa: PLC0415

    from portal.sandbox.strava.faults import Fault  # noqa: PLC0415

    world.faults.add(Fault("hang"))
    threading.Timer(0.01, world.faults.clear).start()

    assert world.faults.answer_to("GET /api/v3/athlete").status_code == 502
    assert "hang" in KINDS
