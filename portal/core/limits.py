"""How often something may be tried: counted in Redis, in this process while Redis is away."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import structlog
from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.language import say
from portal.core.redis import RedisError, connection
from portal.core.sentence import Sentence, counted
from portal.core.web import problem

View = Callable[..., Any]
UNITS_S = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
RATE = re.compile(r"(\d+) per (?:(\d+) )?(second|minute|hour|day)s?")
MOST_REMEMBERED = 10_000
"""Keys counted in memory; beyond that the counts that ended are dropped."""

log = structlog.get_logger(__name__)


class TooMany(Exception):
    """Tried too often; it may be tried again in `wait_s` seconds."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"again in {wait_s} s")
        self.wait_s = wait_s

    @property
    def said(self) -> Sentence:
        return counted(
            -(-self.wait_s // UNITS_S["minute"]),
            "That was tried very often in a short time. Please try again in a minute.",
            "That was tried very often in a short time. Please try again in %(count)s minutes.",
        )


def limited(rate: str, *, by: Callable[[], str | None] | None = None) -> Callable[[View], View]:
    """Let a view be called no more often than `rate`, such as "5 per 15 minutes".

    `by` returns whom to count for (None: nobody now); the default counts for each address a visitor comes from.
    Write it above `@needs` and its like, so that nobody waits for Redis inside a transaction.
    """
    _parsed(rate)  # a slip is found when the view is written, not when it is visited

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def enter(**given: Any) -> Any:
            key = (by or visitors_address)()
            if key is not None:
                spend(rate, view.__module__, view.__name__, key)
            return view(**given)

        return enter

    return decorate


def spend(rate: str, *key: str) -> None:
    """Count one try of `key`. Raises TooMany when there were more than `rate` allows."""
    most, window_s = _parsed(rate)
    name = _name(rate, key)
    try:
        tries, left_s = _in_redis(name, window_s)
    except RedisError:
        log.warning("limits_in_memory")
        tries, left_s = current_app.extensions["tries"].count(name, window_s, clock.now())
    if tries > most:
        raise TooMany(max(1, left_s))


def forgive(rate: str, *key: str) -> None:
    """Forget the tries of `key`, because one succeeded."""
    name = _name(rate, key)
    current_app.extensions["tries"].forget(name)
    try:
        connection().delete(name)
    except RedisError:
        return  # nothing is counted there either


def visitors_address() -> str | None:
    """Return where the visitor comes from; behind proxies, as TRUSTED_PROXIES says."""
    return request.remote_addr


def init_app(app: Flask) -> None:
    """Answer too many tries with a page that says how long to wait."""
    app.extensions["tries"] = Tries()
    app.register_error_handler(TooMany, _too_many)


class Tries:
    """Counts of this process alone, each for a window that begins with the first try."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, datetime]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._counts)

    def count(self, name: str, window_s: int, now: datetime) -> tuple[int, int]:
        """Return the tries in this window with this one, and the seconds until it ends."""
        with self._lock:
            if len(self._counts) >= MOST_REMEMBERED:
                self._counts = {key: count for key, count in self._counts.items() if count[1] > now}
            tries, ends_at = self._counts.get(name, (0, now))
            if ends_at <= now:
                tries, ends_at = 0, now + timedelta(seconds=window_s)
            self._counts[name] = tries + 1, ends_at
        return tries + 1, round((ends_at - now).total_seconds())

    def forget(self, name: str) -> None:
        """Begin anew with this key."""
        with self._lock:
            self._counts.pop(name, None)


def _name(rate: str, key: tuple[str, ...]) -> str:
    # Hashed, because keys are addresses of people and of their machines.
    return "trackside:tries:" + hashlib.sha256("\n".join((rate, *key)).encode()).hexdigest()[:40]


def _in_redis(name: str, window_s: int) -> tuple[int, int]:
    with connection().pipeline() as steps:
        steps.set(name, 0, ex=window_s, nx=True)
        steps.incr(name)
        steps.ttl(name)
        _, tries, left_s = steps.execute()
    return tries, left_s


def _parsed(rate: str) -> tuple[int, int]:
    found = RATE.fullmatch(rate)
    if found is None:
        raise ValueError(f"“{rate}” is no rate; write it like “5 per 15 minutes”")
    return int(found[1]), int(found[2] or 1) * UNITS_S[found[3]]


def _too_many(error: TooMany) -> Response:
    response = problem("limited", 429, said=say(error.said))
    response.headers["Retry-After"] = str(error.wait_s)
    return response
