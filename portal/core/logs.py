"""What the portal says about itself: one line per happening, with the id of the request behind it."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import MutableMapping
from typing import Any, TextIO
from urllib.parse import unquote
from uuid import UUID

import structlog
from flask import Flask, g, request
from structlog.typing import EventDict, Processor
from werkzeug.wrappers import Response

from portal.core import trace
from portal.core.ids import new_id

HEADER = "X-Request-ID"
GOOD_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")
DISCREET = re.compile(r"passw|secret|token|authori[sz]ation|cookie|api_?key", re.IGNORECASE)
SHORTEST_SECRET = 6
HIDDEN = "…"
ROUTINE = {"health.show_health", "static"}
"""Answers that are worth a line only when they fail."""
FIRST_ERROR = 400


def _requested(_logger: Any, _method: str, event: EventDict) -> EventDict:
    if identity := trace.request_id():
        event.setdefault("request_id", identity)
    return event


NOTED: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _requested,
]
structlog.configure(  # through the standard library, so that one handler writes what we and others say
    processors=[
        structlog.stdlib.filter_by_level,
        *NOTED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
log = structlog.get_logger(__name__)


def prepare(*, secrets: tuple[str, ...] = (), process: str = "", stream: TextIO | None = None) -> None:
    """Write all logs of this process to `stream`, else to standard output: JSON, but columns on a terminal.

    `secrets` never appear in them, whatever a library writes.
    """
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), structlog.stdlib.ExtraAdder(), *NOTED],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _named(process),
                _discreet,
                *_rendering(stream or sys.stdout),
                Hiding(secrets),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.captureWarnings(capture=True)


def init_app(app: Flask) -> None:
    """Give every request an id, and one line when it has been answered."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


class Hiding:
    """Takes secrets out of finished lines."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        plain = {form for text in secrets for form in (text, unquote(text))}
        known = plain | {json.dumps(text, ensure_ascii=False)[1:-1] for text in plain}
        self._secrets = sorted((text for text in known if len(text) >= SHORTEST_SECRET), key=len, reverse=True)

    def __call__(self, _logger: Any, _method: str, line: Any) -> Any:
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


def _rendering(stream: TextIO) -> list[Processor]:
    if stream.isatty():
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(sort_keys=True, ensure_ascii=False)]


def _named(process: str) -> Processor:
    def add(_logger: Any, _method: str, event: EventDict) -> EventDict:
        return {**event, "process": process}

    return add


def _discreet(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: HIDDEN if DISCREET.search(name) else value for name, value in event.items()}


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    identity = given if GOOD_ID.fullmatch(given) else str(new_id())
    g.request_id = identity
    g.began_s = time.perf_counter()
    trace.begin(identity)


def _end(response: Response) -> Response:
    if "request_id" not in g:
        return response
    response.headers[HEADER] = g.request_id
    if request.endpoint in ROUTINE and response.status_code < FIRST_ERROR:
        return response
    # The rule, not the path: some paths are secrets (invitations, resets, webhooks).
    ids = {name: str(value) for name, value in (request.view_args or {}).items() if isinstance(value, UUID)}
    log.info(
        "answered",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        took_ms=round((time.perf_counter() - g.began_s) * 1000, 1),
        **ids,
    )
    return response


def _forget(_: BaseException | None) -> None:
    trace.begin(None)
