"""Taking jobs from the queue without losing any."""

import time

import pytest
from rq import Retry, get_current_job
from rq.exceptions import DequeueTimeout
from rq.serializers import JSONSerializer

from portal.core.redis import connect
from workers.careful import CarefulQueue, CarefulWorker
from workers.job import QUEUES


@pytest.fixture
def redis(redis_url):
    return connect(redis_url, socket_timeout=10)


@pytest.fixture
def queues(redis):
    return [CarefulQueue(name, connection=redis, serializer=JSONSerializer) for name in QUEUES]


def take(redis, queues, timeout=None):
    return CarefulQueue.dequeue_any(queues, timeout, redis, serializer=JSONSerializer)


def test_a_job_taken_by_a_worker_that_dies_at_once_is_not_gone(redis, queues):
    job = queues[1].enqueue("time.sleep", 0)

    taken, _ = take(redis, queues)

    assert taken.id == job.id
    assert queues[1].intermediate_queue.get_job_ids() == [job.id]


def test_the_first_queue_goes_first(redis, queues):
    later = queues[1].enqueue("time.sleep", 0)
    sooner = queues[0].enqueue("time.sleep", 0)

    assert [take(redis, queues)[0].id for _ in queues] == [sooner.id, later.id]


def test_nothing_to_do_is_said_after_the_time_that_was_given(redis, queues):
    assert take(redis, queues) is None
    with pytest.raises(DequeueTimeout):
        take(redis, queues, timeout=1)


def test_a_job_that_a_dead_worker_began_is_done_by_the_next(redis, queues, app):
    job = queues[0].enqueue("tests.workers.test_careful.leave_a_mark", retry=Retry(max=1), result_ttl=0)
    take(redis, queues)
    redis.set(queues[0].intermediate_queue.get_first_seen_key(job.id), time.time() - 61)

    CarefulWorker(QUEUES, connection=redis, serializer=JSONSerializer).work(burst=True, logging_level="ERROR")

    assert redis.get("mark") == b"1"
    assert queues[0].intermediate_queue.get_job_ids() == []


def leave_a_mark():
    get_current_job().connection.incr("mark")


def test_one_that_was_killed_while_cleaning_does_not_stop_the_others_for_long(redis, queues):
    assert queues[0].acquire_maintenance_lock()
    assert not queues[0].acquire_maintenance_lock()
    assert redis.ttl(queues[0].registry_cleaning_key) <= 30
