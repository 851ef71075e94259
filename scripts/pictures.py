"""The pictures of the README, taken from a demo that runs at the address given: `make demo` beside `make pictures`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from portal.seed.people import PASSWORD

FOLDER = Path("docs/images")
NAMES = ("chromium", "chromium-browser", "google-chrome")
FACES = (
    ("clients", "carla", "/clients", (1440, 900)),
    ("today", "ana", "/today", (390, 844)),
)
"""File, who looks at which page, and how large their screen is."""


def main(address: str) -> None:
    """Take all of them."""
    os.environ.setdefault("PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for name, who, path, size in FACES:
            take(browser, address, name=name, who=who, path=path, size=size)
        browser.close()


def take(browser: Browser, address: str, *, name: str, who: str, path: str, size: tuple[int, int]) -> None:
    """Sign somebody of the demo in, and take the picture of one page."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/session/new")
    page.get_by_label("E-mail").fill(f"{who}@trackside.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/session" not in url)
    page.goto(f"{address}{path}")
    page.wait_for_load_state("load")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()


def chromium() -> str | None:
    """Return the Chromium of this system, or None for Playwright's own."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
