"""The page of a session where there is no network: it says so, stays, and goes on after a reload."""

import re

import pytest

pytestmark = pytest.mark.browser

STAYS = "No network: this page stays open, and what you logged is kept on this device."


def open_last_session(page):
    page.goto("/calendar")
    page.locator("a.agenda__session").last.click()
    page.locator("set-logger").wait_for()
    page.evaluate("navigator.serviceWorker.ready")
    path = page.evaluate("location.pathname")
    page.wait_for_function("path => caches.match(location.origin + path).then(Boolean)", arg=path)
    return path


def seconds_left(page):
    minutes, seconds = page.locator(".timer__left").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def test_a_link_without_a_network_says_so_and_stays(enter):
    page = enter("ingrid", size="phone", meets=["htmx:"])
    path = open_last_session(page)
    page.context.set_offline(True)

    page.get_by_role("link", name="Chat").click()

    page.get_by_text(STAYS).wait_for()
    assert page.evaluate("location.pathname") == path
    page.context.set_offline(False)
    page.get_by_text(STAYS).wait_for(state="hidden")
    page.get_by_role("link", name="Chat").click()
    page.wait_for_url("**/messages**")


def test_a_page_that_is_kept_on_the_device_opens_without_a_network(enter):
    page = enter("ingrid", size="phone", meets=["htmx:"])
    open_last_session(page)
    page.wait_for_function("() => caches.match(location.origin + '/calendar').then(Boolean)")
    page.context.set_offline(True)

    page.get_by_role("link", name="Calendar").click()

    page.wait_for_url("**/calendar")
    assert page.locator("a.agenda__session").count() > 0


def test_a_dialog_without_a_network_says_so_too(enter):
    page = enter("ingrid", size="phone", meets=["htmx:"])
    path = open_last_session(page)
    page.context.set_offline(True)

    page.get_by_role("link", name="I am ill or away").click()

    page.get_by_text(STAYS).wait_for()
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("location.pathname") == path


def test_a_network_that_only_looks_alive_leads_nowhere_either(enter):
    page = enter("ingrid", size="phone", meets=["ERR_FAILED", "htmx:"])
    path = open_last_session(page)
    page.context.route(re.compile(r"(sets|messages|static/mark)"), lambda route: route.abort())
    page.locator(".tick--main").click()
    page.wait_for_function("() => document.querySelector('.saved').dataset.state === 'kept'")

    page.get_by_role("link", name="Chat").click()

    page.get_by_text(STAYS).wait_for()
    assert page.evaluate("location.pathname") == path


def test_what_a_page_asks_by_itself_does_not_complain(enter):
    page = enter("ingrid", size="phone", meets=["htmx:"])
    open_last_session(page)
    page.context.set_offline(True)

    with page.expect_event("requestfailed"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:resync'))")
    page.wait_for_timeout(200)

    assert page.locator(".offline-note:visible").count() == 0


def test_what_was_not_sent_stays_said_when_the_page_asks_in_vain(enter):
    page = enter("carla", path="/messages", meets=["htmx:"])
    page.locator("a.conversation-row").first.click()
    page.get_by_label("Your message").fill("Typed without a network.")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    not_sent = page.get_by_text("Not sent: there is no connection.")
    not_sent.wait_for()

    with page.expect_event("requestfailed", lambda request: request.method == "GET"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:resync'))")
    page.wait_for_timeout(200)

    assert not_sent.is_visible()


def test_the_rest_goes_on_after_a_reload_without_a_network(enter):
    page = enter("grace", size="phone", meets=["htmx:"])  # the page may ask for its counts meanwhile, in vain
    open_last_session(page)
    page.context.set_offline(True)
    page.locator(".tick--main").click()
    page.get_by_role("button", name="15 seconds more").click()
    page.wait_for_timeout(2500)
    before = seconds_left(page)
    assert 120 < before < 134

    page.reload()

    page.locator("rest-timer").wait_for()
    assert before - 6 <= seconds_left(page) <= before
    page.get_by_role("button", name="Skip").click()
    page.reload()
    page.wait_for_function("() => document.querySelectorAll('.set-row--done').length > 0")
    assert page.locator("rest-timer").count() == 0


def test_signing_out_forgets_the_rest_that_was_running(enter):
    page = enter("grace", size="phone")
    open_last_session(page)
    page.locator(".tick--main").click()
    page.locator("rest-timer").wait_for()
    page.wait_for_function("() => document.querySelector('.saved').dataset.state === 'saved'")
    kept = "() => Object.keys(localStorage).filter((key) => key.startsWith('rest ')).length"
    assert page.evaluate(kept) == 1

    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Sign out").click()

    page.wait_for_url("**/session/new")
    assert page.evaluate(kept) == 0
