"""The board of what failed for good, and trying it again."""

import os
import signal
from datetime import timedelta

import pytest
from fakeredis import FakeRedis, FakeServer
from rq import Queue, SimpleWorker, Worker
from rq.registry import FailedJobRegistry
from rq.serializers import JSONSerializer

from portal.core import failures as board
from portal.core.failures import AGAIN, BOARD
from portal.core.redis import connect
from workers.failures import board_of, keep_board
from workers.job import QUEUES, enqueue, errand

GUILTY = "somebody@trackside.example"


@errand("slow")
def stumble(*, now):
    """Fail, with a text that nobody may read."""
    raise LookupError(GUILTY)


@errand("default")
def trip(*, now):
    """Fail in another way."""
    raise ZeroDivisionError


@errand("slow")
def vanish(*, now):
    """Be killed."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def redis():
    return FakeRedis(server=FakeServer())


@pytest.fixture
def fail(app, redis):
    """Queue a job, and have it fail for the last time."""

    def fail(job, key, connection=redis, kind=SimpleWorker):
        with app.app_context():
            enqueue(connection, job, key=key)
            (waiting,) = Queue(job.queue, connection=connection, serializer=JSONSerializer).jobs
            waiting.retries_left = 0
            waiting.save()
            work(connection, kind)

    return fail


def work(connection, kind=SimpleWorker):
    kind(QUEUES, connection=connection, serializer=JSONSerializer).work(burst=True, logging_level="CRITICAL")


def failed(redis, queue):
    return FailedJobRegistry(queue=Queue(queue, connection=redis, serializer=JSONSerializer)).get_job_ids()


def test_failures_are_counted_by_job_and_error(fail, redis):
    fail(stumble, "a")
    fail(stumble, "b")
    fail(trip, "c")

    rows = {row.name.rpartition(".")[2]: row for row in board_of(redis)}

    assert {name: (row.error, row.count) for name, row in rows.items()} == {
        "stumble": ("LookupError", 2),
        "trip": ("ZeroDivisionError", 1),
    }
    assert rows["stumble"].first_at <= rows["stumble"].last_at
    assert rows["stumble"].last_at - rows["stumble"].first_at < timedelta(minutes=1)


def test_what_an_error_says_is_not_on_the_board(fail, redis):
    fail(stumble, "a")

    keep_board(redis)

    assert GUILTY not in redis.get(BOARD).decode()


def test_a_killed_worker_is_called_so(fail, redis_url):
    real = connect(redis_url, socket_timeout=30)

    fail(vanish, "a", real, Worker)

    assert [row.error for row in board_of(real)] == ["Killed"]


def test_the_board_is_written_now_and_then_and_expires(fail, redis):
    keep_board(redis)
    assert redis.get(BOARD) == b"[]"
    fail(trip, "a")
    keep_board(redis)
    assert redis.get(BOARD) == b"[]"  # a moment old

    redis.expire(BOARD, 15)
    keep_board(redis)

    assert b"ZeroDivisionError" in redis.get(BOARD)
    assert 0 < redis.ttl(BOARD) <= 30


def test_what_is_asked_for_is_queued_again_with_all_its_tries(fail, redis, app, monkeypatch):
    fail(stumble, "a")
    fail(stumble, "b")
    fail(trip, "c")
    keep_board(redis)
    monkeypatch.setitem(app.extensions, "redis", redis)
    with app.app_context():
        board.ask_again(stumble.name)
        left = [row.name for row in board.failed_jobs()]

    keep_board(redis)

    waiting = Queue("slow", connection=redis, serializer=JSONSerializer).jobs
    assert left == [trip.name]
    assert sorted(job.id[0] for job in waiting) == ["a", "b"]
    assert {job.retries_left for job in waiting} == {4}
    assert failed(redis, "slow") == []
    assert len(failed(redis, "default")) == 1
    assert redis.scard(AGAIN) == 0
    assert [row.name for row in board_of(redis)] == [trip.name]


def test_a_job_that_is_not_on_the_board_changes_nothing(redis):
    redis.sadd(AGAIN, "no.such.job")

    keep_board(redis)

    assert redis.get(BOARD) == b"[]"
