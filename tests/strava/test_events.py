"""Events from Strava: acknowledged whatever they say, followed up, believed never."""

import json

import pytest
from sqlalchemy import func, select

from portal.activities.models import ActivityStream
from portal.core.db import db
from portal.strava.models.imports import StravaActivitySync, StravaEvent
from tests.strava.conftest import ANA, BEN

HABIT = ANA.week[1]
HOOK = "/hooks/strava/w3bhook-token-of-the-tests-0123456789"


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def event(**changes):
    usual = {
        "object_type": "activity",
        "object_id": 77,
        "aspect_type": "create",
        "updates": {},
        "owner_id": ANA.id,
        "subscription_id": 7,
        "event_time": 1_780_000_000,
    }
    return {**usual, **changes}


def test_the_handshake_repeats_the_challenge(app, strava):
    from portal.strava.client.application import Application  # noqa: PLC0415

    query = {"hub.mode": "subscribe", "hub.challenge": "15f7d1a91c1f40f8"}
    verify_token = Application.of(app.config).verify_token

    right = app.test_client().get(HOOK, query_string={**query, "hub.verify_token": verify_token})
    wrong = app.test_client().get(HOOK, query_string={**query, "hub.verify_token": "STRAVA"})

    assert right.json == {"hub.challenge": "15f7d1a91c1f40f8"}
    assert wrong.status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_does_not_know_the_address_finds_nothing(app, strava, method):
    assert app.test_client().open("/hooks/strava/guessed", method=method).status_code == 404


def test_a_finished_activity_arrives(strava, cast, world):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)

    strava.announce()

    (row,) = strava.activities(cast.ana)
    assert (row.external_id, row.name, row.source) == (str(activity.id), activity.name, "strava")
    assert row.distance_m == pytest.approx(activity.distance_m, rel=0.01)
    assert count(ActivityStream) == 1


@pytest.mark.parametrize("seed", range(4))
def test_each_event_three_times_in_any_order_doubles_nothing(strava, cast, world, seed):
    strava.connect(cast.ana)
    kept = [world.finish(ANA, HABIT, minutes_ago=90 * n) for n in range(3)]
    world.rename(kept[0], "Named by hand")
    gone = world.finish(ANA, HABIT, minutes_ago=400)
    world.delete(gone)

    strava.announce(times=3, seed=seed)

    rows = strava.activities(cast.ana)
    assert {row.external_id for row in rows} == {str(activity.id) for activity in kept}
    assert len(rows) == 3
    assert "Named by hand" in {row.name for row in rows}
    assert count(ActivityStream) == 3
    assert count(StravaEvent) == 6


def test_an_update_before_the_creation_creates_once(strava, cast, world):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    world.rename(activity, "Named by hand")
    create, update = world.hooks.take_held()

    strava.post(update)
    strava.work()
    strava.post(create)
    strava.work()

    assert [row.name for row in strava.activities(cast.ana)] == ["Named by hand"]


def test_a_rename_reaches_us(strava, cast, world):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    strava.announce()

    world.rename(activity, "Named by hand")
    strava.announce()

    assert [row.name for row in strava.activities(cast.ana)] == ["Named by hand"]


def test_what_is_deleted_at_strava_disappears(strava, cast, world):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    strava.announce()

    world.delete(activity)
    strava.announce()

    assert strava.activities(cast.ana) == []
    assert count(ActivityStream) == 0
    assert strava.sync(activity).state == "gone"


def test_a_forged_deletion_deletes_nothing(strava, cast, world):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    strava.announce()

    strava.post(event(object_id=activity.id, aspect_type="delete"))
    strava.work()

    assert len(strava.activities(cast.ana)) == 1
    assert strava.sync(activity).state == "done"


def test_an_activity_hidden_from_us_disappears_and_comes_back(strava, cast, world, time):
    strava.connect(cast.ana, scopes=("activity:read",))
    activity = world.finish(ANA, HABIT)
    strava.announce()

    world.hide(activity)
    strava.announce()
    assert strava.activities(cast.ana) == []

    time.move(minutes=5)
    activity.visibility = "everyone"
    world.announce("activity", activity.id, "create", ANA.id, {})
    strava.announce()
    assert len(strava.activities(cast.ana)) == 1


def test_an_activity_that_is_not_there_yet_is_looked_for_again(strava, cast, world, time):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    del world.activities[activity.id]
    strava.announce()
    assert strava.sync(activity).state == "wanted"

    world.activities[activity.id] = activity
    time.move(seconds=31)
    strava.sweep()

    assert len(strava.activities(cast.ana)) == 1


