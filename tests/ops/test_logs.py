"""Logs: one line per answer, with a name for the request and without secrets."""

import io
import json
import logging

import pytest
import structlog

from portal.core import logs, trace
from portal.core.ids import new_id

SECRETS = ("sesame-open-now", "postgres p%40ssword")


@pytest.fixture
def lines(monkeypatch):
    """What was logged, as a machine reads it."""
    root, stream = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    logs.prepare(secrets=SECRETS, process="tests", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.fixture
def answered(lines):
    return lambda: [line for line in lines() if line["event"] == "answered"]


def test_an_answer_is_one_line_with_the_name_of_its_request(app, session, answered):
    response = app.test_client().get("/session/new")

    (line,) = answered()
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/session/new", response.status_code)
    assert line["took_ms"] > 0
    assert (line["level"], line["process"]) == ("info", "tests")


def test_a_proxy_may_name_the_request(app, session, answered):
    response = app.test_client().get("/session/new", headers={"X-Request-ID": "proxy-0815.a_b"})

    assert response.headers["X-Request-ID"] == answered()[0]["request_id"] == "proxy-0815.a_b"


@pytest.mark.parametrize("name", ["short", "x" * 65, "with space in it", "<script>alert(1)</script>", ""])
def test_a_strange_name_is_replaced(app, session, name):
    response = app.test_client().get("/session/new", headers={"X-Request-ID": name})

    assert response.headers["X-Request-ID"] != name
    assert len(response.headers["X-Request-ID"]) == 36


def test_two_requests_have_two_names(app, session):
    client = app.test_client()

    assert len({client.get("/session/new").headers["X-Request-ID"] for _ in range(3)}) == 3


def test_after_the_answer_the_name_is_gone(app, session):
    app.test_client().get("/session/new")

    assert trace.request_id() is None


def test_paths_that_are_secrets_are_logged_as_their_pattern(app, session, lines):
    app.test_client().get("/first/a-token-nobody-may-see?code=neither-this")

    assert "/first/<token>" in str(lines())
    assert "a-token-nobody-may-see" not in str(lines())
    assert "neither-this" not in str(lines())


@pytest.mark.parametrize(
    ("url", "route"),
    [
        ("/hooks/strava/{}", "/hooks/strava/<token>"),
        ("/strava/callback?state=x&code={}", "/strava/callback"),
        ("/invitations/{}", "/invitations/<token>"),
        ("/registrations/{}", "/registrations/<token>"),
        ("/password-reset/{}", "/password-reset/<token>"),
        ("/email/{}", "/email/<token>"),
        ("/first/{}", "/first/<token>"),
        ("/nothing/here/{}", None),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_line_holds_a_token_of_any_path(app, session, lines, answered, url, route, method):
    app.test_client().open(url.format("token-nobody-sees"), method=method, headers={"Sec-Fetch-Site": "same-origin"})

    assert {line["route"] for line in answered()} <= {route, None}
    assert "token-nobody-sees" not in str(lines())


def test_records_are_logged_by_their_id(app, session, answered):
    record_id = new_id()
    app.test_client().get(f"/clients/{record_id}")

    assert answered()[0]["id"] == str(record_id)


def test_health_is_not_worth_a_line_unless_it_fails(own_app, answered):
    own_app.test_client().get("/health")

    assert answered() == []


def test_secrets_never_stand_in_a_log_whoever_writes_it(lines):
    structlog.get_logger("a").warning("tried", password="x1y2z3", cookie="x1y2z3", api_key="x1y2z3", name="Ana")
    logging.getLogger("library").error("cannot reach %s", "postgresql://me:postgres p@ssword@host/name")
    try:
        int("sesame-open-now")
    except ValueError:
        logging.getLogger("library").exception("failed with sesame-open-now")

    written = str(lines())
    assert "Ana" in written
    assert not [secret for secret in ("x1y2z3", "p@ssword", "p%40ssword", "sesame-open-now") if secret in written]


def test_a_crash_is_a_page_with_the_name_of_the_request_and_one_line(own_app, lines):
    own_app.testing = False
    own_app.config["PROPAGATE_EXCEPTIONS"] = False
    own_app.view_functions["health.show_health"] = lambda: 1 / 0

    response = own_app.test_client().get("/health", headers={"X-Request-ID": "the-one-that-broke"})

    (crash,) = (line for line in lines() if line["level"] == "error")
    assert response.status_code == 500
    assert "the-one-that-broke" in response.text
    assert crash["request_id"] == "the-one-that-broke"
    assert "ZeroDivisionError" in crash["exception"]
