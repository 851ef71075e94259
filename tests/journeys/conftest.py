"""A whole portal on loopback: its own database, real requests, and the background work done when the test says so."""

import contextlib
import datetime as dt
import os
import shutil
import threading

import pytest
from fakeredis import FakeRedis, FakeServer
from rq import SimpleWorker
from rq.serializers import JSONSerializer
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.app import create_app
from portal.config import Config
from portal.core import clock
from portal.core.db import db, transaction
from portal.core.limits import Tries
from portal.seed.people import PASSWORD
from portal.seed.world import load_world
from tests.conftest import SAME_SITE
from workers.job import QUEUES
from workers.relay import relay

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
WAIT_MS = 10_000
SEE_OTHER = 303


class Quiet(WSGIRequestHandler):
    """Requests are the test's business."""

    def log(self, *_args):
        """Say nothing."""


@pytest.fixture(autouse=True)
def time(monkeypatch):
    """Journeys live in real time: browsers have clocks of their own."""
    monkeypatch.setattr(clock, "now", lambda: dt.datetime.now(tz=dt.UTC))


def credentials(who):
    """Return what one of the demo world types to sign in."""
    return {"email": f"{who}@trackside.example", "password": PASSWORD}


@contextlib.contextmanager
def served(home, load):
    """Serve what `load` puts into an empty instance."""
    config = Config.from_environment(
        {
            "SECRET_KEY": "only-for-journeys-only-for-journeys",
            "TRACKSIDE_HOME": str(home),
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "PUBLIC_URL": "http://localhost",
            "TRACKSIDE_DEMO": "1",
            "STRAVA_BASE_URL": "http://127.0.0.1:1",
            "STRAVA_CLIENT_ID": "4242",
            "STRAVA_CLIENT_SECRET": "s3cret-of-the-journeys",
            "STRAVA_WEBHOOK_TOKEN": "w3bhook-token-of-the-journeys-0123456789",
            "STRAVA_SHARING": "coach_with_consent",
        }
    )
    app = create_app(config)
    app.debug = False
    with app.app_context():
        db.create_all()
        with transaction():
            app.loaded = load(now=dt.datetime.now(tz=dt.UTC))
        db.session.remove()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app.address = f"http://localhost:{server.port}"
    app.home = home
    try:
        yield app
    finally:
        server.shutdown()


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """The demo world, served."""
    with served(tmp_path_factory.mktemp("journey"), load_world) as app:
        yield app


@pytest.fixture
def background(world):
    """Do what relay and workers would have done by now."""
    redis = FakeRedis(server=FakeServer())

    def run():
        with world.app_context():
            while relay(redis):
                pass
            worker = SimpleWorker(list(QUEUES), connection=redis, serializer=JSONSerializer)
            worker.work(burst=True, logging_level="WARNING")

    return run


@pytest.fixture(scope="session")
def chromium(playwright):
    assert CHROMIUM, "No Chromium was found: apt install chromium"
    os.environ.setdefault("PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS", "1")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def enter(world, chromium):
    """Open the portal as somebody, on a phone or at a desk. The console says nothing but what the test `meets`."""
    world.extensions["tries"] = Tries()  # all journeys come from one place: each begins as if it were the first
    contexts, complaints = [], []
    expected = ["ERR_INTERNET_DISCONNECTED", "401", "409", "422", "503"]

    def enter(who=None, *, size="desk", path=None, script=True, theme="light", meets=()):
        context = chromium.new_context(
            viewport=SIZES[size],
            base_url=world.address,
            locale="en-GB",
            java_script_enabled=script,
            color_scheme=theme,
            reduced_motion="reduce",
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        expected.extend(meets)
        page = context.new_page()
        page.on("console", lambda note: complaints.append(note.text) if note.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if who:
            answer = context.request.post("/session", form=credentials(who), headers=SAME_SITE, max_redirects=0)
            assert answer.status == SEE_OTHER
        if who or path:
            page.goto(path or "/")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert [said for said in complaints if not any(word in said for word in expected)] == []
