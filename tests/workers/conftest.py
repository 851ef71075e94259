"""A background that is real: processes, a database of its own, the embedded Redis."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from redis import Redis
from rq import Queue
from rq.registry import ScheduledJobRegistry, StartedJobRegistry
from rq.serializers import JSONSerializer

from portal.app import create_app
from portal.config import Config
from portal.core.db import db
from portal.core.redis import connect
from tests.workers.counting import EFFECT
from workers.job import QUEUES
from workers.supervisor import redis_server

ROOT = Path(__file__).parents[2]


@pytest.fixture
def short_folder():
    """A folder whose path leaves room for the name of a socket."""
    folder = Path(tempfile.mkdtemp(prefix="ts-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis_url(short_folder):
    """An embedded Redis."""
    path = short_folder / "valkey.sock"
    server = subprocess.Popen(redis_server.program(short_folder, path).argv)
    wait_until(lambda: redis_server.answers(path))
    yield f"unix://{path}?db=0"
    server.terminate()
    server.wait()


@pytest.fixture
def own_database(database_url, tmp_path):
    """A database that this test alone uses, beside the one of all others."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/own.db"
        return
    engine = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE own")
    url = sa.make_url(database_url).set(database="own")
    yield url.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE own WITH (FORCE)")
    engine.dispose()


@pytest.fixture
def background(environment, own_database, redis_url, tmp_path):
    """Everything a background needs, and the processes that were started in it."""
    settings = {**environment, "DATABASE_URL": own_database, "REDIS_URL": redis_url, "TRACKSIDE_HOME": str(tmp_path)}
    made = Background(settings)
    yield made
    made.end()


class Background:
    """A portal without pages, whose processes can be killed."""

    def __init__(self, settings):
        self.app = create_app(Config.from_environment(settings))
        with self.app.app_context():
            db.create_all()
            EFFECT.create(db.engine)
        self.redis: Redis = connect(settings["REDIS_URL"])
        self._log = Path(settings["TRACKSIDE_HOME"], "machine.log").open("wb")  # noqa: SIM115 -- closed by end()
        self._machine = subprocess.Popen(
            [sys.executable, "-m", "tests.workers.machine"],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self._pids = []
        assert self._machine.stdout.readline() == "ready\n", self.said()

    def start(self, kind):
        """Start a process of this kind; return its id, which is that of its group too."""
        self._machine.stdin.write(f"{kind}\n")
        self._machine.stdin.flush()
        self._pids.append(int(self._machine.stdout.readline()))
        return self._pids[-1]

    def queues(self):
        return [Queue(name, connection=self.redis, serializer=JSONSerializer) for name in QUEUES]

    def let_a_minute_pass(self):
        """Make the jobs of killed workers look as they would after a minute; the next worker that starts finds them."""
        for queue in self.queues():
            StartedJobRegistry(queue=queue).cleanup(timestamp=time.time() + 3600)
            self.redis.delete(queue.registry_cleaning_key)
            for job_id in queue.intermediate_queue.get_job_ids():
                self.redis.set(queue.intermediate_queue.get_first_seen_key(job_id), 0)

    def is_idle(self):
        """Whether nothing waits, begins, runs or is to be tried again."""
        queues = self.queues()
        registries = [kind(queue=queue) for kind in (StartedJobRegistry, ScheduledJobRegistry) for queue in queues]
        beginning = [queue.intermediate_queue.get_job_ids() for queue in queues]
        return not any(map(len, [*queues, *registries, *beginning]))

    def effects(self):
        with self.app.app_context(), db.engine.connect() as connection:
            return [row.about for row in connection.execute(sa.select(EFFECT.c.about))]

    def said(self):
        self._log.flush()
        return Path(self._log.name).read_text()

    def end(self):
        for pid in self._pids:
            kill(pid)
        self._machine.stdin.close()
        self._machine.stdout.close()
        self._machine.wait()
        self._log.close()
        with self.app.app_context():
            db.engine.dispose()


def kill(pid):
    """Kill a process and all it started, without asking; work-horses lead groups of their own."""
    for number in [*children_of(pid), pid]:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue


def children_of(pid):
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def wait_until(happened, *, limit_s=30.0):
    """Wait for something real to happen, and not for long."""
    began_s = time.monotonic()
    while not happened():
        assert time.monotonic() - began_s < limit_s, "took too long"
        time.sleep(0.02)
