"""A phone that several people use: what one of them ticked is sent, for them and by them."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.db import db
from portal.events.log import LoggedEvent
from portal.seed.people import PASSWORD
from portal.training.events.logs import SessionBegun
from tests.conftest import SAME_SITE
from tests.journeys.conftest import SEE_OTHER, credentials
from tests.journeys.ticking import (
    session_of,
    sign_in,
    sign_out,
    tick,
    wait_until,
    wait_until_all_is_sent,
)

pytestmark = pytest.mark.browser

OK = 200
SETS = "**/sessions/*/sets"
ENTRIES = """async () => {
  const store = await import("/static/js/logger/store.js");
  return store.all();
}"""
TO_THE_FIRST_VERSION = """(entries) => new Promise((resolve, reject) => {
  indexedDB.deleteDatabase("trackside-log").onsuccess = () => {
    const request = indexedDB.open("trackside-log", 1);
    request.onerror = () => reject(request.error);
    request.onupgradeneeded = () => {
      const kept = request.result.createObjectStore("entries", { keyPath: ["session", "place"] });
      kept.createIndex("seq", "seq");
      for (const entry of entries) kept.put(entry);
    };
    request.onsuccess = () => { request.result.close(); resolve(); };
  };
})"""


def ticked_in_vain(enter, who, number):
    """Return their page with a set ticked that does not reach the portal; `number` counts from their last session."""
    page = enter(who, size="phone", path="/calendar", meets=["ERR_FAILED", "oobErrorNoTarget"])
    page.locator("a.agenda__session").nth(-number).click()
    session_of(page)
    page.context.route(SETS, lambda route: route.abort())
    tick(page, 1)
    wait_until(page, "kept")
    return page


def sign_in_instead(page, who):
    """Let somebody else sign in in another tab of the same browser."""
    answer = page.context.request.post("/session", form=credentials(who), headers=SAME_SITE, max_redirects=0)
    assert answer.status == SEE_OTHER


def began(world, session):
    """Return who logged the first thing of the session, each time."""
    with world.app_context():
        rows = db.session.execute(
            select(LoggedEvent.payload, Person.email)
            .join(Person, Person.id == LoggedEvent.by_id)
            .where(LoggedEvent.name == SessionBegun.name)
        ).all()
        db.session.remove()
        return [email.partition("@")[0] for payload, email in rows if payload["planned_session_id"] == session]


def leave(page):
    sign_out(page)
    page.locator("ask-first [value=yes]").click()
    page.wait_for_url("**/session/new")
    page.context.unroute(SETS)


def sent_on_signing_in(page, session, who):
    """Sign in; return how the portal answered to what waited, and what is still to be sent of it."""
    with page.expect_response(lambda answer: answer.url.endswith(f"/sessions/{session}/sets")) as answered:
        sign_in(page, who)
    wait_until_all_is_sent(page)
    return answered.value.status, [entry["state"] for entry in page.evaluate(ENTRIES) if entry["state"] != "sent"]


def test_what_one_left_is_sent_although_another_logged_the_same_set_there(world, enter):
    page = ticked_in_vain(enter, "priya", 4)
    session = session_of(page)
    leave(page)
    sign_in(page, "carla")
    page.goto(f"/sessions/{session}")
    session_of(page)
    tick(page, 1)
    wait_until(page, "saved")

    page.context.clear_cookies()
    page.goto("/session/new")

    assert sent_on_signing_in(page, session, "priya") == (OK, [])
    assert began(world, session) == ["carla"]


def test_what_an_older_portal_wrote_down_is_sent(world, enter):
    page = ticked_in_vain(enter, "priya", 5)
    session = session_of(page)
    entries = page.evaluate(ENTRIES)
    leave(page)
    page.evaluate(TO_THE_FIRST_VERSION, entries)

    assert sent_on_signing_in(page, session, "priya") == (OK, [])
    assert began(world, session) == ["priya"]


@pytest.mark.parametrize(("who", "number"), [("carla", 2), ("sam", 3)])
def test_what_one_ticked_is_not_sent_as_another_who_signed_in_beside(world, enter, who, number):
    page = ticked_in_vain(enter, "tom", number)
    session = session_of(page)
    beside = page.context.new_page()
    sign_in_instead(page, who)
    beside.goto("/")
    page.context.unroute(SETS)

    page.evaluate("dispatchEvent(new Event('online'))")

    dialog = page.locator("sign-in-again dialog[open]")
    dialog.wait_for()
    assert began(world, session) == []
    assert beside.locator("sign-in-again dialog[open]").count() == 0
    dialog.get_by_label("E-mail").fill("tom@trackside.example")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    wait_until(page, "saved")
    assert began(world, session) == ["tom"]


def test_what_one_does_is_neither_shown_nor_asked_beside_where_another_reads_the_same_session(enter):
    page = ticked_in_vain(enter, "tom", 4)
    beside = page.context.new_page()
    sign_in_instead(page, "carla")
    beside.goto(f"/sessions/{session_of(page)}")
    session_of(beside)
    assert beside.locator(".set-row--done").count() == 0
    page.context.unroute(SETS)

    tick(page, 1)
    page.locator("sign-in-again dialog[open]").wait_for()

    assert beside.locator(".set-row--done, sign-in-again dialog[open]").count() == 0


def test_what_one_typed_is_not_sent_as_another_who_signed_in_beside(enter):
    page = enter("priya", path="/settings", meets=["oobErrorNoTarget"])
    page.get_by_label("Name", exact=True).fill("Priya N.")
    sign_in_instead(page, "sam")

    page.locator("form", has=page.get_by_label("Name", exact=True)).get_by_role("button").click()

    page.locator("sign-in-again dialog[open]").wait_for()
    page.goto("/settings")
    assert page.get_by_label("Name", exact=True).input_value() == "Sam Reyes"


def test_a_plain_form_of_one_is_not_sent_as_another_who_signed_in_beside(enter):
    page = enter("priya", path="/coaching", meets=["oobErrorNoTarget"])
    page.get_by_role("link", name="End the coaching").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_role("button", name="End the coaching").wait_for()
    sign_in_instead(page, "carla")

    dialog.get_by_role("button", name="End the coaching").click()

    page.get_by_text("Nothing you typed is lost").wait_for()
    page.goto("/clients")
    assert page.get_by_role("link", name="Priya Nair").count() > 0
