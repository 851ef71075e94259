"""A plan that is withdrawn, laid out anew and published again is a new one: nothing of the old reaches into it."""

import pytest

from portal.core.db import db, transaction
from portal.training.actions import plans
from portal.training.models.plans import Adjustment, Plan
from portal.training.rules.layout import LETTERS, Layout


@pytest.fixture
def withdrawn(gym, cast, visit, time):
    """A plan of squats whose first session was changed by hand, and which was taken back."""
    plan = gym.plan()
    first = gym.sessions(plan)[0]
    form = {"sets": "2", "reps": "5", "load": "50", "reason": "Tired week."}
    assert visit(cast.carla, f"/sessions/{first.id}/adjustments/a", method="POST", **form).status_code == 303
    visit(cast.carla, f"/plans/{plan.id}/publication", method="DELETE")
    time.move(minutes=1)
    return plan


def test_no_change_by_hand_survives_a_withdrawal(gym, cast, visit, withdrawn):
    with transaction():
        plan = db.session.get(Plan, withdrawn.id)
        plans.put_item(plan, gym.squats(start_load=30))
    visit(cast.carla, f"/plans/{withdrawn.id}/publication", method="POST")

    first = gym.sessions(withdrawn)[0]
    opened = gym.sheet(first, today=first.on)

    assert [row.load_kg for row in opened.sheet.tracks[0].sets] == [30, 30, 30]


def test_what_was_changed_before_is_not_put_back(gym, cast, visit, withdrawn, session):
    visit(cast.carla, f"/plans/{withdrawn.id}/publication", method="POST")
    (adjustment,) = session.query(Adjustment).all()

    assert visit(cast.carla, f"/adjustments/{adjustment.id}", method="POST").status_code == 409
    assert "Tired week." not in visit(cast.carla, f"/plans/{withdrawn.id}").text


def test_the_plan_opens_when_the_changed_row_is_gone(gym, cast, visit, withdrawn):
    with transaction():
        plan = db.session.get(Plan, withdrawn.id)
        plans.remove_item(plan, "a")
        plans.put_item(plan, gym.squats("b", start_load=100))
    visit(cast.carla, f"/plans/{withdrawn.id}/publication", method="POST")

    first = gym.sessions(withdrawn)[0]

    assert visit(cast.carla, f"/plans/{withdrawn.id}").status_code == 200
    assert [row.load_kg for row in gym.sheet(first, today=first.on).sheet.tracks[0].sets] == [100, 100, 100]


def test_a_row_never_gets_the_key_of_one_that_was_removed(gym):
    layout, seen = Layout(weeks=4, missed="skip"), []
    for _ in range(30):
        seen.append(layout.free_key())
        layout = Layout.from_json(layout.with_item(gym.squats(seen[-1])).without(seen[-1]).as_json())

    assert seen[:26] == list(LETTERS)
    assert seen[26:] == ["aa", "ab", "ac", "ad"]
