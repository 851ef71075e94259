"""A Strava on this machine: the sandbox's own server, one for the run, with a new world for each test."""

import random
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.activities.models import Activity
from portal.core.db import db, transaction
from portal.events import outbox
from portal.events.facts import REGISTER
from portal.sandbox.strava.athletes import ATHLETES
from portal.sandbox.strava.hooks import Mode, Subscription
from portal.sandbox.strava.server import create_server
from portal.sandbox.strava.world import World
from portal.strava.models.accounts import StravaAccount
from portal.strava.models.imports import StravaActivitySync, StravaBackfill
from portal.strava.queries import imports
from portal.strava.rules.backfills import RUNNING
from workers import strava as jobs
from workers.subscriptions import JOBS_ON

ANA, BEN, MIA = ATHLETES
WIDE = ("activity:read", "activity:read_all")
CREDENTIALS = {"client_id": "4242", "client_secret": "s3cret-of-the-tests"}


class Quiet(WSGIRequestHandler):
    def log_request(self, *_):
        """Say nothing: what Strava writes into its own log is not ours."""


class Line:
    """The server, and the world behind it at the moment."""

    def __init__(self):
        self.server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.application = None
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def __call__(self, environ, start):
        return self.application(environ, start)


@pytest.fixture(scope="session")
def line():
    line = Line()
    yield line
    line.server.shutdown()
    line.server.server_close()


@pytest.fixture
def world(line, time):
    """A Strava that keeps its events back until the test asks for them, and knows us already."""
    world = World(**CREDENTIALS, step_s=60)
    world.activities = {}
    world.hooks.mode = Mode.HOLD
    world.hooks.subscription = Subscription(7, "http://localhost/hooks/strava/w3bhook-token-of-the-tests-0123456789")
    line.application = create_server(world)
    yield world
    world.faults.clear()


class Strava:
    """What a test does with the portal and its Strava."""

    def __init__(self, app, cast, visit, world, url):
        self.app, self.cast, self.visit, self.world, self.url = app, cast, visit, world, url

    def go(self, person, *, again=False):
        """Set out for Strava; return the browser and the address of Strava's page."""
        client = self.app.test_client(user=self.cast.visitor(person))
        response = self.visit(person, "/strava/authorization", client=client)
        return client, response.location

    def say(self, address, *, athlete=ANA, scopes=WIDE, answer="yes"):
        """Answer on Strava's page; return the address Strava sends one back to, on our side."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        form = {**query, "athlete": athlete.id, "scope": list(scopes), "answer": answer}
        response = requests.post(f"{self.url}/oauth/authorize", data=form, allow_redirects=False, timeout=5)
        back = urlsplit(response.headers["Location"])
        return f"{back.path}?{back.query}"

    def come_back(self, person, client, address):
        """Open the way back and press its button."""
        page = self.visit(person, address, client=client)
        form = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        if page.status_code != 200:
            return page
        return self.visit(person, "/strava/connection", method="POST", client=client, data=form)

    def connect(self, person, *, athlete=ANA, scopes=WIDE):
        """Connect, from the button to the end of the backfill; return the account."""
        client, address = self.go(person)
        self.come_back(person, client, self.say(address, athlete=athlete, scopes=scopes))
        self.work()
        return self.account(person)

    def work(self, *, latest_first=False):
        """Do what relay and workers would do by now, without their machinery: `deliver` costs ten times as much."""
        with self.app.app_context():
            while waiting := self._take_waiting():
                for job, event_id in reversed(waiting) if latest_first else waiting:
                    job(event_id)
            for backfill_id in self._running_backfills():
                while backfill_id in self._running_backfills():
                    jobs.continue_backfill(str(backfill_id))

    def _take_waiting(self):
        with transaction():
            events = outbox.waiting(limit=1000)
            outbox.handed_on(events, now=self.world.now())
            return [(job, str(event.event_id)) for event in events for job in JOBS_ON.get(REGISTER[event.name], ())]

    def _running_backfills(self):
        """Return the backfills of links that stand which are not waiting for anything."""
        return db.session.scalars(
            select(StravaBackfill.id)
            .join(StravaAccount, StravaAccount.id == StravaBackfill.account_id)
            .where(
                StravaBackfill.state.in_(RUNNING), StravaBackfill.next_at.is_(None), StravaAccount.status == "active"
            )
        ).all()

    def post(self, *events):
        """Let Strava hand over events; return the statuses."""
        path = "/hooks/strava/w3bhook-token-of-the-tests-0123456789"
        return [self.app.test_client().post(path, json=event).status_code for event in events]

    def announce(self, *, times=1, seed=None):
        """Hand over what was held back, so many times each, perhaps shuffled, and let the workers follow it."""
        events = self.world.hooks.take_held() * times
        if seed is not None:
            random.Random(seed).shuffle(events)  # noqa: S311 -- an order, not a secret
        self.post(*events)
        self.work()

    def account(self, person):
        db.session.expire_all()
        return db.session.scalar(select(StravaAccount).where(StravaAccount.athlete_id == person.id))

    def activities(self, person):
        db.session.expire_all()
        mine = select(Activity).where(Activity.athlete_id == person.id).order_by(Activity.started_at)
        return db.session.scalars(mine).all()

    def sync(self, activity):
        db.session.expire_all()
        return db.session.scalar(select(StravaActivitySync).where(StravaActivitySync.strava_id == activity.id))

    def asked(self, path=""):
        """Return the requests Strava got for addresses that begin like this."""
        return [call for call in self.world.calls if call.path.startswith(path)]

    def sweep(self):
        """Do at once what the minute's sweeps would queue."""
        due = {
            jobs.import_activity: imports.due_activities,
            jobs.continue_backfill: imports.due_backfills,
            jobs.follow_late: imports.due_events,
            jobs.ask_about_withdrawal: imports.due_checks,
            jobs.finish_erasure: imports.due_erasures,
        }
        with self.app.app_context():
            for job, ids_of in due.items():
                for row_id in ids_of(now=self.world.now()):
                    job(str(row_id))


@pytest.fixture
def strava(app, cast, visit, world, line, monkeypatch):
    monkeypatch.setitem(app.config, "STRAVA_BASE_URL", line.url)
    monkeypatch.setitem(app.config, "STRAVA_TIMEOUT_S", (1.0, 1.0))
    return Strava(app, cast, visit, world, line.url)
