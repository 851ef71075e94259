"""axe finds nothing on the main pages, on a phone and at a desk, by day and by night."""

from pathlib import Path

import pytest

from tests.journeys.test_whole_loop import invited

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = ["desk", "phone"]
TRAINER = {
    "clients": "/clients",
    "client": ("/clients", "#client_rows th a"),
    "plans": ("/clients", "#client_rows th a", ".tabs a[href$='/plans']"),
    "plan": ("/clients", "#client_rows th a", ".tabs a[href$='/plans']", ".table th a"),
    "exercises": "/exercises",
    "exercise": ("/exercises", "#exercise_list th a"),
    "exercise form": "/exercises/new",
    "messages": "/messages",
    "conversation": ("/messages", "a.conversation-row"),
    "notices": "/notices",
    "settings": "/settings",
    "invitations": "/invitations",
}
ATHLETE = {
    "today": "/today",
    "session": ("/calendar", ".agenda__session"),
    "calendar": "/calendar",
    "activities": "/activities",
    "activity": ("/activities", "#activity_list th a"),
    "conversation": "/messages",
    "notices": "/notices",
    "settings": "/settings",
    "consents": "/coaching",
    "strava": "/settings/strava",
    "thresholds": "/activities/thresholds",
}
OPERATOR = {"failures": "/failures"}
NOBODY = {"sign-in": "/session/new", "forgotten": "/password-reset/new"}


def go(page, way):
    """Open an address, and from there one link after the other."""
    start, *links = (way,) if isinstance(way, str) else way
    page.goto(start)
    for link in links:
        before = page.url
        page.locator(link).first.click()
        page.wait_for_url(lambda url, before=before: url != before)
    page.wait_for_load_state("networkidle")


def found_by_axe(page):
    """Return what axe complains about, by day and in the colours of the night, one line a place."""
    page.evaluate(AXE)
    found = violations(page, RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {line}" for line in violations(page, ["color-contrast"])]
    page.emulate_media(color_scheme="light")
    return found


def violations(page, tags):
    found = page.evaluate("tags => axe.run({ runOnly: tags }).then((found) => found.violations)", tags)
    return [
        f"{rule['id']}: {node['target']} {node['html'][:120]} {' '.join(why['message'] for why in node['any'][:1])}"
        for rule in found
        for node in rule["nodes"]
    ]


def found_on(page, pages):
    found = []
    for name, way in pages.items():
        go(page, way)
        found += [f"{name}: {line}" for line in found_by_axe(page)]
    return found


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_the_pages_of_a_trainer(enter, size):
    assert found_on(enter("carla", size=size), TRAINER) == []


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_the_pages_of_an_athlete(enter, size):
    assert found_on(enter("ana", size=size), ATHLETE) == []


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_the_page_of_whoever_runs_the_instance(enter, size):
    assert found_on(enter("ada", size=size), OPERATOR) == []


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_where_nobody_is_signed_in(enter, size):
    link = invited(enter("carla"), name="Noor")

    assert found_on(enter(size=size), {**NOBODY, "invitation": link}) == []


def test_axe_finds_nothing_in_what_opens_over_a_page(enter):
    page = enter("carla")
    go(page, TRAINER["plans"])
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Name of the plan").fill("Seen by axe")
    assert found_by_axe(page) == []
    page.get_by_role("button", name="Begin").click()

    page.get_by_role("link", name="Add an exercise").click()
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("dialog[open] error-summary").wait_for()
    assert found_by_axe(page) == []
    page.keyboard.press("Escape")

    page.keyboard.press("Control+k")
    page.locator("#palette_results a").first.wait_for()
    assert found_by_axe(page) == []


def test_axe_would_find_what_is_wrong(enter):
    page = enter(path="/session/new")
    page.evaluate("""() => {
      document.querySelector("h1").insertAdjacentHTML("afterend", "<img src='/static/mark.svg'><input name=x>");
    }""")

    assert {line.partition(":")[0] for line in found_by_axe(page)} >= {"image-alt", "label"}


@pytest.mark.parametrize("path", ["/activities", "/settings/strava", "/today"])
def test_colours_change_at_once_with_the_theme(enter, path):
    """While a colour fades from day to night, words on it cannot be read."""
    page = enter("ana", path=path)
    page.emulate_media(reduced_motion="no-preference")

    page.evaluate(AXE)
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme, reduced_motion="no-preference")
        assert violations(page, ["color-contrast"]) == []
