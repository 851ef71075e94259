"""Recurring work is queued in its minute, once."""

from datetime import UTC, datetime

import pytest
from fakeredis import FakeRedis, FakeServer
from rq import Queue
from rq.serializers import JSONSerializer

from workers import job, schedule


@job.job()
def tidy(*, now):
    """Do nothing in particular."""


@pytest.fixture
def redis():
    return FakeRedis(server=FakeServer())


@pytest.fixture(autouse=True)
def every_quarter_of_an_hour(monkeypatch):
    monkeypatch.setattr(schedule, "EVERY", (schedule.Recurring("*/15 * * * *", tidy),))


def queued(redis):
    return Queue("default", connection=redis, serializer=JSONSerializer).job_ids


@pytest.mark.parametrize(("minute", "due"), [(0, True), (14, False), (15, True), (45, True)])
def test_work_is_due_in_its_minute(redis, minute, due):
    schedule.enqueue_due(redis, datetime(2026, 5, 18, 7, minute, tzinfo=UTC))

    assert bool(queued(redis)) is due


def test_two_schedules_queue_it_once(redis):
    for _ in range(2):
        schedule.enqueue_due(redis, datetime(2026, 5, 18, 7, 0, tzinfo=UTC))

    assert len(queued(redis)) == 1
