"""A session logged where the network comes and goes."""

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.core.db import db, transaction
from portal.roster.actions.invitations import invite
from portal.roster.rules import InvitationDraft
from portal.training.models.logs import SessionLog, SetLog
from tests.journeys.ticking import (
    session_of,
    sign_in,
    sign_out,
    tick,
    wait_for_copy,
    wait_until,
    wait_until_all_is_sent,
)

pytestmark = pytest.mark.browser

FINISHED_HERE = "Finished, kept on this device; it is sent when the network is back."


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


def test_what_was_logged_without_a_network_is_sent_from_any_page(world, enter):
    page = enter("tom", size="phone", path="/calendar")
    page.locator(".agenda__session").last.click()
    session = UUID(session_of(page))
    context = page.context
    context.set_offline(True)
    tick(page, 2)
    wait_until(page, "kept")
    page.close()

    context.set_offline(False)
    page = context.new_page()
    page.goto("/settings")
    wait_until_all_is_sent(page)

    assert len(sets_of(world, "tom", session)) == 2


def test_signing_out_asks_when_something_was_not_sent_and_it_waits_for_its_person(world, enter):
    page = enter("priya", size="phone", path="/calendar", meets=["ERR_FAILED"])
    page.locator(".agenda__session").last.click()
    session = UUID(session_of(page))
    page.context.route("**/sessions/*/sets", lambda route: route.abort())
    tick(page, 1)
    wait_until(page, "kept")

    sign_out(page)
    page.get_by_text("has not been sent").wait_for()
    page.get_by_role("button", name="Cancel").click()
    assert page.locator("set-logger").count() == 1
    sign_out(page)
    page.locator("ask-first [value=yes]").click()
    page.wait_for_url("**/session/new")
    assert page.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('pages')))") == []

    page.context.unroute("**/sessions/*/sets")
    sign_in(page, "ben")
    page.goto("/settings")
    page.wait_for_load_state("networkidle")
    assert sets_of(world, "priya", session) == []
    sign_out(page)
    page.wait_for_url("**/session/new")
    sign_in(page, "priya")
    wait_until_all_is_sent(page)
    assert len(sets_of(world, "priya", session)) == 1


def test_taking_a_set_back_without_a_network_is_no_leaving(world, enter):
    page = enter("priya", size="phone", path="/calendar")
    page.locator("a.agenda__session").nth(-2).click()
    session = session_of(page)
    tick(page, 1)
    wait_until(page, "saved")
    before = len(sets_of(world, "priya", UUID(session)))
    page.goto(f"/sessions/{session}")  # the row says now how it is taken back
    assert session_of(page) == session
    page.context.set_offline(True)
    tick(page, 1)
    wait_until(page, "kept")

    page.locator(".set-row--done .tick").first.click()

    page.wait_for_function("() => document.querySelectorAll('.set-row--done').length === 1")
    assert not page.locator("ask-first dialog").is_visible()
    page.context.set_offline(False)
    wait_until(page, "saved")
    assert len(sets_of(world, "priya", UUID(session))) == before


def test_on_a_slow_network_nobody_sees_the_pages_of_who_was_there_before(enter):
    page = enter("ana", size="phone", path="/calendar")
    page.evaluate("navigator.serviceWorker.ready")
    wait_for_copy(page, "/calendar")
    page.context.clear_cookies()
    page.goto("/session/new")
    sign_in(page, "ben")
    page.wait_for_function(
        "() => caches.keys().then((names) => names.filter((name) => name.startsWith('pages')).length < 2)"
    )

    shown = page.evaluate("caches.match(location.origin + '/calendar').then((answer) => answer && answer.text())")
    assert shown is None or "Ben" in shown


def invited_by_carla(world):
    with world.app_context(), transaction():
        carla = db.session.scalars(select(Person).where(Person.email == "carla@trackside.example")).one()
        _, token = invite(carla, InvitationDraft(name="Noor Haddad", email=""), now=dt.datetime.now(tz=dt.UTC))
    return token


REGISTERS = """([url, headers]) => fetch(url, {
  method: "POST", headers, redirect: "manual", body: new URLSearchParams({
    name: "Noor Haddad", email: `noor-${Date.now()}@trackside.example`, time_zone: "UTC",
    password: "three green hurdles",
  }),
}).then((answer) => answer.text()).then(() => caches.keys())
  .then((names) => names.filter((name) => name.startsWith("pages")))"""


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plainly", "with htmx"])
def test_who_registers_on_the_phone_of_another_finds_nothing_kept(world, enter, headers):
    page = enter("ana", size="phone", path="/calendar", meets=["404"])
    page.evaluate("navigator.serviceWorker.ready")
    wait_for_copy(page, "/calendar")
    token = invited_by_carla(world)
    page.context.clear_cookies()

    assert page.evaluate(REGISTERS, ["/registrations/none", headers]) != []
    assert page.evaluate(REGISTERS, [f"/invitations/{token}/registration", headers]) == []


def test_no_set_is_lost_without_a_network_and_none_is_doubled(world, enter):
    page = enter("ana", size="phone", path="/today")
    session = session_of(page).replace("-", "")
    page.evaluate("navigator.serviceWorker.ready")
    wait_for_copy(page, "/today")

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


