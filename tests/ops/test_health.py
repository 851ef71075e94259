"""GET /health: what is there, what waits, what fails; fast, and without telling tales."""

import shutil
import threading
import time
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from portal.core import health
from portal.core.db import db
from workers.beat import Beat

EVERYTHING = {"database", "redis", "workers", "relay", "disk", "migrations"}


@pytest.fixture
def ask(own_app):
    """Ask as a monitor would, and never get an answer from a second ago."""

    def ask():
        own_app.extensions["doctor"] = health.Doctor(own_app)
        answer = own_app.test_client().get("/health")
        return answer.status_code, answer.get_json()

    return ask


@pytest.fixture
def everybody(own_redis):
    for name in ("worker:here", "relay", "schedule"):
        Beat(own_redis, name).beat()


def statuses(report):
    return {name: check["status"] for name, check in report["checks"].items() if check["status"] != "ok"}


def test_when_everything_is_there_it_says_so(ask, everybody):
    status, report = ask()

    assert (status, report["status"]) == (200, "ok"), report
    assert set(report["checks"]) == EVERYTHING
    assert all(set(check) == {"status", "detail"} for check in report["checks"].values())


@pytest.mark.parametrize(("gone", "check"), [("worker:here", "workers"), ("relay", "relay"), ("schedule", "relay")])
def test_a_program_that_fell_silent_degrades(ask, everybody, own_redis, gone, check):
    Beat(own_redis, gone).end()

    status, report = ask()

    assert (status, report["status"], statuses(report)) == (200, "degraded", {check: "degraded"})


def test_a_program_that_was_killed_is_missed_when_its_last_sign_has_faded(ask, everybody, own_redis):
    own_redis.delete("trackside:beat:relay")

    _, report = ask()

    assert statuses(report) == {"relay": "degraded"}
    assert b"relay" not in own_redis.smembers("trackside:beats")


def test_without_redis_pages_still_work(ask, everybody, own_redis, monkeypatch):
    monkeypatch.setattr(own_redis.connection_pool.connection_kwargs["server"], "connected", False)

    status, report = ask()

    assert (status, report["status"]) == (200, "degraded")
    assert statuses(report) == {"redis": "degraded", "workers": "degraded", "relay": "degraded"}


def test_without_a_database_nothing_works(ask, everybody, own_app, monkeypatch):
    def away(*_, **__):
        raise OperationalError("SELECT 1", {}, Exception("secret-host.example refused the password of trackside"))

    with own_app.app_context():
        monkeypatch.setattr(db.engine.pool, "connect", away)

    status, report = ask()

    assert (status, report["status"]) == (503, "failing")
    assert statuses(report) == {"database": "failing", "migrations": "failing"}
    assert "secret-host" not in str(report)


@pytest.mark.parametrize(("revision", "found"), [("older", "failing"), (None, "failing"), ("from_the_future", "ok")])
def test_a_database_that_is_older_than_the_code_fails_and_a_newer_one_does_not(
    ask, everybody, own_app, monkeypatch, tmp_path, revision, found
):
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "older_add_something.py").touch()
    (tmp_path / "HEAD").write_text("newest\n")
    monkeypatch.setattr("portal.core.migrations.FOLDER", tmp_path)
    with own_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        if revision:
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision,))

    status, report = ask()

    assert (report["checks"]["migrations"]["status"], status) == (found, 200 if found == "ok" else 503)


def test_a_database_without_any_table_fails(ask, everybody, own_app):
    with own_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")

    _, report = ask()

    assert statuses(report) == {"migrations": "failing"}


@pytest.mark.parametrize(
    ("free_mb", "status", "found"), [(99, 503, "failing"), (499, 200, "degraded"), (501, 200, "ok")]
)
def test_a_full_disk_fails_before_it_breaks_anything(ask, everybody, monkeypatch, free_mb, status, found):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free_mb * 1024 * 1024))

    answered, report = ask()

    assert (answered, report["checks"]["disk"]["status"]) == (status, found)


def test_something_that_hangs_delays_no_answer(ask, everybody, monkeypatch):
    released = threading.Event()
    monkeypatch.setitem(health.CHECKS, "redis", lambda: released.wait(10))

    began_s = time.perf_counter()
    status, report = ask()
    took_s = time.perf_counter() - began_s
    released.set()

    assert took_s < 1
    assert (status, statuses(report)) == (200, {"redis": "degraded"})


def test_something_that_hangs_is_not_asked_again_and_again(own_app, everybody, monkeypatch):
    released, asked = threading.Event(), []

    def hang():
        asked.append(1)
        released.wait(10)
        return health.Check(health.Status.OK, "back")

    monkeypatch.setitem(health.CHECKS, "redis", hang)
    monkeypatch.setattr(health, "FRESH_S", 0)
    monkeypatch.setattr(health, "PATIENCE_S", 0.05)

    reports = [health.report(own_app) for _ in range(3)]
    released.set()

    assert len(asked) == 1
    assert {report.checks["redis"].status for report in reports} == {"degraded"}


def test_whoever_asks_all_the_time_gets_the_last_answer(own_app, everybody, monkeypatch):
    asked = []
    monkeypatch.setitem(health.CHECKS, "disk", lambda: asked.append(1) or health.disk())

    client = own_app.test_client()
    answers = {client.get("/health").status_code for _ in range(20)}

    assert answers == {200}
    assert len(asked) == 1


def test_nobody_keeps_the_answer(own_app, everybody):
    assert own_app.test_client().get("/health").headers["Cache-Control"] == "no-store"
