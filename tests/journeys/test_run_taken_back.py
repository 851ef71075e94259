"""A run that was ticked by mistake is taken back, with a network and without."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.db import db
from portal.training.models.logs import EffortLog, SessionLog
from portal.training.models.plans import PlannedSession
from portal.training.rules.sessions import SessionKind

pytestmark = pytest.mark.browser


@pytest.fixture
def run(world):
    """The last planned run of Jonas: nothing else in the demo world is about it."""
    runs = (
        select(PlannedSession.id)
        .join(Person, Person.id == PlannedSession.athlete_id)
        .where(Person.email == "jonas@trackside.example", PlannedSession.kind == SessionKind.ENDURANCE)
        .order_by(PlannedSession.on.desc())
    )
    with world.app_context():
        found = db.session.scalars(runs).first()
        db.session.remove()
    return found


def efforts(world, session_id):
    logged = select(EffortLog.id).join(SessionLog, SessionLog.id == EffortLog.session_log_id)
    with world.app_context():
        found = db.session.scalars(logged.where(SessionLog.planned_session_id == session_id)).all()
        db.session.remove()
    return len(found)


def wait_until(page, state):
    page.wait_for_function("state => document.querySelector('.saved').dataset.state === state", arg=state)


@pytest.mark.parametrize("network", ["there", "gone"])
def test_a_run_is_taken_back(world, enter, run, network):
    page = enter("jonas", size="phone", path=f"/sessions/{run}", meets=["htmx:"])
    page.wait_for_function("() => document.querySelector('set-logger:defined')")
    noted = page.locator("[data-follows^=ran_]")
    page.get_by_role("button", name="Done").click()
    wait_until(page, "saved")
    page.get_by_role("button", name="Take it back").wait_for()
    assert efforts(world, run) == 1

    page.wait_for_timeout(1100)  # a second tap within a second is a double tap
    page.context.set_offline(network == "gone")
    page.get_by_role("button", name="Take it back").click()
    wait_until(page, "kept" if network == "gone" else "saved")
    noted.wait_for(state="hidden")
    page.context.set_offline(False)
    wait_until(page, "saved")

    page.reload()
    page.wait_for_function("() => document.querySelector('set-logger:defined')")
    assert efforts(world, run) == 0
    assert not noted.is_visible()
    assert page.get_by_role("button", name="Done").is_visible()


def test_what_was_refused_is_not_shown_as_done(enter, run):
    page = enter("jonas", size="phone", path=f"/sessions/{run}")
    page.wait_for_function("() => document.querySelector('set-logger:defined')")
    page.get_by_label("Distance").first.fill("-5")

    page.get_by_role("button", name="Done").click()

    page.get_by_role("alert").filter(has_text="One entry was not taken.").wait_for()
    assert not page.locator("[data-follows^=ran_]").is_visible()
    assert page.locator("[data-count=done]").inner_text() == "0"
    page.get_by_role("button", name="Drop it").click()
