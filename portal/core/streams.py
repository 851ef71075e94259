"""Event streams: one for each browser, all fed by one Redis subscription in each process."""

from __future__ import annotations

import os
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import structlog

from portal.core.redis import RedisError

CHANNEL = "trackside:live:"
RESYNC = "resync"
"""The topic that means: something may have been missed, fetch everything again."""
THE_END = "!"
"""What is said to a sign-in that has ended; no topic is called so."""
BEAT_S = 15.0
"""A comment this often keeps proxies from closing, and finds browsers that are gone."""
LIFE_S = 15 * 60.0
BACKLOG = 100
"""Nudges that may wait for one reader; who is further behind is cut off, comes back and fetches anew."""
MOST_EACH = 10
"""Streams of one person in one process; the oldest gives way."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 10.0

log = structlog.get_logger(__name__)


class Full(Exception):
    """No thread is left for another stream."""


class Stream:
    """One browser: the bytes of a response that does not end for a while."""

    def __init__(self, hub: Hub, person_id: UUID, sign_in_id: UUID) -> None:
        self.keys = (str(person_id), str(sign_in_id))
        self.ends_at_s = time.monotonic() + hub.life_s * random.uniform(0.8, 1.2)  # noqa: S311 -- spread, not secret
        self.is_cut = False
        self._hub = hub
        self._waiting: queue.Queue[str] = queue.Queue(BACKLOG)

    def put(self, topics: str) -> None:
        """Add a nudge, or cut off a reader who is too far behind."""
        try:
            self._waiting.put_nowait(topics)
        except queue.Full:
            self.is_cut = True

    def cut(self) -> None:
        """End the stream now."""
        self.is_cut = True
        self.put(THE_END)  # wakes whoever waits for a nudge

    def __iter__(self) -> Iterator[bytes]:
        # Browsers come back at different moments after a restart, not all at once.
        yield f"retry: {random.randint(1000, 5000)}\n\n".encode()  # noqa: S311
        yield _event(RESYNC)
        while not self.is_cut and (left_s := self.ends_at_s - time.monotonic()) > 0:
            try:
                topics = self._waiting.get(timeout=min(self._hub.beat_s, left_s))
            except queue.Empty:
                yield b":\n\n"
            else:
                if topics == THE_END:
                    return
                yield _event(topics)

    def close(self) -> None:
        """Free the place. The server calls this when the response ends, however it ends."""
        self._hub.forget(self)


class Hub:
    """The streams of this process, and the thread that feeds them."""

    def __init__(
        self, connect: Callable[[], Any], *, capacity: int, beat_s: float = BEAT_S, life_s: float = LIFE_S
    ) -> None:
        self.capacity, self.beat_s, self.life_s = capacity, beat_s, life_s
        self.count = 0
        self._connect = connect
        self._lock = threading.Lock()
        self._streams: dict[str, list[Stream]] = {}
        self._listens_in = 0  # a process id: the web server forks, and threads do not come along
        self._pause_s = 0.0

    def open(self, person_id: UUID, sign_in_id: UUID) -> Stream:
        """Return a stream for one browser of this person. Raises Full."""
        with self._lock:
            mine = self._streams.get(str(person_id), [])
            if len(mine) >= MOST_EACH:
                mine[0].cut()
            if self.count >= self.capacity:
                raise Full
            self._listen_here()
            stream = Stream(self, person_id, sign_in_id)
            for key in stream.keys:
                self._streams.setdefault(key, []).append(stream)
            self.count += 1
        return stream

    def forget(self, stream: Stream) -> None:
        """Free the place of a stream; a second time does nothing."""
        with self._lock:
            if stream not in self._streams.get(stream.keys[0], ()):
                return
            self.count -= 1
            for key in stream.keys:
                self._streams[key].remove(stream)
                if not self._streams[key]:
                    del self._streams[key]

    def close(self) -> None:
        """End all streams; their browsers come back."""
        for stream in self._all():
            stream.cut()

    def _listen_here(self) -> None:
        if self._listens_in != os.getpid():
            self._listens_in = os.getpid()
            threading.Thread(target=self._listen, name="live", daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self._hear()
            except (RedisError, OSError) as error:
                self._wait(error)

    def _hear(self) -> None:
        with self._connect().pubsub() as ear:
            ear.psubscribe(CHANNEL + "*")
            while True:
                heard = ear.get_message(timeout=self.beat_s)
                if heard is None:
                    continue
                if heard["type"] == "psubscribe":
                    self._subscribed()
                else:
                    self._pass_on(heard["channel"].decode().removeprefix(CHANNEL), heard["data"].decode())

    def _subscribed(self) -> None:
        # The client subscribes again by itself when its connection broke, so this is heard after every gap.
        self._pause_s = 0.0
        self._to_all(RESYNC)

    def _wait(self, error: Exception) -> None:
        if not self._pause_s:
            log.warning("live_waits", error=type(error).__name__)
        self._pause_s = min(max(self._pause_s * 2, FIRST_PAUSE_S), LONGEST_PAUSE_S)
        time.sleep(self._pause_s)
        if self._pause_s == LONGEST_PAUSE_S:
            self._to_all(RESYNC)  # nobody can say what changes: browsers look now and then

    def _pass_on(self, key: str, topics: str) -> None:
        for stream in self._reading(key):
            if topics == THE_END:
                stream.cut()
            else:
                stream.put(topics)

    def _reading(self, key: str) -> list[Stream]:
        with self._lock:
            return list(self._streams.get(key, ()))

    def _to_all(self, topics: str) -> None:
        for stream in self._all():
            stream.put(topics)

    def _all(self) -> set[Stream]:
        with self._lock:
            return {stream for members in self._streams.values() for stream in members}


def _event(topics: str) -> bytes:
    return f"data: {topics}\n\n".encode()
