"""Trouble on demand: the next calls whose path matches go wrong in a chosen way."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, jsonify

LONGEST_S = 60.0


@dataclass
class Fault:
    """What happens to calls whose "METHOD /path" matches, so many times."""

    kind: str
    path: str = "."
    times: int = 1
    seconds: float = 0.0
    after: int = 0
    """How many matching calls pass before."""


def error(status: int, message: str, resource: str = "", field: str = "", code: str = "") -> Response:
    """Return an error in Strava's shape."""
    errors = [{"resource": resource, "field": field, "code": code}] if resource else []
    response = jsonify({"message": message, "errors": errors})
    response.status_code = status
    return response


def _html(status: int) -> Response:
    return Response("<html><h1>We'll be right back</h1></html>", status, mimetype="text/html")


def _cut() -> Response:
    response = Response('{"id": 1', 200, mimetype="application/json")
    response.headers["Content-Length"] = "4096"  # the line is closed before so much has come
    return response


ANSWERS: dict[str, Callable[[], Response]] = {
    "401": lambda: error(401, "Authorization Error", "Athlete", "access_token", "invalid"),
    "401_scope": lambda: error(401, "Authorization Error", "AccessToken", "activity:read_permission", "missing"),
    "402": lambda: error(402, "Payment Required"),
    "403_inactive": lambda: error(403, "Forbidden", "Application", "Status", "Inactive"),
    "403_cap": lambda: error(403, "Limit of connected athletes exceeded"),
    "404": lambda: error(404, "Record Not Found", "Activity", "id", "not found"),
    "409": lambda: error(409, "Conflict"),
    "429": lambda: error(429, "Rate Limit Exceeded", "Application", "read rate limit", "exceeded"),
    "500": lambda: error(500, "Internal Server Error"),
    "502_html": lambda: _html(502),
    "200_html": lambda: _html(200),
    "cut": _cut,
}
KINDS = (*ANSWERS, "slow", "hang")


class Faults:
    """What is to go wrong next."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self._lock = threading.Lock()
        self._released = threading.Event()

    def add(self, fault: Fault) -> None:
        """Let coming calls fail. Raises ValueError for an unknown kind or a path that is no pattern."""
        if fault.kind not in KINDS:
            raise ValueError(fault.kind)
        try:
            re.compile(fault.path)
        except re.error as wrong:
            raise ValueError(fault.path) from wrong
        with self._lock:
            self._released.clear()
            self.waiting.append(fault)

    def clear(self) -> None:
        """Let everything go well again, also for those who hang."""
        with self._lock:
            self.waiting.clear()
            self._released.set()

    def answer_to(self, call: str) -> Response | None:
        """Return the wrong answer to this call, perhaps late, or None when it goes well."""
        fault = self._take(call)
        if fault is None:
            return None
        if fault.kind in ("slow", "hang"):
            self._released.wait(LONGEST_S if fault.kind == "hang" else min(fault.seconds, LONGEST_S))
            return None if fault.kind == "slow" else ANSWERS["502_html"]()
        return ANSWERS[fault.kind]()

    def _take(self, call: str) -> Fault | None:
        with self._lock:
            found = next((fault for fault in self.waiting if re.search(fault.path, call)), None)
            if found is None:
                return None
            if found.after:
                found.after -= 1
                return None
            found.times -= 1
            if found.times <= 0:
                self.waiting.remove(found)
            return found
