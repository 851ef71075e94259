"""The whole portal, started as people start it."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest
from rq import Queue
from rq.serializers import JSONSerializer

from portal.core.redis import connect
from portal.seed.people import PASSWORD
from tests.ops.test_supervisor import left_behind
from tests.workers.conftest import wait_until
from workers.beat import Beat

ROOT = Path(__file__).parents[2]
MOST_RESIDENT_MB = 450
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks around in /proc")
PAGES = {
    "carla": ("/clients", "/messages", "/exercises", "/notices", "/settings", "/clients?q=a"),
    "ana": ("/today", "/calendar", "/activities", "/messages", "/coaching", "/settings"),
}
CHOSEN = ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "PUBLIC_URL", "SECRET_KEY", "HOST")


class Started:
    """A portal that was started, and what it said until it was ready."""

    def __init__(self, folder, *words, **env):
        self.folder, self.port = folder, free_port()
        plain = {name: value for name, value in os.environ.items() if name not in CHOSEN}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workers.supervisor", *words],
            cwd=ROOT,
            env={**plain, "TRACKSIDE_HOME": str(folder), "PORT": str(self.port), "MARK": str(folder), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said, self.visitors, self.address = "", [], f"http://localhost:{self.port}"

    def until_ready(self):
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C stops it." in line:
                return self
        raise AssertionError(self.said)

    def get(self, path):
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return answer.read().decode()

    def sign_in(self, who):
        """Return a browser in which somebody of the demo is signed in."""
        browser = build_opener(HTTPCookieProcessor())
        browser.addheaders = [("Sec-Fetch-Site", "same-origin")]
        form = urlencode({"email": f"{who}@trackside.example", "password": PASSWORD})
        browser.open(f"{self.address}/session", form.encode(), timeout=30).close()
        return browser

    def end(self, number=signal.SIGINT):
        """Stop it; return how long that took."""
        began_s = time.monotonic()
        self.process.send_signal(number)
        self.said += self.process.stdout.read()
        self.process.wait()
        wait_until(lambda: not left_behind(self.folder))
        took_s = time.monotonic() - began_s
        for visitor in self.visitors:
            visitor.close()
        return took_s


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(short_folder):
    started = []

    def start(*words, **env):
        started.append(Started(short_folder, *words, **env))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)
        one.process.stdout.close()


def resident_mb(folder):
    """Return the memory of everything together, what is shared counted once."""
    rolled_up = []
    for pid in left_behind(folder):
        with contextlib.suppress(OSError):  # a job that has ended since
            rolled_up.append(Path(f"/proc/{pid}/smaps_rollup").read_text())
    return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) for text in rolled_up) / 1024


def make_busy(started):
    """Let many read many pages at the same time."""
    readers = {who: started.sign_in(who) for who in PAGES}
    asked = [(readers[who], f"{started.address}{page}") for who, pages in PAGES.items() for page in pages]
    with ThreadPoolExecutor(16) as visitors:
        assert all(visitors.map(read, asked * 8))


def read(ask):
    browser, address = ask
    with browser.open(address, timeout=60) as answer:
        return answer.read()


def keep_busy(started):
    """Give it a job that takes a minute, and visitors who never finish their sentence."""
    redis = connect(f"unix://{started.folder}/demo/valkey.sock?db=0")
    job = Queue("slow", connection=redis, serializer=JSONSerializer).enqueue("time.sleep", 60)
    wait_until(lambda: job.get_status() == "started")
    for _ in range(5):
        started.visitors.append(socket.create_connection(("127.0.0.1", started.port)))
        started.visitors[-1].sendall(b"POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nemail=")


def leave_sign_of(started, name):
    """Leave what a program leaves that was killed a moment ago."""
    Beat(connect(f"unix://{started.folder}/demo/valkey.sock?db=0"), name).beat()


def test_the_demo_greets_stays_small_ends_in_time_and_goes_on_where_it_was(start, short_folder):
    first = start("--demo").until_ready()

    assert json.loads(first.get("/health"))["status"] in {"ok", "degraded"}
    make_busy(first)
    assert resident_mb(short_folder) < MOST_RESIDENT_MB
    for said in (f"http://localhost:{first.port}", "carla@trackside.example", "trackside-demo"):
        assert said in first.said
    assert "No mail leaves" not in first.said
    for address in re.findall(r"http://127\.0\.0\.1:\d+", first.said):
        with urlopen(address, timeout=5) as answer:  # noqa: S310 -- http, as the line above says
            assert answer.status == 200
    keep_busy(first)
    leave_sign_of(first, "worker:killed")
    assert first.end() < 5
    assert first.process.returncode == 0

    second = start("--demo").until_ready()

    assert json.loads(second.get("/health"))["checks"]["workers"]["detail"] == "1 alive."
    assert second.end(signal.SIGKILL) < 6


def test_a_real_instance_is_empty_and_belongs_to_whoever_has_the_link_of_the_last_start(start):
    first = start().until_ready()
    link = re.search(r"/first/\S+", first.said)[0]
    assert first.get(link)
    assert "trackside-demo" not in first.said
    assert "No mail leaves it, because SMTP_URL is not set" in first.said
    first.end()

    second = start().until_ready()

    assert second.get(re.search(r"/first/\S+", second.said)[0])
    for path in (link, "/first/a-token-that-was-never-printed"):
        with pytest.raises(HTTPError, match="404"):
            second.get(path)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/portal"}, "start it, or correct DATABASE_URL."),
        (
            {"DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/portal?sslmod=off"},
            "start it, or correct DATABASE_URL.",
        ),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "start it, or correct REDIS_URL."),
        ({"HOST": "nope"}, "HOST must be an address or name of this machine"),
        ({"PORT": "http"}, "PORT must be a number"),
        ({"TRACKSIDE_HOME": "/dev/null/here"}, "choose a folder of yours, or make this one writable."),
        ({"STRAVA_CLIENT_ID": "42", "STRAVA_CLIENT_SECRET": "x"}, "coach_with_consent"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(start, settings, said):
    refused = start(**settings)
    output = refused.process.stdout.read()

    assert refused.process.wait(30) == 1
    assert said in output
    assert "Traceback" not in output
    assert "hidden" not in output
    wait_until(lambda: not left_behind(refused.folder))


def test_a_taken_port_is_said_before_anything_starts(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = start(PORT=str(port))

        assert refused.process.wait(30) == 1
        assert refused.process.stdout.read().startswith(f"Port {port} is taken by another program")


def test_a_demo_refuses_to_be_seen_by_others(start):
    refused = start("--demo", HOST="0.0.0.0")  # noqa: S104 -- the address of everybody

    assert refused.process.wait(30) == 1
    assert "its passwords are published" in refused.process.stdout.read()
