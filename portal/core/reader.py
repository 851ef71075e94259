"""Whoever visits, as values: what they may do, and how they read. Knows nothing of requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.core.access import Actor
from portal.core.units import System


@dataclass(frozen=True, slots=True)
class Reader:
    """How somebody wants to read."""

    name: str = ""
    units: System = System.METRIC
    language: str = ""
    time_zone: str = "UTC"
    theme: str = "system"


NOBODY = Reader()


class Visitor:
    """What Flask-Login keeps while a request lasts: values, never a database record."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, actor: Actor, reader: Reader, *, sign_in_id: UUID, seen_at: datetime) -> None:
        self.actor, self.reader, self.sign_in_id, self.seen_at = actor, reader, sign_in_id, seen_at

    def get_id(self) -> str:
        return str(self.sign_in_id)


_reads_as: ContextVar[Reader | None] = ContextVar("reads_as", default=None)


def given_reader() -> Reader | None:
    """Return for whom is being written, where that is not the visitor."""
    return _reads_as.get()


@contextmanager
def reading_as(somebody: Reader) -> Iterator[None]:
    """Write for this reader: mails and PDFs are made by jobs, which have no visitor."""
    token = _reads_as.set(somebody)
    try:
        yield
    finally:
        _reads_as.reset(token)
