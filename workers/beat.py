"""Signs of life: what runs says so in Redis, and /health counts who did lately."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from redis import Redis
from redis.exceptions import RedisError

from portal.core.beats import BEAT, BEATS, EVERY_S, GONE_AFTER_S


class Beat:
    """The sign of life of one process, called such as "relay" or "worker:<name>"."""

    def __init__(self, connection: Redis, name: str) -> None:
        self._connection, self._name = connection, name
        self._next_s = 0.0

    def beat(self) -> None:
        """Say that this process is well; costs nothing when it did so a moment ago. Raises RedisError."""
        if time.monotonic() >= self._next_s:
            with self._connection.pipeline() as steps:
                steps.set(BEAT + self._name, "1", ex=GONE_AFTER_S)
                steps.sadd(BEATS, self._name)
                steps.execute()
            self._next_s = time.monotonic() + EVERY_S

    def end(self) -> None:
        """Say that this process ends on purpose."""
        with contextlib.suppress(RedisError), self._connection.pipeline() as steps:
            steps.delete(BEAT + self._name)
            steps.srem(BEATS, self._name)
            steps.execute()


def forget_beats(connection: Redis) -> None:
    """Forget who lived before all were killed: their last signs would count for those who only begin."""
    with contextlib.suppress(RedisError):  # a server that somebody else starts may not be there yet
        names = [name if isinstance(name, str) else name.decode() for name in connection.smembers(BEATS)]
        connection.delete(BEATS, *(BEAT + name for name in names))


@contextlib.contextmanager
def beating(connection: Redis, name: str) -> Iterator[None]:
    """Beat from a thread while the block runs: for loops that are not ours."""
    sign = Beat(connection, name)
    stopped = threading.Event()

    def keep_on() -> None:
        while not stopped.is_set():
            with contextlib.suppress(RedisError):
                sign.beat()
            stopped.wait(EVERY_S)

    threading.Thread(target=keep_on, name="beat", daemon=True).start()
    try:
        yield
    finally:
        stopped.set()
        sign.end()
