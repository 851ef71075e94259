"""A week typed as text: read while one types, chosen, added, trained with its own rest; and the same without script."""

import datetime as dt
import re

import pytest

pytestmark = pytest.mark.browser

PLAN = re.compile(r"/plans/[0-9a-f-]{36}$")


def draft(page, title):
    """Begin a plan for Luca that starts today."""
    page.goto("/clients")
    page.get_by_role("link", name="Luca Ferri").first.click()
    page.get_by_role("link", name="Training", exact=True).click()
    page.goto(page.get_by_role("link", name="New plan").get_attribute("href"))
    page.get_by_label("Name of the plan").fill(title)
    page.get_by_label("First day").fill(dt.datetime.now(tz=dt.UTC).date().isoformat())
    page.get_by_label("Weeks", exact=True).fill("2")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(PLAN)
    return page.url


def today():
    return f"{dt.datetime.now(tz=dt.UTC):%A}"


def typed_and_chosen(page):
    """Type two rows of today, one with a slip; press what was meant; add both."""
    page.get_by_role("link", name="Type it").click()
    text, reading = page.get_by_role("textbox", name="Rows"), page.locator("#reading")
    text.press_sequentially(f"{today()}\nBakc squat 5x5 @70kg r3:00 t31X0\nB1 RDL 3x8-10 RIR2")
    reading.get_by_text("Which exercise is it?").wait_for()
    assert reading.get_by_text("Line 2, character 1:").count() == 1
    reading.get_by_role("button", name="Back squat", exact=True).click()
    reading.get_by_role("button", name="Add 2 rows").wait_for()
    assert "Back squat 5x5 @70kg r3:00 t31X0" in text.input_value()
    assert page.evaluate("() => document.querySelector('#dialog').contains(document.activeElement)")
    reading.get_by_role("button", name="Add 2 rows").click()
    page.get_by_role("cell", name="the same each time, rest 3:00, tempo 31X0").wait_for()


def test_a_week_is_typed_read_chosen_added_and_trained(enter):
    carla = enter("carla")
    draft(carla, "Typed in a journey")
    typed_and_chosen(carla)

    carla.get_by_role("link", name="Romanian deadlift").click()
    carla.get_by_role("textbox", name="Rows").fill("B1 Romanian deadlift 4x8-10 RIR2 r45s")
    carla.locator("#reading").get_by_text("4 × 8–10 reps @ RPE 8").wait_for()
    carla.get_by_role("button", name="Save the row").click()
    carla.get_by_text("4×8–10").first.wait_for()
    carla.get_by_role("button", name="Publish").click()
    session = carla.locator(".plan-grid td a").first
    session.wait_for()

    luca = enter("luca", size="phone", path=session.get_attribute("href"))
    luca.get_by_text("rest 3:00 · tempo 31X0").wait_for()
    luca.locator(".set-row--now button[type=submit]").first.click()
    assert luca.locator("rest-timer").inner_text().startswith(("3:00", "2:5"))
    luca.locator("#lift_b > summary").click()
    luca.locator("#lift_b .set-row button[type=submit]").first.click()
    luca.wait_for_function("() => /^0:4/.test(document.querySelector('rest-timer').innerText)")
    luca.locator("#lift_b .set-row--done").wait_for()


def test_a_week_is_typed_without_script(enter):
    carla = enter("carla", script=False)
    plan = draft(carla, "Typed without script")
    carla.goto(f"{plan}/notation")

    carla.get_by_role("textbox", name="Rows").fill(f"{today()}\nBack squat 5x5 @8")
    carla.get_by_role("button", name="Read it").click()
    carla.get_by_text("“8” of what?").wait_for()
    carla.get_by_role("textbox", name="Rows").fill(f"{today()}\nBack squat 5x5 RPE8")
    carla.get_by_role("button", name="Add", exact=True).click()

    carla.wait_for_url(PLAN)
    carla.get_by_role("link", name="Back squat").wait_for()
    assert "5×5" in carla.locator(".plan-grid").inner_text()
