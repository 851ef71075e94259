"""Where missed sessions wait, the work moves to other days: with its name, its kind and its log."""

import re

import pytest

from portal.training.rules.plans import Missed


@pytest.fixture
def moved(gym, time):
    """Monday's run was missed; now it waits on Thursday, which was a day of squats."""
    items = (gym.runs(days=(0, 1, 2)), gym.squats("b", days=(3,)))
    thursday = gym.sessions(gym.plan(*items, missed=Missed.SHIFT))[3]
    time.move(days=5)
    return thursday


def test_a_session_is_called_after_what_it_asks_for(cast, visit, moved):
    text = visit(cast.ana, f"/sessions/{moved.id}").text

    assert "<h1>Back squat</h1>" not in text
    assert "run</h1>" in text


def test_a_run_that_moved_to_a_day_of_lifting_is_logged_and_shown(cast, visit, moved):
    text = visit(cast.ana, f"/sessions/{moved.id}").text
    token, track = (re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("shown", "track"))

    visit(cast.ana, f"/sessions/{moved.id}/efforts", method="POST", track=track, shown=token, distance="5")

    assert "Change what you did" in visit(cast.ana, f"/sessions/{moved.id}").text
