"""What a recording means for the training log, whatever happens to either of them afterwards."""

import pytest
from sqlalchemy import select

from portal.activities.actions import forget_recording
from portal.events.log import LoggedEvent
from portal.training.models.logs import EffortLog, SessionLog
from tests.activities.conftest import THURSDAY
from tests.cast import NOW
from tests.training.builders import Gym

MONDAY = THURSDAY.replace(day=11)


@pytest.fixture
def mixed(app, cast):
    """Return the session of that Thursday, which asks for squats and a run."""
    gym = Gym(app, cast)
    plan = gym.plan(gym.squats(days=(3,)), gym.runs(days=(3, 4, 6)), starts_on=MONDAY)
    return next(row for row in gym.sessions(plan) if row.on == THURSDAY)


@pytest.fixture
def follow(session, deliver):
    """Let everything follow from what happened."""

    def follow():
        session.commit()
        session.expunge_all()  # jobs roll back what they only read, which would expire the cast
        deliver()

    return follow


@pytest.fixture
def forget(cast, follow):
    """Erase what came from a service, as a job would, and let everything follow."""

    def forget(source="strava", external_id="1"):
        forget_recording(cast.ana.id, source, external_id, now=NOW)
        follow()

    return forget


def logs(session):
    return session.scalars(select(SessionLog).execution_options(populate_existing=True)).all()


def efforts(session):
    return session.scalars(select(EffortLog).execution_options(populate_existing=True)).all()


def names(session):
    return [row.name for row in session.scalars(select(LoggedEvent).order_by(LoggedEvent.id))]


def test_erasing_a_recording_leaves_lifting_that_was_finished(cast, mixed, store, visit, time, session, follow, forget):
    store(cast.ana, source="upload")
    follow()
    time.move(minutes=5)
    tick = {"track": "a", "position": "0", "reps": "5", "load": "60"}
    visit(cast.ana, f"/sessions/{mixed.id}/sets", method="POST", **tick)
    visit(cast.ana, f"/sessions/{mixed.id}/completion", method="POST", rpe="", note="")
    before = logs(session)[0].done_pct

    forget("upload")

    (log,) = logs(session)
    assert log.finished_at is not None
    assert 0 < log.done_pct < before
    assert [work["ratio"] for work in log.done.values() if isinstance(work, dict)] == [0]
    assert len(log.done["a"]) == 1
    assert efforts(session) == []
    assert names(session)[-1] == "training.LogCorrected"


def test_erasing_a_recording_leaves_what_a_person_finished_after_opening_it_again(
    cast, planned, store, visit, time, session, follow, forget
):
    wanted = planned()
    store(cast.ana, source="upload")
    follow()
    time.move(minutes=5)
    visit(cast.ana, f"/sessions/{wanted.id}/completion", method="DELETE")
    visit(cast.ana, f"/sessions/{wanted.id}/completion", method="POST", rpe="", note="")

    forget("upload")

    (log,) = logs(session)
    assert log.finished_at is not None
    assert (log.done_pct, efforts(session)) == (0, [])


@pytest.mark.parametrize("said", [{"rpe": "7", "note": ""}, {"rpe": "", "note": "Windy"}])
def test_erasing_a_recording_leaves_what_a_person_said_about_it(
    cast, planned, store, visit, session, follow, forget, said
):
    wanted = planned()
    store(cast.ana, source="upload")
    follow()
    visit(cast.ana, f"/sessions/{wanted.id}/completion", method="POST", **said)

    forget("upload")

    assert [log.finished_at is not None for log in logs(session)] == [True]
    assert efforts(session) == []


def test_erasing_a_recording_takes_a_log_that_holds_nothing_else(cast, planned, store, session, follow, forget):
    planned()
    store(cast.ana, source="upload")
    follow()

    forget("upload")

    assert logs(session) == []
    assert names(session)[-1] == "training.SessionReopened"
