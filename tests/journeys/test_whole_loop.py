"""The whole loop once, on real parts: invite, plan, train, ask, answer, import, print."""

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

PASSWORD = "three green hurdles"  # noqa: S105 -- of an invented person
SAMPLES = Path(__file__).parents[1] / "samples"
DIALOG = "page-dialog dialog[open]"


def invited(carla, *, name):
    """Invite by link, as Carla."""
    carla.goto("/clients")
    carla.get_by_role("link", name="Invite", exact=True).click()
    dialog = carla.locator(DIALOG)
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Make the invitation").click()
    carla.get_by_role("heading", name=f"Invitation for {name}").wait_for()
    return urlsplit(carla.locator(".share__link code").inner_text()).path


def accepted(athlete, link, *, email):
    """Join over the link, and let Carla see all but health."""
    athlete.goto(link)
    athlete.get_by_role("heading", name="Carla Moreau wants to coach you").wait_for()
    athlete.get_by_label("Training", exact=True).check()
    athlete.get_by_label("Activities", exact=True).check()
    athlete.get_by_label("Health", exact=True).uncheck()
    athlete.get_by_label("E-mail").fill(email)
    athlete.get_by_label("Password").fill(PASSWORD)
    athlete.get_by_role("button", name="Accept and join").click()
    athlete.wait_for_url("**/coaching?joined=1")


def begun(carla, *, name, today):
    """Begin a plan from the client's page."""
    carla.goto("/clients")
    carla.get_by_role("link", name=name).click()
    carla.get_by_role("link", name="Plans").first.click()
    carla.get_by_role("link", name="New plan").click()
    dialog = carla.locator(DIALOG)
    dialog.get_by_label("Name of the plan").fill("First steps")
    dialog.get_by_label("First day").fill(today.isoformat())
    dialog.get_by_label("Weeks").fill("6")
    dialog.get_by_role("button", name="Begin").click()
    carla.get_by_role("heading", name="First steps").wait_for()


def laid_out(carla, *, today):
    """Put a lift on today and three runs beside it."""
    dialog = carla.locator(DIALOG)
    carla.get_by_role("link", name="Add an exercise").click()
    dialog.get_by_label("Exercise").fill("Back squat")
    dialog.get_by_label(f"{today:%A}").check()
    dialog.get_by_label("Start load").fill("40")
    dialog.get_by_role("button", name="Add", exact=True).click()
    carla.get_by_role("rowheader", name="Back squat").wait_for()

    carla.get_by_role("link", name="Add a run plan").click()
    for ahead in (1, 3, 5):
        dialog.get_by_label(f"{today + dt.timedelta(days=ahead):%A}").check()
    for label, value in {"Running index": "40", "Weekly distance": "24", "Long run": "8"}.items():
        dialog.get_by_label(label, exact=True).fill(value)
    dialog.get_by_role("button", name="Add", exact=True).click()
    carla.locator(".plan-grid tbody").nth(3).wait_for()


def planned(carla, *, name, today):
    """Lay out a plan, see its weeks computed, publish it; return its address."""
    begun(carla, name=name, today=today)
    laid_out(carla, today=today)
    assert carla.locator(".plan-grid thead th").count() - 2 in {6, 7}
    squats = carla.locator(".plan-grid tr", has=carla.get_by_role("rowheader", name="Back squat")).locator("td")
    assert "40" in squats.nth(1).inner_text()
    assert squats.nth(1).inner_text() != squats.nth(2).inner_text()
    carla.get_by_role("button", name="Publish").click()
    carla.get_by_text("published", exact=True).wait_for()
    return carla.url


def trained(athlete):
    """Log every set of today as prescribed, and finish; return the address of the session."""
    athlete.goto("/today")
    athlete.get_by_role("heading", name="Back squat", level=1).wait_for()
    while athlete.locator(".tick--main").count():
        done = athlete.locator(".set-row--done").count()
        athlete.locator(".tick--main").click()
        athlete.wait_for_function("count => document.querySelectorAll('.set-row--done').length > count", arg=done)
    athlete.locator(".closing").get_by_label("7", exact=True).check()
    athlete.get_by_role("button", name="Finish").click()
    athlete.get_by_text("Finished.").wait_for()
    athlete.wait_for_function("() => document.querySelector('.saved').dataset.state === 'saved'")
    return athlete.locator("set-logger").get_attribute("session")


def asked(athlete, session, words):
    athlete.goto(f"/sessions/{session}")
    athlete.get_by_role("link", name="Ask about it").click()
    athlete.locator(".composer .quote").wait_for()
    athlete.get_by_label("Your message").fill(words)
    athlete.get_by_role("button", name="Send", exact=True).click()
    athlete.locator(".message__text", has_text=words).wait_for()


def unread(page, place):
    page.goto("/settings")
    count = page.locator(f"#count-{place}")
    return int(count.inner_text().split()[0]) if count.is_visible() else 0


def answered(carla, name, question, words):
    before = unread(carla, "messages")
    carla.goto("/messages")
    carla.get_by_role("link", name=name).click()
    carla.locator(".message__text", has_text=question).wait_for()
    carla.locator(".message .quote").first.wait_for()
    carla.get_by_label("Your message").fill(words)
    carla.get_by_role("button", name="Send", exact=True).click()
    carla.locator(".message__text", has_text=words).wait_for()
    assert unread(carla, "messages") == before - 1


def imported(athlete, background, path):
    athlete.goto("/activities")
    athlete.locator("#files").set_input_files(path)
    athlete.locator(".imports", has_text=path.name).wait_for()
    background()
    athlete.locator(".imports").get_by_role("link", name="Open it").click()
    athlete.get_by_role("heading", name="Laps").or_(athlete.get_by_role("heading", name="Charts")).first.wait_for()


def printed(carla, background, plan):
    carla.goto(plan)
    carla.get_by_role("link", name="Print").click()
    carla.locator(DIALOG).get_by_role("button", name="Make a PDF").click()
    carla.wait_for_url("**/exports/*")
    background()
    with carla.expect_download() as download:
        carla.get_by_role("link", name="Download the PDF").click()
    return Path(download.value.path()).read_bytes()


def test_the_whole_loop(enter, background):
    today = dt.datetime.now(tz=dt.UTC).date()
    carla, mira = enter("carla"), enter(size="phone")

    accepted(mira, invited(carla, name="Mira Holm"), email="mira@trackside.example")
    plan = planned(carla, name="Mira Holm", today=today)
    background()

    session = trained(mira)
    background()
    carla.goto(plan)
    carla.locator(".plan-grid").get_by_role("img", name="done").wait_for()

    asked(mira, session, "Was the last set deep enough?")
    answered(carla, "Mira Holm", "Was the last set deep enough?", "Yes, all of them.")
    assert unread(mira, "messages") == 1
    mira.goto("/messages")
    mira.locator(".message__text, .conversation-row__text", has_text="Yes, all of them.").first.click()
    mira.locator(".message__text", has_text="Yes, all of them.").wait_for()
    mira.wait_for_load_state("networkidle")
    assert unread(mira, "messages") == 0

    imported(mira, background, SAMPLES / "run.fit")
    assert printed(carla, background, plan).startswith(b"%PDF")
