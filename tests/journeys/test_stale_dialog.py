"""What a dialog is about is gone, or may no longer be done, when its form is sent: the dialog says so itself."""

import datetime as dt

import pytest

from tests.journeys.test_whole_loop import DIALOG, begun

pytestmark = pytest.mark.browser

GONE = "What this is about is gone"
SAID = f"{DIALOG} [role=alert]"
ON_TOP = """said => {
  const { x, y, width, height } = said.getBoundingClientRect();
  return said.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


@pytest.fixture
def row(enter):
    """Carla's draft with one row, whose dialog is open; the page of it, and a second tab with the same dialog."""
    page = enter("carla", meets=["404"])
    begun(page, name="Ana", today=dt.datetime.now(tz=dt.UTC).date())
    page.get_by_role("link", name="Add an exercise").click()
    page.locator(DIALOG).get_by_label("Exercise").fill("Back squat")
    page.locator(DIALOG).get_by_label("Monday").check()
    page.locator(DIALOG).get_by_label("Start load").fill("40")
    page.locator(DIALOG).get_by_role("button", name="Add", exact=True).click()
    head = page.get_by_role("rowheader", name="Back squat")
    head.wait_for()
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.get_by_role("rowheader", name="Back squat").get_by_role("link").first.click()
        tab.locator(DIALOG).get_by_role("button", name="Save the row").wait_for()
    return page, other


def save(page):
    page.locator(DIALOG).get_by_role("button", name="Save the row").click()
    page.locator(SAID).wait_for()


def test_a_dialog_whose_row_was_taken_off_says_so_above_its_acts(row):
    page, other = row
    other.locator(DIALOG).get_by_role("button", name="Take it off the week").click()
    other.locator(DIALOG).wait_for(state="detached")

    save(page)

    said = page.locator(SAID)
    assert GONE in said.inner_text()
    assert "Closing keeps nothing" in said.inner_text()
    assert said.evaluate(ON_TOP)
    assert said.evaluate("said => said.nextElementSibling.matches('.dialog__acts')")
    assert page.locator("#flash").inner_text() == ""
    save(page)
    assert page.locator(SAID).count() == 1
    page.locator(DIALOG).get_by_role("link", name="Cancel").click()
    assert page.locator(DIALOG).count() == 0


def test_a_dialog_of_what_may_no_longer_be_done_says_why(row):
    page, other = row
    other.keyboard.press("Escape")
    other.get_by_role("button", name="Publish").click()
    other.get_by_text("published", exact=True).wait_for()

    save(page)

    assert GONE not in page.locator(SAID).inner_text()
    assert page.locator(SAID).inner_text().strip()
    assert page.locator(SAID).evaluate(ON_TOP)
