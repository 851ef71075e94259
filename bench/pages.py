"""Pages over real HTTP: median time as a ratio to a bare Flask view behind the same server, statements, bytes."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask.sessions import SecureCookieSessionInterface

from bench import world
from portal.activities.models import Activity
from portal.app import create_app
from portal.config import Config
from portal.core import clock
from portal.core.db import db, transaction
from portal.messaging.models import Conversation
from portal.training.models.plans import PlannedSession
from portal.training.rules.sessions import SessionKind

REVIEW, MANY_CLIENTS = "review queue", 200
"""The review is measured where it is largest."""
ROUNDS = 60
WARM_UP = 8
KEY = "only-for-the-bench-only-for-the-bench"


Target = tuple[str, str, dict[str, str]]
"""Who asks, for which address, and what is sent along."""
Targets = dict[str, Target]


@dataclass(frozen=True)
class Page:
    """What one page cost."""

    name: str
    history: int
    ratio: float
    median_ms: float
    statements: int
    bytes_sent: int


def measure() -> tuple[float, list[Page]]:
    """Return the bare view's median in milliseconds, and every page with a history of one and of ten."""
    one, ten, many = _measured(1), _measured(10), measure_review()
    return statistics.mean([one[0], ten[0], many[0]]) * 1000, [*one[1], *ten[1], *many[1]]


def measure_review() -> tuple[float, list[Page]]:
    """Return the bare view's median in seconds, and what the review queue costs a trainer of 200 clients."""
    return _measured(1, clients=MANY_CLIENTS, only=REVIEW)


def _measured(times: int, *, clients: int = world.CLIENTS, only: str = "") -> tuple[float, list[Page]]:
    with tempfile.TemporaryDirectory() as home:
        app, targets, cookies = _prepare(Path(home), times, clients)
        chosen = {name: target for name, target in targets.items() if (name == only if only else name != REVIEW)}
        with _served("bench.bare:app", home) as bare_port, _served("wsgi:app", home) as port:
            found, base = _timed(port, bare_port, chosen, cookies)
        pages = [
            Page(name, times, median / base, median * 1000, _statements(app, chosen[name], cookies), size)
            for name, (median, size) in found.items()
        ]
    return base, pages


def environment(home: Path) -> dict[str, str]:
    """Return settings of a portal that lives in this folder and needs nothing else."""
    return {
        "TRACKSIDE_HOME": str(home),
        "SECRET_KEY": KEY,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DATABASE_URL": f"sqlite:///{home}/bench.db",
    }


def _prepare(home: Path, times: int, clients: int) -> tuple[Any, Targets, dict[str, str]]:
    app = create_app(Config.from_environment(environment(home)))
    with app.app_context():
        db.create_all()
        now = clock.now()
        with transaction():
            cast = world.load(now=now, times=times, clients=clients)
            signed = {who: world.sign_in(cast[who], now=now).id for who in ("carla", "ana", "lifter")}
        targets = _targets(cast["ana"].id, cast["lifter"].id)
        db.session.execute(sa.text("ANALYZE"))
        db.session.remove()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None  # noqa: S101 -- the key is set above
    cookies = {who: f"trackside={signer.dumps({'_user_id': str(id_), '_fresh': True})}" for who, id_ in signed.items()}
    return app, targets, cookies


def _targets(ana: Any, lifter: Any) -> Targets:
    conversation = db.session.scalars(sa.select(Conversation.id).where(Conversation.athlete_id == ana)).one()
    activity = db.session.scalars(sa.select(Activity.id).where(Activity.athlete_id == ana).limit(1)).one()
    session = db.session.scalars(
        sa.select(PlannedSession.id)
        .where(PlannedSession.athlete_id == lifter, PlannedSession.on >= clock.now().date())
        .where(PlannedSession.kind == SessionKind.STRENGTH)
        .order_by(PlannedSession.on)
        .limit(1)
    ).one()
    return {
        "clients page": ("carla", "/clients", {}),
        REVIEW: ("carla", "/review", {}),
        "client page": ("carla", f"/clients/{ana}", {}),
        "Today": ("ana", "/today", {}),
        "log a set": ("lifter", f"/sessions/{session}/sets", {"load": "60", "reps": "5"}),
        "conversation": ("carla", f"/messages/{conversation}", {}),
        "activity page": ("ana", f"/activities/{activity}", {}),
    }


