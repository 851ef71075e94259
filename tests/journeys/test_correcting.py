"""A finished session whose log was not right: corrected set by set, with the page telling the truth all the while."""

import re

import pytest

pytestmark = pytest.mark.browser

SHARE = re.compile(r"(\d+)\W*%")


def wait_for_logger(page):
    """Wait until the script of the session's page is there: before it, forms are sent plainly."""
    page.wait_for_function("() => document.querySelector('set-logger:defined')")


def finished(page):
    """Return the address of a session of lifts that was finished."""
    page.goto("/calendar")
    lifts = page.locator(".agenda__session", has_text="Upper A").filter(has=page.locator(".status--good"))
    return lifts.last.get_attribute("href")


def reload(page):
    page.reload()
    wait_for_logger(page)


def share(page):
    wait_for_logger(page)
    return SHARE.search(page.locator(".finished").inner_text())[1]


def wait_for_share(page, wanted):
    page.wait_for_function("wanted => document.querySelector('.finished').innerText.includes(wanted)", arg=wanted)


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_a_set_of_a_finished_session_is_corrected_without_a_reload(enter, who):
    address = finished(enter("ana", size="phone"))
    page = enter(who, size="phone" if who == "ana" else "desk", path=address)
    assert share(page) == "100"
    row = page.locator(".set-row").first
    was = row.locator(".set-row__goal").inner_text()

    row.locator(".tick").click()
    wait_for_share(page, "89")

    assert page.locator(".tick--main").count() == 1
    assert row.locator(".tick").get_attribute("aria-label").startswith("Log set 1")
    row.get_by_role("button", name="Repetitions: less").click()
    page.wait_for_timeout(1100)
    row.locator(".tick").click()
    wait_for_share(page, "100")
    assert row.locator(".set-row__goal").inner_text() == was.replace("5 ×", "4 ×")
    assert "undo" in row.locator(".tick").get_attribute("aria-label")
    assert page.locator("rest-timer").count() == 0

    reload(page)
    assert row.locator(".set-row__goal").inner_text() == was.replace("5 ×", "4 ×")
    page.wait_for_timeout(1100)
    row.locator(".tick").click()
    wait_for_share(page, "89")
    row.get_by_role("button", name="Repetitions: more").click()
    page.wait_for_timeout(1100)
    row.locator(".tick").click()
    wait_for_share(page, "100")


def test_a_finished_session_is_opened_again_after_a_correction(enter):
    page = enter("diego", size="phone", path="/calendar")
    page.locator(".agenda__session", has=page.locator(".status--good")).last.click()
    wait_for_logger(page)
    page.locator(".set-row .tick").first.click()
    page.wait_for_function("() => !document.querySelector('.finished').innerText.includes('100')")

    page.get_by_role("button", name="Open it again").click()

    page.get_by_role("button", name="Finish").wait_for()
    assert page.locator(".finished").count() == 0


def test_only_the_next_set_is_marked_after_an_earlier_one_was_taken_back(enter):
    page = enter("ben", size="phone", path="/calendar")
    page.locator(".agenda__session").nth(-2).click()
    wait_for_logger(page)
    row = page.locator(".set-row").filter(has=page.locator(".tick--main"))
    place = row.locator("xpath=..").get_attribute("id")
    row.locator(".tick").click()
    page.wait_for_function("id => document.querySelector(`#${id} .set-row--done`)", arg=place)
    page.wait_for_timeout(1100)

    page.locator(f"#{place} .tick").click()

    page.wait_for_function("id => document.querySelector(`#${id} .set-row--now`)", arg=place)
    assert page.locator(".tick--main").count() == 1
    assert page.locator(".set-row--now .stepper").first.is_visible()


def test_what_was_refused_is_said_beside_the_button_and_goes_when_it_is_taken(enter):
    page = enter("tom", size="phone", path="/calendar")
    page.locator(".agenda__session", has=page.locator(".status--bad")).first.click()
    wait_for_logger(page)
    page.get_by_text("It can still be logged").wait_for()
    page.locator(".tick--main").click()
    page.wait_for_function("() => document.querySelector('.saved').dataset.state === 'saved'")
    if not page.get_by_label("Day of the training").is_visible():
        page.get_by_text("Add a note, or say").click()
    page.get_by_label("Day of the training").fill("2020-01-01")
    page.get_by_role("button", name="Finish").click()

    refused = page.get_by_role("alert").filter(has_text="Choose a day from")
    refused.wait_for()
    assert refused.evaluate("box => box.closest('form').dataset.log") == "finish"
    assert 0 < refused.bounding_box()["y"] < 700
    page.wait_for_timeout(300)
    assert page.locator(".saved").first.get_attribute("data-state") == "unsaved"

    page.get_by_label("Day of the training").fill("")
    page.get_by_role("button", name="Finish").press("Enter")
    page.get_by_text("Finished.").wait_for()
    assert refused.count() == 0
    assert page.evaluate("document.activeElement.matches('set-logger h1')")


def test_a_run_that_was_logged_says_so_at_once(enter):
    page = enter("jonas", size="phone", path="/calendar")
    page.locator(".agenda__session", has_text="Long run").last.click()
    wait_for_logger(page)

    page.get_by_role("button", name="Done", exact=True).press("Enter")

    page.get_by_role("button", name="Change what you did").wait_for()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Change what you did"
    assert page.locator("[data-follows^=ran_]").inner_text().strip() == "done"
    assert page.locator("[data-count=done]").inner_text() == "1"
    assert page.locator(".lane [role=img]").get_attribute("aria-label") == "1 of 1 done"