def test_missing_without_a_word_counts_as_deleted_only_after_a_while(strava, cast, world, time):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    strava.announce()
    del world.activities[activity.id]
    strava.post(event(object_id=activity.id, aspect_type="update"))
    strava.work()
    assert len(strava.activities(cast.ana)) == 1

    for minutes in (1, 2, 10):
        time.move(minutes=minutes)
        strava.sweep()

    assert strava.activities(cast.ana) == []
    assert strava.sync(activity).state == "gone"


@pytest.mark.parametrize(
    "forged",
    [
        event(owner_id=BEN.id),
        event(owner_id=424242),
        event(subscription_id=8),
        event(object_type="club"),
        event(aspect_type="explode"),
        event(object_id="77"),
        event(object_id=True),
        event(object_id=-1),
        event(object_id=2**70),
        event(event_time=2**60),
        event(event_time=None),
        event(updates=[]),
        event(updates={"title": "x" * 5000}),
        [],
        "delete everything",
        None,
    ],
    ids=lambda forged: json.dumps(forged)[:60],
)
def test_what_cannot_be_for_us_is_answered_and_dropped(strava, cast, forged):
    strava.connect(cast.ana)

    assert strava.post(forged) == [200]

    assert count(StravaEvent) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 4000, b"x" * 100_000, b'{"a": 1e999}'])
def test_a_body_that_is_no_event_is_answered_and_dropped(strava, cast, body):
    assert strava.app.test_client().post(HOOK, data=body).status_code == 200
    assert count(StravaEvent) == 0


def test_names_in_events_are_not_kept(strava, cast, world):
    strava.connect(cast.ana)
    world.rename(world.finish(ANA, HABIT), "Secret training for the wedding")
    strava.post(*world.hooks.take_held())

    kept = db.session.execute(select(StravaEvent.__table__)).all()

    assert len(kept) == 2
    assert "wedding" not in str(kept)


def test_a_forged_withdrawal_changes_nothing(strava, cast, world):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()
    forged = event(object_type="athlete", object_id=ANA.id, aspect_type="update", updates={"authorized": "false"})

    strava.post(forged)
    strava.work()

    assert strava.account(cast.ana).status == "active"
    assert len(strava.activities(cast.ana)) == 1
    assert len(strava.asked("/api/v3/athlete")) == 1 + len(strava.asked("/api/v3/athlete/activities"))


def test_forged_withdrawals_make_us_ask_once_in_five_minutes(strava, cast, world, time):
    strava.connect(cast.ana)
    usual = {"object_type": "athlete", "object_id": ANA.id, "aspect_type": "update", "updates": {"authorized": "false"}}
    for second in range(10):
        strava.post(event(**usual, event_time=1_780_000_000 + second))
    strava.work()
    asked = [call for call in world.calls if call.path == "/api/v3/athlete"]
    assert len(asked) == 1

    time.move(minutes=6)
    strava.sweep()

    assert len([call for call in world.calls if call.path == "/api/v3/athlete"]) == 2


def test_a_real_withdrawal_ends_the_link_and_erases(strava, cast, world):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()

    world.withdraw(ANA.id)
    strava.announce()

    assert strava.account(cast.ana).status == "revoked"
    assert strava.activities(cast.ana) == []
    page = strava.visit(cast.ana, "/settings/strava").text
    assert "Strava is disconnected, and its data is erased." in page
    assert "The access was taken back at Strava." in page


def test_while_strava_is_away_a_withdrawal_is_neither_believed_nor_forgotten(strava, cast, world, time):
    from portal.sandbox.strava.faults import Fault  # noqa: PLC0415

    strava.connect(cast.ana)
    world.faults.add(Fault("502_html", times=2))
    world.withdraw(ANA.id)
    strava.announce()
    assert strava.account(cast.ana).status == "active"

    time.move(minutes=6)
    strava.sweep()
    world.faults.clear()
    time.move(minutes=6)
    strava.sweep()
    strava.work()

    assert strava.account(cast.ana).status == "revoked"


def test_an_event_whose_worker_died_is_followed_later(strava, cast, world, time):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.post(*world.hooks.take_held())

    time.move(minutes=3)
    strava.sweep()

    assert len(strava.activities(cast.ana)) == 1


def test_an_acknowledgement_costs_four_statements(strava, cast, queries):
    strava.connect(cast.ana)
    queries.clear()

    strava.post(event())

    assert len(queries) <= 4
    assert count(StravaActivitySync) == 0


def test_the_account_is_locked_before_the_event_as_everywhere(strava, cast, world, queries):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    queries.clear()
    strava.announce()

    def first(table):
        row = f"{table}.id, {table}."
        return next(number for number, text in enumerate(queries) if row in text and text.count("FROM") == 1)

    assert first("strava_account") < first("strava_event")