def test_a_double_tap_logs_the_set_and_a_later_tap_takes_it_back(world, enter):
    page = enter("ben", size="phone", path="/calendar")
    page.locator(".agenda__day--today ~ .agenda__day .agenda__session, .agenda__session").last.click()
    session = session_of(page)
    before = len(sets_of(world, "ben", UUID(session)))

    tick = page.locator(".set-row:not(.set-row--done) .tick").first
    row = tick.evaluate("tick => tick.closest('li').id")
    tick.dblclick()
    wait_until(page, "saved")
    assert len(sets_of(world, "ben", UUID(session))) == before + 1

    page.wait_for_timeout(1100)
    page.locator(f"#{row} .tick").click()
    wait_until(page, "saved")
    assert len(sets_of(world, "ben", UUID(session))) == before


def test_a_double_tap_and_two_tabs_make_one_set(world, enter):
    page = enter("ben", size="phone", path="/calendar")
    page.locator(".agenda__day--today ~ .agenda__day .agenda__session, .agenda__session").last.click()
    session = session_of(page)
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
    session = UUID(session_of(page))
    page.context.set_offline(True)
    tick(page, 1)
    page.locator("form[data-log=finish] button[type=submit]").click()
    wait_until(page, "kept")
    page.get_by_text(FINISHED_HERE).wait_for()
    assert page.evaluate("document.activeElement.textContent").strip() == FINISHED_HERE
    assert not page.get_by_role("button", name="Finish").is_visible()
    assert not page.get_by_role("button", name="Cannot do it").is_visible()
    assert not page.locator("rest-timer").is_visible()

    page.context.set_offline(False)
    page.get_by_text("Finished.").wait_for()
    assert not page.get_by_text(FINISHED_HERE).is_visible()

    with world.app_context():
        found = db.session.scalar(
            select(func.count())
            .select_from(SessionLog)
            .where(SessionLog.planned_session_id == session, SessionLog.finished_at.is_not(None))
        )
        db.session.remove()
    assert found == 1


def test_a_session_finished_without_a_network_stays_so_after_a_reload_until_it_is_refused(enter):
    page = enter("diego", size="phone", path="/calendar", meets=["ERR_FAILED", "htmx:"])
    page.locator("a.agenda__session").nth(-2).click()
    page.evaluate("navigator.serviceWorker.ready")
    session_of(page)
    wait_for_copy(page, page.evaluate("location.pathname"))
    page.context.set_offline(True)
    page.get_by_role("button", name="Finish").click()
    page.get_by_text(FINISHED_HERE).wait_for()

    page.reload()
    page.get_by_text(FINISHED_HERE).wait_for()
    assert not page.get_by_role("button", name="Finish").is_visible()
    page.locator(".set-row .tick").first.click()
    wait_until(page, "kept")
    assert page.get_by_text(FINISHED_HERE).is_visible()

    refusal = {"status": 409, "content_type": "text/html", "body": '<p role="alert">Not like this.</p>'}
    page.context.route("**/completion", lambda route: route.fulfill(**refusal))
    page.context.set_offline(False)
    page.get_by_text("Not like this.").wait_for()
    assert page.get_by_role("button", name="Finish").is_visible()
    assert not page.get_by_text(FINISHED_HERE).is_visible()


def progress(page):
    return " ".join(page.locator("[data-follows=progress]").inner_text().split())


def test_the_minutes_that_are_left_follow_what_is_ticked_without_a_network(enter):
    page = enter("grace", size="phone", path="/calendar", meets=["htmx:"])
    page.locator("a.agenda__session").nth(-2).click()
    session_of(page)
    total = page.locator(".set-row").count()
    assert f"~{half_up(total * 2.5)} min left" in progress(page)

    page.context.set_offline(True)
    for done in range(1, total):
        tick(page, 1)
        assert progress(page) == f"{done} of {total} sets · ~{half_up((total - done) * 2.5)} min left"
    tick(page, 1)
    assert progress(page) == f"{total} of {total} sets"
    page.wait_for_timeout(1100)
    page.locator(".set-row .tick").last.click()
    assert progress(page) == f"{total - 1} of {total} sets · ~3 min left"

    here = progress(page)
    page.context.set_offline(False)
    wait_until(page, "saved")
    page.reload()
    assert progress(page) == here


def half_up(minutes):
    return int(minutes + 0.5)


def test_the_minutes_that_are_left_follow_a_run_without_a_network(enter):
    page = enter("jonas", size="phone", path="/calendar", meets=["htmx:"])
    page.locator("a.agenda__session").filter(has_not_text="Long run").last.click()
    session_of(page)
    assert "min left" in progress(page)

    page.context.set_offline(True)
    page.get_by_role("button", name="Done", exact=True).click()
    wait_until(page, "kept")

    assert progress(page) == "1 of 1 run"
    assert page.locator(".lane [role=img]").get_attribute("aria-label") == "1 of 1 done"


def test_without_a_network_no_plates_are_shown_but_those_of_the_next_set(enter):
    page = enter("tom", size="phone", path="/calendar", meets=["htmx:"])
    page.locator("a.agenda__session").nth(-5).click()
    session_of(page)
    sets = page.locator("details.exercise").first
    loads = [row.input_value() for row in sets.locator("[name=load]").all()]
    assert loads[0] != loads[1]
    assert sets.locator(".plates").is_visible()

    page.context.set_offline(True)
    tick(page, 1)
    wait_until(page, "kept")
    assert not sets.locator(".plates").is_visible()

    page.context.set_offline(False)
    wait_until(page, "saved")
    page.wait_for_function("() => document.querySelector('details.exercise .plates')?.checkVisibility()")
    assert sets.locator("[data-load]").get_attribute("data-load") == loads[1]
