"""How gunicorn is set up: asked in a process of its own, because its settings begin to log when they are read."""

import json
import sys

import pytest

ASK = """
import json, runpy
found = runpy.run_path("gunicorn.conf.py")
from portal.app import create_app
streams = create_app(found["ours"]).extensions["hub"].capacity
print(json.dumps([found["workers"], found["threads"], streams]))
"""
SAY = """
import runpy
from gunicorn.config import Config
logger = runpy.run_path("gunicorn.conf.py")["OurLogger"](Config())
logger.exception("Error handling request %s %s", "POST", "/hooks/strava/token-nobody-sees")
logger.exception("Error handling request %s", "/strava/callback?code=token-nobody-sees")
logger.warning("Invalid request from ip=192.0.2.7: Invalid request line: 'GET /first/token-nobody-sees'")
logger.info("Listening at: %s (%s)", "http://127.0.0.1:8000", 1)
"""


@pytest.fixture
def python(sh, own_environment):
    def python(program, **settings):
        ended = sh(sys.executable, "-c", program, env={**own_environment, **settings})
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    return python


@pytest.mark.parametrize(("threads", "streams"), [("64", 38), ("8", 4), ("100", 60)])
def test_live_streams_take_their_share_of_the_threads_there_are(python, threads, streams):
    said = python(ASK, WEB_THREADS=threads, WEB_CONCURRENCY="3").splitlines()[-1]

    assert json.loads(said) == [3, int(threads), streams]


def test_what_gunicorn_says_holds_no_address(python):
    lines = [json.loads(line) for line in python(SAY).splitlines()]

    assert [line["event"] for line in lines] == [
        "Error handling request POST /…",
        "Error handling request /…",
        "Invalid request from ip=192.0.2.7: Invalid request line: 'GET /…'",
        "Listening at: http://127.0.0.1:8000 (1)",
    ]
