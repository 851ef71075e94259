"""The last 90 days: newest first, a step at a time, resumable, with progress."""

import html
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core.db import db
from portal.events.log import LoggedEvent
from portal.sandbox.strava import api
from portal.sandbox.strava.activities import past_of
from portal.sandbox.strava.faults import Fault
from portal.strava.models.imports import StravaActivitySync, StravaBackfill
from tests.strava.conftest import ANA, WIDE
from workers import strava as jobs

PAGE = "/settings/strava"
HABIT = ANA.week[1]


@pytest.fixture
def past(world, time):
    """Ana's last hundred days at Strava; a few of them lie too far back."""
    activities = past_of(ANA, today=time.moment.date())[::-1][::3]
    world.activities = {activity.id: activity for activity in activities}
    since = time.moment - timedelta(days=90)
    return [activity for activity in activities if activity.starts_at >= since]


@pytest.fixture
def step(strava, cast, world):
    """Connect Ana, and give back a function that takes one step of her backfill."""
    client, address = strava.go(cast.ana)
    strava.come_back(cast.ana, client, strava.say(address, scopes=WIDE))
    with strava.app.app_context():
        (link,) = [event_id for job, event_id in strava._take_waiting() if job is jobs.link_account]  # noqa: SLF001
        jobs.link_account(link)

    def step():
        with strava.app.app_context():
            jobs.continue_backfill(str(backfill().id))

    return step


def backfill():
    db.session.expire_all()
    return db.session.scalars(select(StravaBackfill)).one()


def shown(strava, cast):
    return html.unescape(strava.visit(cast.ana, PAGE, target="strava_progress").text)


def imported(strava, cast):
    return {int(row.external_id) for row in strava.activities(cast.ana)}


def test_the_last_90_days_arrive_and_nothing_older(strava, cast, world, past):
    strava.connect(cast.ana)

    assert imported(strava, cast) == {activity.id for activity in past}
    assert len(past) < len(world.activities)
    assert f"The last 90 days are here: {len(past)} activities." in shown(strava, cast)
    finished = db.session.scalars(select(LoggedEvent).where(LoggedEvent.name == "strava.StravaBackfillFinished")).one()
    assert finished.payload["activities"] == len(past)


def test_the_newest_come_first_and_the_page_shows_how_far_it_is(strava, cast, world, time, past, step):
    assert "Looking through your last 90 days" in shown(strava, cast)

    step()  # the list
    assert f"0 of {len(past)} activities" in shown(strava, cast)
    for _ in range(6):
        time.move(seconds=30)
        step()

    newest = sorted(past, key=lambda activity: activity.starts_at)[-6:]
    assert imported(strava, cast) == {activity.id for activity in newest}
    page = shown(strava, cast)
    assert f"6 of {len(past)} activities" in page
    assert f"about {round((len(past) - 6) / 2)} minutes left" in page
    assert page.lstrip().startswith('<div id="strava_progress"')
    assert 'hx-get="/settings/strava" hx-trigger="every 2s" hx-target="#strava_progress"' in page


def test_the_page_stops_asking_when_it_is_done(strava, cast, past):
    strava.connect(cast.ana)

    assert "hx-trigger" not in shown(strava, cast)


def test_an_activity_finished_meanwhile_does_not_wait_for_the_backfill(strava, cast, world, past, step):
    step()
    fresh = world.finish(ANA, HABIT)
    strava.post(*world.hooks.take_held())
    with strava.app.app_context():
        for job, event_id in strava._take_waiting():  # noqa: SLF001
            if job is jobs.follow_announcement:
                job(event_id)

    assert imported(strava, cast) == {fresh.id}
    strava.work()
    assert imported(strava, cast) == {fresh.id, *(activity.id for activity in past)}


def test_a_step_whose_worker_died_is_taken_again(strava, cast, time, past, step):
    step()
    step()

    time.move(minutes=3)
    strava.sweep()
    strava.work()

    assert imported(strava, cast) == {activity.id for activity in past}


def test_short_pages_activities_in_one_second_and_late_arrivals_lose_nothing(
    strava, cast, world, past, step, monkeypatch
):
    monkeypatch.setattr(api, "MOST_ROWS", 7)  # so that the list has many pages
    inside = sorted(past, key=lambda activity: activity.starts_at)
    for n in (13, 14, 15):
        inside[-n].starts_at = inside[-13].starts_at
    for _ in range(4):
        step()
    late = world.finish(ANA, HABIT, minutes_ago=60 * 24 * 30)
    world.hooks.take_held()
    early = world.finish(ANA, HABIT)
    strava.announce()
    strava.work()

    found = imported(strava, cast)
    assert {activity.id for activity in past} <= found
    assert early.id in found
    assert found - {activity.id for activity in past} <= {late.id, early.id}
    assert len(found) == db.session.scalar(select(func.count()).select_from(StravaActivitySync))


def test_an_athlete_without_activities_is_done_at_once(strava, cast):
    strava.connect(cast.ana)

    assert "The last 90 days are here: 0 activities." in shown(strava, cast)


