"""Where missed sessions wait, the work moves to other days: with its name, its kind and its log."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.training.models.plans import PlannedSession
from portal.training.rules.plans import Missed
from portal.training.rules.sessions import SessionKind
from tests.cast import TODAY
from workers.training import name_moved_sessions


@pytest.fixture
def moved(gym, time):
    """Monday's run was missed; now it waits on Thursday, which was a day of squats."""
    items = (gym.runs(days=(0, 1, 2)), gym.squats("b", days=(3,)))
    thursday = gym.sessions(gym.plan(*items, missed=Missed.SHIFT))[3]
    time.move(days=5)
    return thursday


def name_of(session, planned):
    """Return what lists call the session."""
    return session.execute(
        select(PlannedSession.title, PlannedSession.kind).where(PlannedSession.id == planned.id)
    ).one()


def test_a_session_is_called_after_what_it_asks_for(cast, visit, moved):
    text = visit(cast.ana, f"/sessions/{moved.id}").text

    assert "<h1>Back squat</h1>" not in text
    assert "run</h1>" in text


def test_a_run_that_moved_to_a_day_of_lifting_is_logged_and_shown(cast, visit, moved):
    text = visit(cast.ana, f"/sessions/{moved.id}").text
    token, track = (re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("shown", "track"))

    visit(cast.ana, f"/sessions/{moved.id}/efforts", method="POST", track=track, shown=token, distance="5")

    assert "Change what you did" in visit(cast.ana, f"/sessions/{moved.id}").text


@pytest.fixture
def new_day(app, cast, session):
    """Do what the schedule does twice an hour."""

    def run():
        with app.app_context():
            name_moved_sessions()
        session.add(cast.ana)  # the job let go of everybody

    return run


def test_lists_call_it_so_too_once_the_day_is_there(moved, new_day, session):
    new_day()

    assert name_of(session, moved) == ("Quality run", SessionKind.ENDURANCE)


def test_a_late_log_and_an_excuse_move_the_names_back(gym, cast, visit, time, deliver, new_day, session):
    items = (gym.squats(days=(0,)), gym.runs(days=(1, 3, 5)))
    monday, tuesday, *_ = gym.sessions(gym.plan(*items, missed=Missed.SHIFT))
    time.move(days=3)
    new_day()
    assert name_of(session, tuesday).title == "Back squat"

    token = re.search(r'name="shown" value="([^"]+)"', visit(cast.ana, f"/sessions/{monday.id}").text)[1]
    visit(cast.ana, f"/sessions/{monday.id}/completion", method="POST", shown=token)
    deliver()

    assert name_of(session, tuesday).title != "Back squat"


def test_illness_moves_the_names_as_it_moves_the_work(gym, cast, visit, deliver, session):
    items = (gym.squats(days=(0,)), gym.runs(days=(1, 3, 5)))
    monday, tuesday, *_ = gym.sessions(gym.plan(*items, missed=Missed.SHIFT))

    visit(cast.ana, f"/sessions/{monday.id}/excuse", method="POST")
    deliver()

    assert name_of(session, tuesday).title == "Back squat"


def test_a_moved_session_that_was_begun_keeps_its_name(gym, moved, new_day, time, session):
    gym.train(moved, on=moved.on, finish=False)
    time.move(days=10)
    new_day()

    assert name_of(session, moved).kind is SessionKind.ENDURANCE


def test_a_plan_that_began_in_the_past_is_named_when_it_is_published(gym, session):
    items = (gym.squats(days=(0,)), gym.runs(days=(1, 3, 5)))
    plan = gym.plan(*items, missed=Missed.SHIFT, starts_on=TODAY - timedelta(days=7))

    titles = session.scalars(
        select(PlannedSession.title).where(PlannedSession.plan_id == plan.id).order_by(PlannedSession.slot)
    ).all()
    missed, waiting = titles[:3], titles[3:]

    assert missed[0] == "Back squat"
    assert waiting[0] == "Back squat"
