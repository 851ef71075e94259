"""The thread from a request to all that it set in motion: its id goes along into events and jobs."""

from __future__ import annotations

from contextvars import ContextVar

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def request_id() -> str | None:
    """Return the id of the request this work began with, in jobs too."""
    return _request_id.get()


def begin(identity: str | None) -> None:
    """Do all that follows in this thread in the name of the request called `identity`."""
    _request_id.set(identity)
