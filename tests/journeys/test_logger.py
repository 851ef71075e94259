"""A session logged where the network comes and goes."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.core.db import db
from portal.training.models.logs import SessionLog, SetLog

pytestmark = pytest.mark.browser


def sets_of(world, who, session):
    with world.app_context():
        rows = db.session.scalars(
            select(SetLog.position)
            .join(SessionLog, SessionLog.id == SetLog.session_log_id)
            .join(Person, Person.id == SessionLog.athlete_id)
            .where(Person.email == f"{who}@trackside.example")
            .where(SessionLog.planned_session_id == session)
        ).all()
        db.session.remove()
        return rows


def tick(page, times):
    for _ in range(times):
        done = page.locator(".set-row--done").count()
        page.locator(".tick--main").click()
        page.wait_for_function("count => document.querySelectorAll('.set-row--done').length > count", arg=done)


def wait_until(page, state):
    page.wait_for_function("state => document.querySelector('.saved').dataset.state === state", arg=state)


def test_no_set_is_lost_without_a_network_and_none_is_doubled(world, enter):
    page = enter("ana", size="phone", path="/today")
    session = page.locator("set-logger").get_attribute("session").replace("-", "")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("() => caches.open('pages').then((pages) => pages.keys()).then((keys) => keys.length > 0)")

    tick(page, 2)
    wait_until(page, "saved")
    page.context.set_offline(True)
    tick(page, 3)
    wait_until(page, "kept")

    page.reload()
    page.wait_for_function("() => document.querySelectorAll('.set-row--done').length === 5")
    tick(page, 1)
    page.context.set_offline(False)
    wait_until(page, "saved")

    assert len(sets_of(world, "ana", UUID(session))) == 6
    page.reload()
    assert page.locator(".set-row--done").count() == 6


def test_a_double_tap_and_two_tabs_make_one_set(world, enter):
    page = enter("ben", size="phone", path="/calendar")
    page.locator(".agenda__day--today ~ .agenda__day .agenda__session, .agenda__session").last.click()
    session = page.locator("set-logger").get_attribute("session")
    second = page.context.new_page()
    second.goto(f"/sessions/{session}")

    page.locator(".tick--main").dblclick()
    second.wait_for_function("() => document.querySelectorAll('.set-row--done').length >= 0")
    second.locator(".set-row .tick").first.click()
    wait_until(page, "saved")
    wait_until(second, "saved")

    rows = sets_of(world, "ben", UUID(session))
    assert len(rows) == len(set(rows))


def test_finishing_without_a_network_arrives_later(world, enter):
    page = enter("diego", size="phone", path="/calendar")
    page.locator(".agenda__session").last.click()
    page.evaluate("navigator.serviceWorker.ready")
    session = UUID(page.locator("set-logger").get_attribute("session"))
    page.context.set_offline(True)
    tick(page, 1)
    page.locator("form[data-log=finish] button[type=submit]").click()
    wait_until(page, "kept")

    page.context.set_offline(False)
    page.get_by_text("Finished.").wait_for()

    with world.app_context():
        found = db.session.scalar(
            select(func.count())
            .select_from(SessionLog)
            .where(SessionLog.planned_session_id == session, SessionLog.finished_at.is_not(None))
        )
        db.session.remove()
    assert found == 1