def test_rows_that_make_no_sense_stop_nothing(strava, cast, world, time, past, monkeypatch):
    rows = [None, 7, {}, {"id": "text"}, {"id": True}, {"id": 2**80}, {"id": 5, "start_date": "yesterday"}]
    real = api.summary_row
    odd = iter(rows)
    monkeypatch.setattr(api, "summary_row", lambda activity: next(odd, None) or real(activity))

    strava.connect(cast.ana)

    assert len(imported(strava, cast)) == len(past) - len(rows) + 2  # None and {} leave the real row in its place
    for _ in range(5):  # the one with an id is looked for until it is proved missing
        time.move(minutes=15)
        strava.sweep()
    assert backfill().state == "done"


def test_a_backfill_leaves_room_for_what_athletes_finish_now(strava, cast, world, time, past):
    world.limits.read = (30, 10_000)

    strava.connect(cast.ana)

    used = len(strava.asked("/api/v3/athlete")) + len(strava.asked("/api/v3/activities"))
    assert used <= 30 * 0.65 + 2
    assert "goes on at 9:15 AM" in shown(strava, cast).replace("\u202f", " ")

    fresh = world.finish(ANA, HABIT)
    strava.announce()
    assert fresh.id in imported(strava, cast)

    for _ in range(20):
        time.move(minutes=15)
        strava.sweep()
        strava.work()
    assert imported(strava, cast) == {fresh.id, *(activity.id for activity in past)}


def test_a_limit_reached_during_a_backfill_costs_one_request(strava, cast, world, time, past, step):
    step()
    world.faults.add(Fault("429", path="/api/v3/activities", times=50))
    asked = len(world.calls)
    for _ in range(5):
        step()
    assert len(world.calls) == asked + 1

    world.faults.clear()
    time.move(minutes=16)
    strava.sweep()
    strava.work()
    assert imported(strava, cast) == {activity.id for activity in past}


@pytest.mark.parametrize("fault", ["502_html", "200_html", "cut", "429", "403_inactive", "500"])
def test_trouble_with_the_list_is_overcome(strava, cast, world, time, past, fault):
    world.faults.add(Fault(fault, path="/athlete/activities"))
    strava.connect(cast.ana)
    assert imported(strava, cast) == set()

    time.move(minutes=65)
    strava.sweep()
    strava.work()

    assert imported(strava, cast) == {activity.id for activity in past}


def test_one_activity_that_never_works_does_not_keep_the_others(strava, cast, world, time, past):
    bad = past[10]
    world.faults.add(Fault("500", path=f"/api/v3/activities/{bad.id}", times=100))
    strava.connect(cast.ana)
    for _ in range(12):
        time.move(hours=2)
        strava.sweep()
        strava.work()

    assert imported(strava, cast) == {activity.id for activity in past} - {bad.id}
    assert backfill().state == "done"


def test_a_list_that_never_works_stops_and_can_be_begun_again(strava, cast, world, time, past):
    world.faults.add(Fault("500", path="/athlete/activities", times=8))
    account = strava.connect(cast.ana)
    for _ in range(9):
        time.move(hours=2)
        strava.sweep()
    assert "stopped, because Strava did not answer" in shown(strava, cast)

    strava.visit(cast.ana, f"/strava/accounts/{account.id}/backfill", method="POST")
    strava.work()

    assert {activity.id for activity in past} >= imported(strava, cast) != set()


def test_looking_again_finds_what_no_event_announced_and_fetches_nothing_twice(strava, cast, world, past):
    account = strava.connect(cast.ana)
    missed = world.finish(ANA, HABIT)
    world.hooks.take_held()
    asked = len(strava.asked("/api/v3/activities"))

    page = strava.visit(cast.ana, f"/strava/accounts/{account.id}/backfill", method="POST", target="strava_link")
    assert "Looking through your last 90 days" in page.text
    strava.work()

    assert missed.id in imported(strava, cast)
    assert len(strava.asked("/api/v3/activities")) == asked + 2


def test_pressing_twice_begins_one_backfill(strava, cast, world, past, step):
    account = strava.account(cast.ana)

    for _ in range(2):
        strava.visit(cast.ana, f"/strava/accounts/{account.id}/backfill", method="POST")

    assert backfill().state == "listing"


def test_a_backfill_ends_with_its_link(strava, cast, world, past, step):
    step()
    step()
    strava.visit(cast.ana, f"/strava/accounts/{strava.account(cast.ana).id}", method="DELETE")
    strava.work()
    strava.sweep()

    assert imported(strava, cast) == set()
    assert db.session.scalar(select(func.count()).select_from(StravaBackfill)) == 0


def test_a_second_chain_of_steps_ends_the_first(strava, cast, world, past, step, monkeypatch):
    queued = []
    monkeypatch.setattr(jobs, "again", lambda _, *ids: queued.append(ids))
    for _ in range(3):  # a chain whose next step waits long in the queue, and what the sweep took it for
        step()
    assert len(queued) == 3

    for _ in range(4):
        waiting, queued[:] = queued[:], []
        with strava.app.app_context():
            for ids in waiting:
                jobs.continue_backfill(*map(str, ids))

    assert len(queued) == 1


def test_the_whole_way_through_relay_and_queue(strava, cast, world, past, deliver):
    """Relay, RQ and the chain of steps, as they run in the portal."""
    client, address = strava.go(cast.ana)
    strava.come_back(cast.ana, client, strava.say(address))

    for _ in range(2):
        deliver()

    assert imported(strava, cast) == {activity.id for activity in past}
