"""Facts about training that was done, or not."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.events.facts import Fact, Payload


@dataclass(frozen=True)
class SessionBegun(Fact, version=1):
    """Somebody logged the first thing of a session."""

    planned_session_id: UUID
    session_log_id: UUID


@dataclass(frozen=True)
class SessionUnbegun(Fact, version=1):
    """All that was logged of an unfinished session was taken back: it is to come again."""

    planned_session_id: UUID
    session_log_id: UUID


@dataclass(frozen=True)
class SessionFinished(Fact, version=2):
    """A session was finished; what comes next follows from it.

    How much was done stands in the log alone: it may come from where it must be erased, and facts stay.
    """

    planned_session_id: UUID
    session_log_id: UUID
    plan_id: UUID

    @classmethod
    def upgrade(cls, payload: Payload, version: int) -> Payload:
        if version != 1:
            return super().upgrade(payload, version)
        return {name: value for name, value in payload.items() if name != "done_pct"}


@dataclass(frozen=True)
class SessionReopened(Fact, version=1):
    """A finished session was opened again."""

    planned_session_id: UUID
    session_log_id: UUID


@dataclass(frozen=True)
class LogCorrected(Fact, version=1):
    """A set or an effort of a finished session was changed."""

    planned_session_id: UUID
    session_log_id: UUID


@dataclass(frozen=True)
class SessionExcused(Fact, version=1):
    """A session need not be done; it counts neither as done nor as missed."""

    planned_session_id: UUID


@dataclass(frozen=True)
class SessionExpected(Fact, version=1):
    """An excuse was taken back."""

    planned_session_id: UUID
