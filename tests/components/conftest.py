"""The components alone, served to a real browser where that matters."""

import threading

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.core import clock
from tests.components.pages import NOW, make_app

SAFE = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
FINGER = "--blink-settings=primaryPointerType=2,availablePointerTypes=2,primaryHoverType=1,availableHoverTypes=1"
SIZES = {"desk": (1440, 900), "phone": (390, 844), "small": (320, 640), "wide": (2560, 1200)}


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="session")
def components():
    return make_app()


@pytest.fixture
def client(components):
    client = components.test_client()
    client.get("/as/light")
    return client


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def address(components):
    server = make_server("127.0.0.1", 0, components, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium(playwright):
    start = playwright.chromium.launch
    browsers = {
        "mouse": start(executable_path="/usr/bin/chromium", args=SAFE),
        "finger": start(executable_path="/usr/bin/chromium", args=[*SAFE, FINGER]),
    }
    yield browsers
    for browser in browsers.values():
        browser.close()


@pytest.fixture
def open_page(chromium, address):
    """Open a page as somebody, on a screen; a console error fails the test at its end."""
    contexts, errors = [], []

    def open_page(path, *, reader="light", size="desk", **options):
        width, height = SIZES[size]
        browser = chromium["finger" if size in ("phone", "small") else "mouse"]
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=address, **options)
        context.set_default_timeout(6000)
        contexts.append(context)
        context.request.get(f"/as/{reader}")
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        page.wait_for_function("Boolean(window.htmx && customElements.get('toast-list'))")
        page.errors = errors
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A refused request is an answer, not an accident; browsers note it all the same.
    assert [error for error in errors if "the server responded with a status of 4" not in error] == []
