"""Whether everything the portal stands on is there. Answers at once, and tells strangers nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import asdict, dataclass
from enum import StrEnum
from threading import Lock
from time import monotonic

import structlog
from flask import Blueprint, Flask, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from portal.core.beats import BEAT, BEATS
from portal.core.db import db
from portal.core.guard import public
from portal.core.migrations import Standing, standing
from portal.core.redis import RedisError, connection

PATIENCE_S = 0.8
"""How long all checks together may take."""
FRESH_S = 1.0
"""How long a report stands: whoever asks more often gets the last one."""
LEAST_FREE_BYTES = 100 * 1024 * 1024
SCARCE_FREE_BYTES = 500 * 1024 * 1024

bp = Blueprint("health", __name__)
log = structlog.get_logger(__name__)


class Status(StrEnum):
    OK = "ok"
    DEGRADED = "degraded"
    FAILING = "failing"


@dataclass(frozen=True)
class Check:
    """How one thing is, and that in a sentence."""

    status: Status
    detail: str


@dataclass(frozen=True)
class Report:
    """How everything is: as bad as the worst."""

    checks: Mapping[str, Check]

    @property
    def status(self) -> Status:
        order = list(Status)
        return max((check.status for check in self.checks.values()), key=order.index)


@bp.get("/health")
@public(reason="monitors and load balancers ask it")
def show_health() -> Response:
    """Answer 200, or 503 when visitors are better sent elsewhere."""
    found = report(current_app)
    checks = {name: asdict(check) for name, check in found.checks.items()}
    response = jsonify({"status": found.status, "checks": checks})
    response.status_code = 503 if found.status is Status.FAILING else 200
    response.cache_control.no_store = True
    return response


def report(app: Flask) -> Report:
    """Return how everything is, within a second whatever hangs."""
    doctor: Doctor = app.extensions["doctor"]
    return doctor.report()


def init_app(app: Flask) -> None:
    """Answer GET /health."""
    app.extensions["doctor"] = Doctor(app)
    app.register_blueprint(bp)


def database() -> Check:
    """Ask the database for something trivial."""
    with db.engine.connect() as asking:
        asking.exec_driver_sql("SELECT 1")
    return Check(Status.OK, "The database answers.")


def migrations() -> Check:
    """Compare the database with the code."""
    with db.engine.connect() as asking:
        found = standing(asking)
    if found is Standing.BEHIND:
        return Check(Status.FAILING, "The database is older than this version. Run the migrations.")
    if found is Standing.AHEAD:
        return Check(Status.OK, "The database is newer than this version.")
    return Check(Status.OK, "The database fits this version.")


def redis() -> Check:
    """Ask Redis for something trivial."""
    try:
        connection().ping()
    except RedisError:
        return Check(Status.DEGRADED, "Redis does not answer. Pages work; jobs and live delivery wait.")
    return Check(Status.OK, "Redis answers.")


def workers() -> Check:
    """Count the workers that gave a sign of life lately."""
    return _alive("worker", none="No worker runs. Imports, documents and mails wait.")


def relay() -> Check:
    """Look for the processes that hand on what happened, and what is due."""
    found = _alive("relay", none="The relay does not run. Events wait.")
    if found.status is Status.OK:
        found = _alive("schedule", none="The schedule does not run. Recurring and failed jobs wait.")
    return found


def disk() -> Check:
    """Measure what is left where the instance keeps its files."""
    free = shutil.disk_usage(current_app.config["TRACKSIDE_HOME"]).free
    if free < LEAST_FREE_BYTES:
        return Check(Status.FAILING, "The disk is full.")
    if free < SCARCE_FREE_BYTES:
        return Check(Status.DEGRADED, "The disk is nearly full.")
    return Check(Status.OK, "There is room on the disk.")


CHECKS: dict[str, Callable[[], Check]] = {
    check.__name__: check for check in (database, redis, workers, relay, disk, migrations)
}
UNKNOWN = {
    "database": Check(Status.FAILING, "The database does not answer."),
    "redis": Check(Status.DEGRADED, "Redis does not answer. Pages work; jobs and live delivery wait."),
    "workers": Check(Status.DEGRADED, "Unknown while Redis is away."),
    "relay": Check(Status.DEGRADED, "Unknown while Redis is away."),
    "disk": Check(Status.FAILING, "The folder for files cannot be read."),
    "migrations": Check(Status.FAILING, "Unknown while the database is away."),
}


class Doctor:
    """Makes reports: each check in a thread of its own, so that one that hangs delays no answer."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._running: dict[str, Future[Check]] = {}
        self._last: Report | None = None
        self._made_at_s = 0.0

    def report(self) -> Report:
        """Return the last report, or a new one when that is old."""
        with self._lock:
            if self._last is None or monotonic() - self._made_at_s > FRESH_S:
                self._last, self._made_at_s = self._examine(), monotonic()
            return self._last

    def _examine(self) -> Report:
        until_s = monotonic() + PATIENCE_S
        for name in CHECKS:
            if name not in self._running:  # one that still hangs is not asked again
                self._running[name] = self._threads().submit(self._run, name)
        return Report({name: self._result(name, until_s) for name in CHECKS})

    def _result(self, name: str, until_s: float) -> Check:
        try:
            found = self._running[name].result(max(0.0, until_s - monotonic()))
        except TookTooLong:
            return UNKNOWN[name]
        del self._running[name]
        return found

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:  # made late: the web server forks after loading
            self._pool = ThreadPoolExecutor(len(CHECKS), thread_name_prefix="health")
        return self._pool

    def _run(self, name: str) -> Check:
        try:
            with self._app.app_context():
                return CHECKS[name]()
        except (SQLAlchemyError, RedisError, OSError) as error:
            log.warning("unhealthy", check=name, error=type(error).__name__)
            return UNKNOWN[name]


def _alive(kind: str, *, none: str) -> Check:
    names = [name if isinstance(name, str) else name.decode() for name in connection().smembers(BEATS)]
    mine = [name for name in names if name.partition(":")[0] == kind]
    beats = connection().mget([BEAT + name for name in mine]) if mine else []
    if silent := [name for name, beat in zip(mine, beats, strict=True) if beat is None]:
        connection().srem(BEATS, *silent)
    alive = len(mine) - len(silent)
    return Check(Status.OK, f"{alive} alive.") if alive else Check(Status.DEGRADED, none)
