"""RQ's queue and worker, so that a worker killed at any moment loses no job.

With one queue RQ moves a job aside while it begins, and finds it there when the worker was killed. With several it
takes the job out first, and a worker killed in the milliseconds until it has noted what it does takes it to its grave.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from redis import Redis
from rq import Queue, Worker
from rq.exceptions import DequeueTimeout
from rq.job import Job

LISTEN_S = 1
"""How long to wait at the first queue before looking at the others again."""
CLEANING_S = 30
"""How long one worker keeps others from cleaning up; RQ's quarter of an hour is long when that one was killed."""


class CarefulQueue(Queue):
    """Moves jobs aside, from the first queue that has one."""

    @classmethod
    def dequeue_any(
        cls, queues: Iterable[Queue], timeout: int | None, connection: Redis, *given: Any, **named: Any
    ) -> tuple[Job, Queue] | None:
        """Return the next job, or None when none waits and there is no `timeout`. Raises DequeueTimeout."""
        known = list(queues)
        left_s = timeout or 0
        while True:
            for queue in known:
                if found := super().dequeue_any([queue], None, connection, *given, **named):
                    return found
            if timeout is None:
                return None
            if left_s <= 0:
                raise DequeueTimeout(timeout, [queue.key for queue in known])
            left_s -= LISTEN_S
            try:
                return super().dequeue_any(known[:1], LISTEN_S, connection, *given, **named)
            except DequeueTimeout:
                continue

    def acquire_maintenance_lock(self) -> bool:
        """Return whether this worker, and no other, cleans up now."""
        return bool(self.connection.set(self.registry_cleaning_key, 1, nx=True, ex=CLEANING_S))


class CarefulWorker(Worker):
    """Takes jobs from careful queues."""

    queue_class = CarefulQueue

    def prepare_job_execution(self, job: Job, remove_from_intermediate_queue: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002 -- RQ's
        """Note that the job runs; only then is it no longer aside."""
        super().prepare_job_execution(job, remove_from_intermediate_queue=True)