@contextmanager
def _served(application: str, home: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv = [sys.executable, "-m", "gunicorn", application, "-k", "gthread", "--workers", "1", "--threads", "2"]
    argv += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "--no-control-socket", "--keep-alive", "75"]
    variables = {**os.environ, **environment(Path(home))}
    process = subprocess.Popen(argv, env=variables, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own server
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


def _timed(
    port: int, bare_port: int, targets: Targets, cookies: dict[str, str]
) -> tuple[dict[str, tuple[float, int]], float]:
    """Time all pages and the bare view in turn, so that a busy moment touches all of them."""
    portal = http.client.HTTPConnection("127.0.0.1", port)
    bare = http.client.HTTPConnection("127.0.0.1", bare_port)
    fields = {name: _fields(portal, target, cookies) for name, target in targets.items()}
    took: dict[str, list[float]] = {name: [] for name in (*targets, "bare")}
    sizes: dict[str, int] = {}
    for turn in range(ROUNDS + WARM_UP):
        for name, (who, url, _) in targets.items():
            seconds, sizes[name] = _request(portal, url, cookies[who], fields[name])
            if turn >= WARM_UP:
                took[name].append(seconds)
        seconds, _ = _request(bare, "/", "", None)
        if turn >= WARM_UP:
            took["bare"].append(seconds)
    medians = {name: statistics.median(values) for name, values in took.items()}
    return {name: (medians[name], sizes[name]) for name in targets}, medians["bare"]


def _fields(portal: http.client.HTTPConnection, target: Target, cookies: dict[str, str]) -> str | None:
    who, url, form = target
    if not form:
        return None
    text = _body(portal, url.removesuffix("/sets"), cookies[who])
    hidden = {name: text.split(f'name="{name}" value="', 1)[1].split('"', 1)[0] for name in ("track", "shown")}
    return urlencode({**hidden, "position": "0", **form})


def _body(connection: http.client.HTTPConnection, url: str, cookie: str) -> str:
    connection.request("GET", url, headers={"Cookie": cookie})
    return connection.getresponse().read().decode()


def _request(connection: http.client.HTTPConnection, url: str, cookie: str, fields: str | None) -> tuple[float, int]:
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
    if fields:
        headers |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
            "HX-Target": "session_sheet",
        }
    began = time.perf_counter()
    connection.request("POST" if fields else "GET", url, body=fields, headers=headers)
    response = connection.getresponse()
    size = len(response.read())
    took = time.perf_counter() - began
    if response.status != http.client.OK:
        raise RuntimeError(f"{url} answered {response.status}")
    return took, size


def _statements(app: Any, target: Target, cookies: dict[str, str]) -> int:
    who, url, form = target
    seen: list[str] = []
    with app.app_context():
        engine = db.engine
    client = app.test_client(use_cookies=False)
    headers = {"Cookie": cookies[who], "Sec-Fetch-Site": "same-origin"}
    if form:
        text = client.get(url.removesuffix("/sets"), headers=headers).text
        form = {"track": _value(text, "track"), "shown": _value(text, "shown"), "position": "1", **form}
        headers |= {"HX-Request": "true", "HX-Target": "session_sheet"}
    sa.event.listen(engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    client.open(url, method="POST" if form else "GET", headers=headers, data=form or None)
    return sum(not statement.startswith("BEGIN") for statement in seen)


def _value(text: str, name: str) -> str:
    return text.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def as_rows(pages: list[Page]) -> list[dict[str, Any]]:
    """Return plain values for JSON."""
    return [asdict(page) for page in pages]


if __name__ == "__main__":
    bare_s, (review,) = measure_review()
    print(f"bare {bare_s * 1000:.2f} ms, {MANY_CLIENTS} clients: {review}")
