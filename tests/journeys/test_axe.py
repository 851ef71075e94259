"""What axe is asked, and what it says of whatever opens over a page. Every page: test_every_page.py."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NEW_PLAN = ("/clients", "#client_rows th a", ".tabs a[href$='/plans']")


def go(page, start, *links):
    """Open an address, and from there one link after the other."""
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


def violations(page, rules):
    """Return what breaks these rules, or the rules with these tags, one line a place."""
    asked = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("asked => axe.run(asked).then((found) => found.violations)", asked)
    return [
        f"{rule['id']}: {node['target']} {node['html'][:120]} {' '.join(why['message'] for why in node['any'][:1])}"
        for rule in found
        for node in rule["nodes"]
    ]


def test_axe_finds_nothing_in_what_opens_over_a_page(enter):
    page = enter("carla")
    go(page, *NEW_PLAN)
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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_whether_a_set_is_saved_can_be_read_in_the_head_of_its_session(enter, theme, size):
    page = enter("ana", size=size, theme=theme)
    go(page, "/today")
    page.locator(".track .saved[data-state=saved]").wait_for()
    page.evaluate(AXE)

    for state in ("saved", "saving", "kept", "unsaved"):
        page.evaluate("state => { document.querySelector('.track .saved').dataset.state = state }", state)
        assert violations(page, ["color-contrast"]) == []
        assert page.locator(f".saved [data-is={state}]").is_visible()
