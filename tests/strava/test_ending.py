"""Disconnecting: revoked, stopped, erased, with a receipt."""

import html

from sqlalchemy import func, select

from portal.activities.models import Activity
from portal.activities.rules import Recording, Sport
from portal.core.db import db
from portal.events.log import LoggedEvent
from portal.roster.models import Coaching, Consent
from portal.roster.rules import DataKind
from portal.sandbox.strava.faults import Fault
from portal.strava.models.accounts import StravaAccount, StravaErasure
from portal.strava.models.imports import StravaActivitySync, StravaBackfill, StravaEvent
from tests.strava.conftest import ANA, BEN

PAGE = "/settings/strava"
HABIT = ANA.week[1]
NAME = "Quiet loop behind the mill"


def leave(strava, person, **options):
    return strava.visit(person, f"/strava/accounts/{strava.account(person).id}", method="DELETE", **options)


def everything_in(connection):
    """Return all rows of all tables as one text."""
    tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    return "\n".join(str(row) for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'))  # noqa: S608


def test_disconnecting_revokes_erases_and_shows_a_receipt(strava, cast, world):
    strava.connect(cast.ana)
    for n in range(3):
        world.finish(ANA, HABIT, minutes_ago=90 * n)
    strava.announce()

    page = leave(strava, cast.ana, target="strava_link").text
    assert "What came from there is being erased." in page
    strava.work()

    assert world.tokens.grants == {}
    assert strava.activities(cast.ana) == []
    page = html.unescape(strava.visit(cast.ana, PAGE).text)
    assert "Strava is disconnected, and its data is erased." in page
    assert "3 activities and everything made from them were erased on" in page
    assert "Connect with Strava" in page


def test_nothing_of_strava_is_left_in_database_or_files(strava, cast, world, session, engine, tmp_path_factory):
    strava.connect(cast.ana)
    activity = world.finish(ANA, HABIT)
    world.rename(activity, NAME)
    strava.announce()
    token = next(iter(world.tokens.grants[ANA.id].access))
    before = everything_in(session.connection()) if engine.dialect.name == "sqlite" else NAME + str(activity.id)
    assert NAME in before
    assert str(activity.id) in before

    leave(strava, cast.ana)
    strava.work()

    session.expire_all()
    for table in (Activity, StravaActivitySync, StravaEvent, StravaBackfill):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    if engine.dialect.name == "sqlite":
        after = everything_in(session.connection())
        for trace in (NAME, str(activity.id), str(ANA.id), token, "strava_link'"):
            assert trace not in after
    home = strava.app.config["TRACKSIDE_HOME"]
    assert not [path for path in home.rglob("*") if path.is_file() and NAME.encode() in path.read_bytes()]


def test_what_came_from_a_file_stays(strava, cast, world, time):
    from portal.activities.actions import store_recording  # noqa: PLC0415
    from portal.core.db import transaction  # noqa: PLC0415

    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()
    twin = Recording(sport=Sport.RUN, started_at=time.moment, duration_s=1800.0, name="From the watch")
    with strava.app.app_context(), transaction():
        store_recording(cast.ana.id, twin, source="upload", external_id="a-file", now=time.moment)

    leave(strava, cast.ana)
    strava.work()

    assert [row.name for row in strava.activities(cast.ana)] == ["From the watch"]


def test_pressing_twice_ends_once(strava, cast):
    account = strava.connect(cast.ana)

    for _ in range(2):
        strava.visit(cast.ana, f"/strava/accounts/{account.id}", method="DELETE")
    strava.work()

    assert db.session.scalar(select(func.count()).select_from(StravaErasure)) == 1
    ended = select(func.count()).select_from(LoggedEvent).where(LoggedEvent.name == "strava.StravaErased")
    assert db.session.scalar(ended) == 1


def test_trainers_see_nothing_from_the_same_request_on(strava, cast):
    strava.connect(cast.ana)
    coaching = db.session.scalars(select(Coaching).where(Coaching.trainer_id == cast.carla.id)).one()
    strava.visit(cast.ana, f"/coachings/{coaching.id}/strava", method="POST")

    leave(strava, cast.ana)

    shared = select(Consent).where(Consent.kind == DataKind.STRAVA, Consent.revoked_at.is_(None))
    assert db.session.scalars(shared).all() == []


def test_while_strava_is_away_the_data_is_erased_all_the_same_and_the_access_revoked_later(strava, cast, world, time):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()
    world.faults.add(Fault("502_html", path="/oauth/revoke"))
    leave(strava, cast.ana)
    strava.work()
    assert strava.activities(cast.ana) == []
    assert world.tokens.grants != {}

    time.move(minutes=5)
    strava.sweep()

    assert world.tokens.grants == {}
    assert db.session.scalars(select(StravaErasure.token_sealed)).one() is None


def test_an_erasure_whose_worker_died_is_carried_out_later(strava, cast, world, time):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()
    leave(strava, cast.ana)

    time.move(minutes=3)
    strava.sweep()

    assert strava.activities(cast.ana) == []
    assert world.tokens.grants == {}


def test_connecting_again_begins_anew(strava, cast, world):
    first = strava.connect(cast.ana)
    generation = first.generation
    leave(strava, cast.ana)
    strava.work()

    again = strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()

    assert again.generation > generation
    assert len(strava.activities(cast.ana)) == 1


def test_connecting_again_before_the_erasure_keeps_nothing_old_and_loses_nothing_new(strava, cast, world):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT, minutes_ago=300)
    strava.announce()
    leave(strava, cast.ana)
    world.activities.clear()
    fresh = world.finish(ANA, HABIT)
    client, address = strava.go(cast.ana)
    strava.come_back(cast.ana, client, strava.say(address))

    strava.work(latest_first=True)  # the tokens are fetched before anybody erases
    strava.work()

    assert strava.account(cast.ana).status == "active"
    assert [row.external_id for row in strava.activities(cast.ana)] == [str(fresh.id)]
    assert ANA.id in world.tokens.grants  # revoking the old token would have ended the new link


def test_the_token_of_another_strava_account_is_still_revoked(strava, cast, world, time):
    strava.connect(cast.ana)
    world.faults.add(Fault("502_html", path="/oauth/revoke"))
    leave(strava, cast.ana)
    strava.work()

    strava.connect(cast.ana, athlete=BEN)
    time.move(minutes=5)
    strava.sweep()

    assert set(world.tokens.grants) == {BEN.id}
    assert strava.account(cast.ana).status == "active"


def test_events_after_the_end_are_dropped(strava, cast, world):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    late = world.hooks.take_held()
    leave(strava, cast.ana)
    strava.work()

    assert strava.post(*late) == [200]
    strava.work()

    assert strava.activities(cast.ana) == []
    assert db.session.scalar(select(func.count()).select_from(StravaEvent)) == 0


def test_another_athletes_link_is_untouched(strava, cast, world):
    strava.connect(cast.ana)
    strava.connect(cast.sam, athlete=BEN)
    for athlete in (ANA, BEN):
        world.finish(athlete, HABIT)
    strava.announce()

    leave(strava, cast.ana)
    strava.work()

    assert strava.activities(cast.ana) == []
    assert len(strava.activities(cast.sam)) == 1
    assert strava.account(cast.sam).status == "active"


def test_an_account_row_holds_nothing_of_strava_after_the_end(strava, cast):
    strava.connect(cast.ana)
    leave(strava, cast.ana)
    strava.work()

    row = db.session.scalars(select(StravaAccount)).one()
    assert (row.strava_athlete_id, row.access_sealed, row.refresh_sealed, row.scopes) == (None, None, None, [])
