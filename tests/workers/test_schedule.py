"""Recurring work is queued in its minute, once."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from fakeredis import FakeRedis, FakeServer
from rq import Queue
from rq.serializers import JSONSerializer

from portal.core.db import transaction
from portal.core.duties import Duty, note_duty
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


@pytest.fixture
def day(app, session, redis, monkeypatch):
    """Let the schedule look at this moment of May 2026, and return how much daily work waits then."""
    monkeypatch.setattr(schedule, "EVERY", (schedule.Recurring("7 3 * * *", tidy),))

    def look(on, hour, minute=0):
        with app.app_context():
            schedule.enqueue_daily(redis, datetime(2026, 5, on, hour, minute, tzinfo=UTC))
        return len(queued(redis))

    return look


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


def test_daily_work_is_queued_at_its_hour_once(day):
    assert [day(18, 3, 6), day(18, 3, 7), day(18, 3, 8), day(18, 23), day(19, 3, 7)] == [0, 1, 1, 1, 2]


def test_a_new_instance_has_nothing_to_make_up_for(day):
    assert day(18, 12) == 0


def test_a_machine_that_sleeps_at_night_does_daily_work_when_it_wakes(day):
    assert day(18, 12) == 0

    assert [day(19, 8), day(19, 9), day(20, 3, 6), day(20, 8)] == [1, 1, 1, 2]


def test_many_missed_days_are_made_up_for_once(day):
    day(1, 12)

    assert day(18, 8) == 1


def test_daily_work_is_not_queued_twice(redis, monkeypatch):
    monkeypatch.setattr(schedule, "EVERY", (schedule.Recurring("7 3 * * *", tidy),))

    schedule.enqueue_due(redis, datetime(2026, 5, 18, 3, 7, tzinfo=UTC))

    assert queued(redis) == []


@pytest.fixture
def another_schedule(engine):
    """Let another schedule note the same daily work, right after this one has looked and found nothing."""
    values = [{"name": tidy.name, "due_at": datetime(2026, 5, 18, 3, 7, tzinfo=UTC)}]

    def note(connection, _cursor, statement, *_):
        if values and statement.startswith("SELECT duty") and "WHERE duty" in statement:
            connection.execute(sa.insert(Duty.__table__).values(**values.pop()))

    sa.event.listen(engine, "after_cursor_execute", note)
    yield
    sa.event.remove(engine, "after_cursor_execute", note)


def test_two_schedules_of_a_new_instance_note_daily_work_at_the_same_moment(day, session, another_schedule):
    assert day(18, 3, 7) == 1

    assert session.execute(sa.select(Duty.name)).scalars().all() == [tidy.name]


def test_a_schedule_that_is_behind_does_not_undo_what_another_has_noted(app, day, session):
    day(19, 3, 7)

    with app.app_context(), transaction():
        note_duty(tidy.name, due_at=datetime(2026, 5, 18, 3, 7, tzinfo=UTC))

    assert session.scalar(sa.select(Duty.due_at)) == datetime(2026, 5, 19, 3, 7, tzinfo=UTC)
