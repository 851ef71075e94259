"""Bringing one activity: streams that are late, answers that are wrong, links that end meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.activities.models import ActivityStream, Lap
from portal.core.access import Actor
from portal.core.db import db, transaction
from portal.sandbox.strava.faults import Fault
from portal.sandbox.strava.limits import Headers
from portal.strava.actions.endings import disconnect
from portal.strava.actions.imports import bring_activity
from portal.strava.client.application import Application
from portal.strava.client.gateway import Gateway
from portal.strava.models.accounts import StravaAccount, StravaApplication
from portal.strava.models.imports import StravaActivitySync
from tests.strava.conftest import ANA

HABIT = ANA.week[1]


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_laps_and_streams_come_along(strava, cast, world):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()

    (row,) = strava.activities(cast.ana)

    assert count(Lap) >= 8
    assert row.mean_heart_rate_bpm > 100
    assert row.device == "Invented Watch 2"
    assert len(strava.asked("/api/v3/activities")) == 2  # the laps are in the detail


def test_streams_that_are_late_are_fetched_when_they_are_there(strava, cast, world, time):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT, streams_after_s=600)
    strava.announce()
    assert len(strava.activities(cast.ana)) == 1
    assert count(ActivityStream) == 0

    for minutes in (5, 15):
        time.move(minutes=minutes, seconds=1)
        strava.sweep()

    assert count(ActivityStream) == 1
    assert strava.sync(activity).state == "done"


def test_streams_that_never_come_are_given_up(strava, cast, world, time):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT, streams_after_s=10**6)
    strava.announce()

    for _ in range(5):
        time.move(hours=1)
        strava.sweep()

    assert strava.sync(activity).state == "done"
    assert len(strava.asked(f"/api/v3/activities/{activity.id}/streams")) == 4


def test_an_activity_typed_in_by_hand_has_no_streams_to_ask_for(strava, cast, world):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    activity.is_manual = True
    strava.announce()

    assert len(strava.activities(cast.ana)) == 1
    assert strava.asked(f"/api/v3/activities/{activity.id}/streams") == []


@pytest.mark.parametrize("fault", ["500", "502_html", "200_html", "cut", "hang", "409"])
def test_an_answer_that_is_wrong_is_asked_for_again(strava, cast, world, time, fault):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    world.faults.add(Fault(fault, path="/api/v3/activities"))
    strava.announce()
    assert strava.activities(cast.ana) == []
    assert strava.sync(activity).last_error in ("unavailable", "unreadable", "duplicate")

    time.move(minutes=1)
    strava.sweep()

    assert len(strava.activities(cast.ana)) == 1


def test_an_activity_that_never_works_is_put_aside(strava, cast, world, time):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    world.faults.add(Fault("500", path="/api/v3/activities", times=100))
    strava.announce()

    for _ in range(12):
        time.move(hours=2)
        strava.sweep()

    sync = strava.sync(activity)
    assert (sync.state, sync.last_error) == ("dead", "unavailable")
    assert len(strava.asked("/api/v3/activities")) == 8


def test_too_many_requests_pause_everybody_until_the_quarter_ends(strava, cast, world, time):
    strava.connect(cast.ana)
    activities = [world.finish(ANA, HABIT, minutes_ago=90 * n) for n in range(3)]
    world.faults.add(Fault("429", path="/api/v3/activities"))
    strava.announce()
    assert len(strava.asked("/api/v3/activities")) == 1
    assert strava.sync(activities[0]).attempts == 0
    assert "Strava asks for a pause" in strava.visit(cast.ana, "/settings/strava").text

    time.move(minutes=2)  # 07:14
    strava.sweep()
    assert strava.activities(cast.ana) == []

    time.move(minutes=2)  # 07:16, the next quarter
    strava.sweep()
    assert len(strava.activities(cast.ana)) == 3


def test_a_spent_day_pauses_everybody_until_midnight(strava, cast, world, time):
    strava.connect(cast.ana)
    world.limits.read, world.limits.overall = (300, 50), (600, 50)
    world.limits.use(60, now=world.now())
    world.finish(ANA, HABIT)
    strava.announce()
    resting = db.session.scalar(select(StravaApplication))
    assert (resting.rest_reason, resting.rests_until.hour) == ("day", 0)

    time.move(hours=16)  # 23:12
    strava.sweep()
    assert strava.activities(cast.ana) == []

    time.move(hours=1)  # 00:12
    strava.sweep()
    assert len(strava.activities(cast.ana)) == 1


@pytest.mark.parametrize("headers", list(Headers))
def test_whatever_the_headers_say_activities_arrive(strava, cast, world, headers):
    world.limits.headers = headers
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()

    assert len(strava.activities(cast.ana)) == 1


def test_while_the_application_is_inactive_pages_work_and_it_recovers_by_itself(strava, cast, world, time):
    strava.connect(cast.ana)
    world.faults.add(Fault("403_inactive", path="/api/v3", times=100))
    for n in range(3):
        world.finish(ANA, HABIT, minutes_ago=90 * n)
    strava.announce()
    assert len(strava.asked("/api/v3/activities")) == 1
    assert "Strava does not serve this portal" in strava.visit(cast.ana, "/settings/strava").text

    for _ in range(3):
        time.move(minutes=61)
        strava.sweep()
    assert strava.activities(cast.ana) == []
    world.faults.clear()
    time.move(minutes=61)
    strava.sweep()

    assert len(strava.activities(cast.ana)) == 3


class Meanwhile(Gateway):
    """A gateway during whose call for streams something else happens."""

    happens = None

    def streams(self, token, activity_id):
        found = super().streams(token, activity_id)
        happens, Meanwhile.happens = Meanwhile.happens, None
        if happens:
            happens()
        return found


class Interrupted(Application):
    """Our application, with such a gateway."""

    def gateway(self):
        return Meanwhile(
            base_url=self.base_url, client_id=self.client_id, client_secret=self.client_secret, timeout_s=(1, 1)
        )


def bring(strava, activity, happens):
    """Import an activity while something happens."""
    Meanwhile.happens = happens
    with strava.app.app_context():
        bring_activity(strava.sync(activity).id, application=Interrupted.of(strava.app.config), now=strava.world.now())


def note(strava, *events):
    """Take events in without following them."""
    from portal.strava.actions import events as actions  # noqa: PLC0415
    from portal.strava.models.imports import StravaEvent  # noqa: PLC0415

    strava.post(*events)
    with strava.app.app_context(), transaction():
        for event_id in db.session.scalars(select(StravaEvent.id).where(StravaEvent.handled_at.is_(None))):
            actions._noted(event_id, now=strava.world.now())  # noqa: SLF001 -- half a job, on purpose


def test_a_link_that_ends_during_an_import_keeps_nothing(strava, cast, world):
    account = strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    note(strava, *world.hooks.take_held())

    def leave():
        with transaction():
            disconnect(db.session.get(StravaAccount, account.id), actor=Actor(cast.ana.id), now=world.now())

    bring(strava, activity, leave)
    assert strava.activities(cast.ana) == []
    strava.work()

    assert strava.activities(cast.ana) == []
    assert count(StravaActivitySync) == 0


def test_a_link_that_ends_and_begins_again_during_an_import_keeps_nothing_of_the_old_one(strava, cast, world):
    account = strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    note(strava, *world.hooks.take_held())

    def leave_and_return():
        with transaction():
            disconnect(db.session.get(StravaAccount, account.id), actor=Actor(cast.ana.id), now=world.now())
        world.activities.clear()
        strava.connect(cast.ana)

    bring(strava, activity, leave_and_return)

    assert strava.account(cast.ana).status == "active"
    assert strava.activities(cast.ana) == []


def test_an_activity_deleted_during_its_import_is_gone(strava, cast, world):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    note(strava, *world.hooks.take_held())

    def remove():
        world.delete(activity)
        note(strava, *world.hooks.take_held())

    bring(strava, activity, remove)

    assert strava.activities(cast.ana) == []
    assert strava.sync(activity).state == "gone"
    assert count(ActivityStream) == 0


def test_an_activity_renamed_during_its_import_is_fetched_again_by_the_same_worker(strava, cast, world):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    note(strava, *world.hooks.take_held())
    application = Application.of(strava.app.config)

    def rename():
        world.rename(activity, "Named by hand")
        note(strava, *world.hooks.take_held())
        bring_activity(strava.sync(activity).id, application=application, now=world.now())  # another worker

    bring(strava, activity, rename)

    assert [row.name for row in strava.activities(cast.ana)] == ["Named by hand"]
    assert len(strava.asked("/api/v3/activities")) == 4


def test_two_workers_do_not_fetch_the_same_activity(strava, cast, world):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    note(strava, *world.hooks.take_held())
    application = Application.of(strava.app.config)

    bring(strava, activity, lambda: bring_activity(strava.sync(activity).id, application=application, now=world.now()))

    assert len(strava.asked("/api/v3/activities")) == 2
    assert len(strava.activities(cast.ana)) == 1


def test_a_worker_that_dies_leaves_the_activity_to_the_sweep(strava, cast, world, time):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    note(strava, *world.hooks.take_held())

    class Killed(BaseException):
        pass

    def die():
        raise Killed

    with pytest.raises(Killed):
        bring(strava, activity, die)
    time.move(minutes=3)
    strava.sweep()

    assert len(strava.activities(cast.ana)) == 1


def test_a_row_that_makes_no_sense_is_put_aside_and_the_others_arrive(strava, cast, world):
    strava.connect(cast.ana)
    good = world.finish(ANA, HABIT)
    bad = world.finish(ANA, HABIT, minutes_ago=90)
    bad.elapsed_s = -1
    strange = world.finish(ANA, HABIT, minutes_ago=200)
    strange.sport_type = "Ride"
    strange.starts_at += timedelta(days=365 * 60)
    strava.announce()

    assert [row.external_id for row in strava.activities(cast.ana)] == [str(good.id)]
    assert {strava.sync(odd).state for odd in (bad, strange)} == {"dead"}
    assert {strava.sync(odd).last_error for odd in (bad, strange)} == {"unreadable"}
