"""The hair line between two columns ends where they end, when something stands below them."""

import pytest

pytestmark = pytest.mark.browser

BELOW = """() => {
  const columns = document.querySelector(".columns--aside");
  return parseFloat(getComputedStyle(columns.lastElementChild, "::before").bottom);
}"""


def test_no_line_runs_through_what_stands_below_two_columns(enter):
    page = enter("ana", path="/settings")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/athletes/{page.locator('meta[name=reader-key]').get_attribute('content')}/lifts")
    page.locator(".table tbody th a").first.click()
    page.get_by_role("heading", name="Best loads").wait_for()

    assert page.evaluate(BELOW) == 0


def test_the_line_runs_down_to_the_end_of_the_page_where_nothing_does(enter):
    page = enter("carla", path="/clients")
    page.locator(".table tbody th a").first.click()
    page.locator(".columns--aside").wait_for()

    assert page.evaluate(BELOW) < -100
