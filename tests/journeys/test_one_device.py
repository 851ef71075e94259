"""A phone that several people use: what one of them ticked is sent, for them and by them."""

from uuid import UUID

import pytest

from tests.journeys.ticking import (
    session_of,
    sign_in,
    sign_out,
    tick,
    wait_until,
    wait_until_all_is_sent,
)

pytestmark = pytest.mark.browser

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


def ticked_in_vain(enter, number):
    """Return Priya's page with one set ticked that does not reach the portal; `number` counts from his last session."""
    page = enter("priya", size="phone", path="/calendar", meets=["ERR_FAILED"])
    page.locator("a.agenda__session").nth(-number).click()
    session_of(page)
    page.context.route(SETS, lambda route: route.abort())
    tick(page, 1)
    wait_until(page, "kept")
    return page


def leave(page):
    sign_out(page)
    page.locator("ask-first [value=yes]").click()
    page.wait_for_url("**/session/new")
    page.context.unroute(SETS)


def test_what_one_left_is_sent_although_another_logged_the_same_set_there(enter):
    page = ticked_in_vain(enter, 4)
    session = session_of(page)
    leave(page)
    sign_in(page, "carla")
    page.goto(f"/sessions/{session}")
    session_of(page)
    tick(page, 1)
    wait_until(page, "saved")

    page.context.clear_cookies()
    page.goto("/session/new")
    with page.expect_request(lambda request: request.url.endswith(f"/sessions/{session}/sets")):
        sign_in(page, "priya")

    wait_until_all_is_sent(page)


def test_what_an_older_portal_wrote_down_is_sent(enter):
    page = ticked_in_vain(enter, 5)
    session = UUID(session_of(page))
    entries = page.evaluate(ENTRIES)
    leave(page)
    page.evaluate(TO_THE_FIRST_VERSION, entries)

    with page.expect_request(lambda request: request.url.endswith(f"/sessions/{session}/sets")):
        sign_in(page, "priya")

    wait_until_all_is_sent(page)
