"""What can go wrong at Strava, in the terms the import decides by."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Problem(StrEnum):
    """Why a call failed."""

    NEEDS_REAUTH = "needs_reauth"  # the token or code is not accepted: the athlete must reconnect
    SCOPE_MISSING = "scope_missing"  # the athlete did not grant this permission
    APP_INACTIVE = "app_inactive"  # the subscription of the application's owner lapsed
    APP_REFUSED = "app_refused"  # our id or secret is wrong: no athlete can mend that
    KEY_CHANGED = "key_changed"  # we cannot open the tokens we keep: SECRET_KEY is another one
    ATHLETE_CAP = "athlete_cap"  # the application has no room for another athlete
    SUBSCRIBER_ONLY = "subscriber_only"
    NOT_FOUND = "not_found"  # gone, private, or not there yet
    RATE_LIMITED = "rate_limited"  # wait for the window; not an attempt
    DUPLICATE = "duplicate"
    BAD_REQUEST = "bad_request"  # our request was wrong
    UNAVAILABLE = "unavailable"  # network trouble or an error of Strava's: later
    UNREADABLE = "unreadable"  # an answer that is not the JSON we expect


BY_STATUS = {
    402: Problem.SUBSCRIBER_ONLY,
    404: Problem.NOT_FOUND,
    409: Problem.DUPLICATE,
    429: Problem.RATE_LIMITED,
}


class StravaError(Exception):
    """A call failed. The text holds nothing but the problem and the status: it ends in logs."""

    def __init__(self, problem: Problem, *, status: int | None = None) -> None:
        super().__init__(f"{problem.value} (status {status})")
        self.problem = problem
        self.status = status


def classify(status: int, body: object) -> Problem:
    """Return which problem an error answer of Strava's means."""
    errors = _errors(body)
    if status in (400, 401) and any(_names_application(e) for e in errors):
        return Problem.APP_REFUSED
    if status == 401:  # noqa: PLR2004 -- statuses read better as numbers
        missing = any(e.get("code") == "missing" and "permission" in str(e.get("field")) for e in errors)
        return Problem.SCOPE_MISSING if missing else Problem.NEEDS_REAUTH
    if status == 403:  # noqa: PLR2004
        return _forbidden(errors, body)
    if status == 400 and any(e.get("field") in ("refresh_token", "code") for e in errors):  # noqa: PLR2004
        return Problem.NEEDS_REAUTH
    if status >= 500:  # noqa: PLR2004
        return Problem.UNAVAILABLE
    return BY_STATUS.get(status, Problem.BAD_REQUEST)


def _forbidden(errors: list[Mapping[str, Any]], body: object) -> Problem:
    if any(e.get("resource") == "Application" and e.get("code") == "Inactive" for e in errors):
        return Problem.APP_INACTIVE
    message = str(body.get("message", "")) if isinstance(body, Mapping) else ""
    return Problem.ATHLETE_CAP if "connected athletes" in message.lower() else Problem.BAD_REQUEST


def _names_application(error: Mapping[str, Any]) -> bool:
    """Return whether Strava refuses us, and not the athlete's token. Other fields are about one request."""
    return error.get("resource") == "Application" and error.get("field") in ("", None, "client_id", "client_secret")


def _errors(body: object) -> list[Mapping[str, Any]]:
    listed = body.get("errors") if isinstance(body, Mapping) else None
    return [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []
