"""The way to Redis: one pool of connections per process, and little patience."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

__all__ = ["RedisError", "connect", "connection", "init_app"]

CONNECT_S = 0.5
"""How long a page waits for Redis to be there."""
ANSWER_S = 1.0
"""How long a page waits for an answer."""


def connect(url: str, **options: Any) -> Redis:
    """Return a client that connects on first use. Pages wait shortly; `options` are for those who may wait longer.

    A connection that broke while idle is tried once more at once: the server may have been restarted.
    """
    given = {"socket_connect_timeout": CONNECT_S, "socket_timeout": ANSWER_S, "health_check_interval": 30, **options}
    return Redis.from_url(url, retry=Retry(NoBackoff(), 1), **given)


def connection() -> Redis:
    """Return this process's client. Its calls raise RedisError while Redis is away."""
    client: Redis = current_app.extensions["redis"]
    return client


def init_app(app: Flask) -> None:
    """Prepare the client; nothing is connected yet."""
    app.extensions["redis"] = connect(app.config["REDIS_URL"])
