"""The style page as people see it: contrast, size of targets, narrow and wide screens, longer words."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = Path("tests/vendor/axe.min.js").read_text()
SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((each) => each.checkVisibility() && !each.closest(".skip-link, p, .unseen"))
  .filter((each) => !each.matches("[type=hidden], [type=checkbox], [type=radio], .stepper input"))
  .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect().height])
  .filter(([, height]) => height > 0 && height < 43.5)"""
MOVING = "document.getAnimations().filter((each) => each.effect.getComputedTiming().duration > 20).length"


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("reader", ["light", "dark"])
@pytest.mark.parametrize("path", ["/styleguide", "/sample", "/dialog", "/nothing-here"])
def test_axe_finds_nothing(open_page, path, reader, size):
    page = open_page(path, reader=reader, size=size)
    page.evaluate(AXE)

    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")

    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == []


@pytest.mark.parametrize("reader", ["light", "pseudo"])
@pytest.mark.parametrize("size", ["small", "phone", "desk", "wide"])
def test_nothing_is_wider_than_the_screen(open_page, size, reader):
    page = open_page("/styleguide", reader=reader, size=size)

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("path", ["/styleguide", "/sample"])
def test_targets_are_large_enough_for_a_finger(open_page, path):
    page = open_page(path, size="phone")

    assert page.evaluate(SMALL_TARGETS) == []


def test_the_page_can_be_read_at_twice_the_size(open_page):
    page = open_page("/styleguide", size="desk")
    page.set_viewport_size({"width": 720, "height": 450})

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_nothing_jumps_while_the_page_arrives(open_page, size):
    page = open_page("/sample", size=size)

    shift = page.evaluate("""() => new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value }))
          .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 500);
    })""")

    assert shift < 0.01


def test_nothing_moves_for_those_who_asked_for_that(open_page):
    page = open_page("/styleguide", reduced_motion="reduce")

    assert page.evaluate(MOVING) == 0


def test_everything_comes_from_here(open_page):
    page = open_page("/styleguide")

    hosts = page.evaluate("performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin)")

    assert set(hosts) == {page.evaluate("location.origin")}


@pytest.mark.parametrize(("reader", "ground"), [("light", 98), ("dark", 19)])
def test_a_chosen_theme_beats_the_system(open_page, reader, ground):
    page = open_page("/sample", reader=reader, color_scheme="dark" if reader == "light" else "light")

    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert colour.startswith(f"oklch(0.{ground}")


def test_without_script_a_form_is_still_a_form(open_page, chromium, address):
    context = chromium["mouse"].new_context(java_script_enabled=False, base_url=address)
    context.request.get("/as/light")
    page = context.new_page()
    page.goto("/sample")

    page.fill("#title", "")
    page.click("#sample >> text=Save")

    assert "Title: Please fill this in." in page.locator("error-summary").inner_text()
    context.close()
