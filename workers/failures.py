"""Jobs that failed for good: written on the board of core/failures, and tried again when somebody asks for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from redis import Redis
from rq import Queue
from rq.exceptions import InvalidJobOperation, NoSuchJobError
from rq.job import Job
from rq.registry import FailedJobRegistry
from rq.serializers import JSONSerializer

from portal.core.failures import AGAIN, BOARD, STANDS_S, FailedJobs, written
from workers.job import FAILURES_KEPT_S, QUEUES, RETRY_AFTER_S

MOST = 500
"""Failures of a queue that are looked at, the latest: who has more sees that it is many."""
LOOK_EVERY_S = 10
KILLED = ("AbandonedJobError", "Work-horse terminated")
ERROR = re.compile(r"(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*)")
"""The class of an error, as the last line of a traceback begins."""


@dataclass(frozen=True)
class Failure:
    """One job that failed for good."""

    job: Job
    name: str
    failed_at: datetime


def keep_board(connection: Redis) -> None:
    """Do again what somebody asked for, and write down what failed. Call it as often as you like."""
    asked = list(_asked(connection))
    for name in asked:
        _again(connection, name)
    if not asked and connection.ttl(BOARD) > STANDS_S - LOOK_EVERY_S:
        return  # it was written a moment ago
    connection.set(BOARD, written(board_of(connection)), ex=STANDS_S)


def board_of(connection: Redis) -> list[FailedJobs]:
    """Return what failed, put together by job and error, the latest first."""
    groups: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for failure in _failures(connection):
        groups[failure.name, _error_of(failure.job)].append(failure.failed_at)
    rows = (FailedJobs(*key, len(moments), min(moments), max(moments)) for key, moments in groups.items())
    return sorted(rows, key=lambda row: row.last_at, reverse=True)


def _asked(connection: Redis) -> Iterator[str]:
    while (name := connection.spop(AGAIN)) is not None:
        yield name.decode() if isinstance(name, bytes) else str(name)


def _again(connection: Redis, name: str) -> None:
    """Queue the failed jobs of this name, each with all its tries."""
    for failure in _failures(connection):
        if failure.name != name:
            continue
        failure.job.retries_left = len(RETRY_AFTER_S)
        failure.job.save()
        try:
            failure.job.requeue()
        except (InvalidJobOperation, NoSuchJobError):
            continue  # it was forgotten, or somebody else was faster


def _failures(connection: Redis) -> Iterator[Failure]:
    for name in QUEUES:
        queue = Queue(name, connection=connection, serializer=JSONSerializer)
        registry = FailedJobRegistry(queue=queue)
        found = cast("list[tuple[bytes, float]]", connection.zrevrange(registry.key, 0, MOST - 1, withscores=True))
        ids = [job_id.decode() for job_id, _ in found]
        jobs = Job.fetch_many(ids, connection=connection, serializer=JSONSerializer)
        for job, (_, forgotten_s) in zip(jobs, found, strict=True):
            if job is not None:
                failed_at = datetime.fromtimestamp(forgotten_s - FAILURES_KEPT_S, tz=UTC)
                yield Failure(job, str(job.func_name).removeprefix("workers."), failed_at)


def _error_of(job: Job) -> str:
    result = job.latest_result()
    said = (result.exc_string if result else None) or ""
    if any(word in said for word in KILLED):
        return "Killed"
    lines = [line for line in said.strip().splitlines() if line[:1].strip()]
    found = ERROR.match(lines[-1]) if lines else None
    return found[1] if found else ""
