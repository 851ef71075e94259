from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.activities.actions import forget_recording, forget_source
from portal.activities.actions.activities import delete_activity, describe_activity
from portal.activities.actions.recordings import forget_deleted
from portal.activities.models import Activity, ActivityStream, Lap
from portal.activities.queries.activities import channels_of
from portal.activities.rules import LapMark, Sport
from portal.activities.rules.imports import RecordingRefused
from portal.activities.rules.recording import Description
from portal.events.log import LoggedEvent
from tests.activities.conftest import later, run
from tests.cast import NOW

LAPS = (LapMark(0, 900), LapMark(900, 900))


def facts(session):
    return [
        row.name.removeprefix("activities.") for row in session.scalars(select(LoggedEvent).order_by(LoggedEvent.id))
    ]


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_the_same_recording_twice_changes_nothing(cast, store, session):
    first = store(cast.ana, run(laps=LAPS))
    again = store(cast.ana, run(laps=LAPS))

    assert again is first
    assert facts(session) == ["ActivityStored"]
    assert [count(session, table) for table in (Activity, ActivityStream, Lap)] == [1, 1, 2]


def test_what_the_source_says_now_replaces_what_it_said(cast, store, session):
    first = store(cast.ana, run(laps=LAPS, name="Run"), source="strava", external_id="7")

    again = store(cast.ana, run(1200, name="Long run"), source="strava", external_id="7")

    assert again.id == first.id
    assert (again.name, again.duration_s) == ("Long run", 1200)
    assert facts(session) == ["ActivityStored", "ActivityChanged"]
    assert [count(session, table) for table in (Activity, ActivityStream, Lap)] == [1, 1, 0]


def test_what_the_athlete_wrote_outlives_the_source(cast, store):
    activity = store(cast.ana, run(name="Run"))
    describe_activity(activity, Description("Race", "Hot"), by=cast.ana.id, now=NOW)

    store(cast.ana, run(name="Morning run"))

    assert (activity.name, activity.own_name, activity.note) == ("Morning run", "Race", "Hot")


def test_a_deleted_activity_stays_deleted_when_its_source_speaks_again(cast, store, session):
    activity = store(cast.ana, source="strava")
    delete_activity(activity, by=cast.ana.id, now=NOW)

    store(cast.ana, run(name="Renamed"), source="strava")

    assert activity.deleted_at == NOW
    assert facts(session) == ["ActivityStored", "ActivityDeleted"]


def test_another_athlete_source_or_id_is_another_activity(cast, store, session):
    store(cast.ana, external_id="1")
    store(cast.ana, run(began=later(days=-1)), external_id="2")
    store(cast.ana, run(began=later(days=-2)), source="strava", external_id="1")
    store(cast.sam, external_id="1")

    assert count(session, Activity) == 4


def test_the_day_is_the_athletes(cast, store):
    late = run(began=later(hours=6))  # 00:04 on Friday in Zagreb

    by_device = store(cast.ana, replace(late, utc_offset_s=-3600), external_id="1")
    by_settings = store(cast.ana, replace(late, utc_offset_s=None), external_id="2")

    assert (by_device.local_on, by_settings.local_on) == (date(2026, 5, 14), date(2026, 5, 15))


def test_all_samples_can_be_had_again(cast, store):
    recording = run(600)

    channels = channels_of(store(cast.ana, recording))

    assert channels["time_s"] == recording.channels["time_s"]
    assert channels["heart_rate_bpm"] == [round(value) for value in recording.channels["heart_rate_bpm"]]


def test_a_recording_of_tomorrow_is_refused_and_nothing_is_kept(cast, store, session):
    with pytest.raises(RecordingRefused):
        store(cast.ana, run(began=NOW + timedelta(days=9)))

    assert count(session, Activity) == 0


def test_forgetting_leaves_nothing_behind(cast, store, session):
    store(cast.ana, run(laps=LAPS), source="strava", external_id="7")

    assert forget_recording(cast.ana.id, "strava", "7", now=NOW)
    assert not forget_recording(cast.ana.id, "strava", "7", now=NOW)

    session.commit()
    assert [count(session, table) for table in (Activity, ActivityStream, Lap)] == [0, 0, 0]
    assert facts(session) == ["ActivityStored", "ActivityForgotten"]


def test_forgetting_a_source_leaves_the_others_and_other_people(cast, store, session):
    for number in range(3):
        store(cast.ana, run(began=later(days=-number)), source="strava", external_id=str(number))
    kept = {store(cast.ana, run(began=later(days=-9))).id, store(cast.sam, source="strava").id}

    assert forget_source(cast.ana.id, "strava", now=NOW) == 3

    session.commit()
    assert set(session.scalars(select(Activity.id))) == kept


def test_what_was_deleted_a_month_ago_is_forgotten(cast, store, session):
    old, young, alive = (store(cast.ana, run(began=later(days=-n)), external_id=str(n)) for n in range(3))
    delete_activity(old, by=cast.ana.id, now=NOW - timedelta(days=30))
    delete_activity(young, by=cast.ana.id, now=NOW - timedelta(days=29))

    assert forget_deleted(now=NOW) == 1

    session.commit()
    assert set(session.scalars(select(Activity.id))) == {young.id, alive.id}


@pytest.mark.parametrize("sport", Sport)
def test_every_sport_can_be_stored(cast, store, sport):
    assert store(cast.ana, run(sport=sport)).sport is sport
