"""Loops that run until they are told to stop, and wait out the absence of Redis or the database."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Mapping

import structlog
from redis import Redis
from redis.exceptions import RedisError

from portal.core.db import DatabaseAway
from workers.beat import Beat

Step = Callable[[], float]
"""Does one round, and returns the seconds until the next."""

PAUSES_S = (0.5, 1.0, 2.0, 5.0)
"""How long to wait after the first, second … failure in a row, and after each one more."""

log = structlog.get_logger(__name__)


def run(connection: Redis, steps: Mapping[str, Step]) -> int:
    """Run each step again and again in a thread of its own, until SIGTERM or SIGINT; return the exit status."""
    loops = [Loop(name, step, Beat(connection, name)) for name, step in steps.items()]
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    threads = [threading.Thread(target=loop.run, args=(stopped,), name=loop.name) for loop in loops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return int(any(loop.broke for loop in loops))


class Loop:
    """One step, repeated."""

    def __init__(self, name: str, step: Step, sign: Beat) -> None:
        self.name, self.broke = name, False
        self._step, self._sign = step, sign
        self._failures = 0

    def run(self, stopped: threading.Event) -> None:
        """Repeat until `stopped`; an error that nobody expected stops everything."""
        try:
            while not stopped.is_set():
                stopped.wait(self._round())
        except Exception:
            log.exception("broke", loop=self.name)
            self.broke = True
            stopped.set()
        self._sign.end()

    def _round(self) -> float:
        try:
            wait_s = self._step()
            self._sign.beat()  # only after a good round: a relay that cannot relay is not alive
        except (RedisError, *DatabaseAway) as error:
            self._failures += 1
            log.warning("waits", loop=self.name, error=type(error).__name__, failures=self._failures)
            return PAUSES_S[min(self._failures, len(PAUSES_S)) - 1]
        self._failures = 0
        return wait_s
