"""How each background process begins: settings, logs, the application, a connection to Redis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

from flask import Flask
from redis import Redis

from portal.config import Config
from portal.core import logs
from portal.core.redis import connect

PATIENCE_S = 5.0
"""Nobody waits for a background process; it may wait for Redis."""


@dataclass(frozen=True)
class Process:
    """What a background process works with."""

    config: Config
    app: Flask
    connection: Redis


def begin(name: str, *, stream: TextIO | None = None) -> Process:
    """Return what the process called `name` works with. Ends the process when the settings are wrong.

    Logs go to `stream`, else to standard output.
    """
    config = Config.or_exit()
    logs.prepare(secrets=config.secrets(), process=name, stream=stream)
    from wsgi import app  # noqa: PLC0415 -- it makes the application, so that no two parts of a process make two

    connection = connect(config.redis_url, socket_connect_timeout=PATIENCE_S, socket_timeout=PATIENCE_S)
    return Process(config, app, connection)
