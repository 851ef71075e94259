"""What was done: the log is the truth."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.core.db import Record
from portal.training.models.plans import Plan, PlannedSession


class SessionLog(Record):
    """One training of a planned session, with the prescription the athlete saw."""

    __table_args__ = (
        CheckConstraint("rpe IS NULL OR rpe BETWEEN 0 AND 10", name="rpe_scale"),
        CheckConstraint("done_pct IS NULL OR done_pct >= 0", name="done_not_negative"),
        Index(None, "athlete_id", "trained_on"),
        Index(None, "plan_id"),
        # Lists of sessions ask only whether each is finished and how much was done: the index answers, no row is read.
        Index(None, "planned_session_id", "finished_at", "done_pct"),
    )

    planned_session_id: Mapped[UUID] = mapped_column(ForeignKey(PlannedSession.id), unique=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey(Plan.id))
    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    trained_on: Mapped[date]
    began_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When somebody last finished it or opened it again, by their own clock: what was said earlier comes too late."""
    done_pct: Mapped[int | None]
    """Work done in whole per cent of what was planned; follows from the sets, written when finished."""
    rpe: Mapped[float | None]
    note: Mapped[str] = mapped_column(default="")
    flags: Mapped[list[str]]
    """Why a session that fell short does not count as failed: ill, injured, equipment."""
    # Long columns stand last: SQLite reads a row from its beginning.
    done: Mapped[dict[str, Any]]
    """Track → what was done, the shape that replay reads. Follows from the sets; written when finished."""
    planned: Mapped[dict[str, Any]]
    """Track → what was shown; what was done is judged against it for ever (see portal.progression)."""
    reasons: Mapped[dict[str, Any]] = mapped_column(deferred=True, deferred_raiseload=True)
    """Track → why, as the athlete could read it then; loaded only where it is shown."""


class SetLog(Record):
    """One set, known by its place: sending it twice, or from two phones, ends in one row."""

    __table_args__ = (
        UniqueConstraint("session_log_id", "track", "position"),
        CheckConstraint("load_kg IS NULL OR load_kg BETWEEN 0 AND 1000", name="load_plausible"),
        CheckConstraint("reps BETWEEN 0 AND 3600", name="reps_plausible"),
        CheckConstraint("rpe IS NULL OR rpe BETWEEN 0 AND 10", name="rpe_scale"),
    )

    session_log_id: Mapped[UUID] = mapped_column(ForeignKey(SessionLog.id))
    track: Mapped[str]
    position: Mapped[int]
    load_kg: Mapped[float | None]
    reps: Mapped[int]
    """Repetitions; seconds or metres for exercises measured so."""
    rpe: Mapped[float | None]
    done_at: Mapped[datetime]


class EffortLog(Record):
    """One endurance track of a session: how much of it was done."""

    __table_args__ = (
        UniqueConstraint("session_log_id", "track"),
        CheckConstraint("ratio BETWEEN 0 AND 10", name="ratio_plausible"),
    )

    session_log_id: Mapped[UUID] = mapped_column(ForeignKey(SessionLog.id))
    track: Mapped[str]
    ratio: Mapped[float]
    distance_m: Mapped[float | None]
    duration_s: Mapped[float | None]
    rpe: Mapped[float | None]
    recorded_id: Mapped[UUID | None] = mapped_column(index=True)
    """The activity it was read from; empty when somebody typed it."""
    done_at: Mapped[datetime | None]
    """When it was said; empty in logs that were written before this was kept."""


class TakenBack(Record):
    """When a set or effort was last taken back: what another phone said of its place earlier comes too late.

    It outlives the log, which goes with the last set of an unfinished session.
    """

    __table_args__ = (UniqueConstraint("planned_session_id", "track", "position"),)

    planned_session_id: Mapped[UUID] = mapped_column(ForeignKey(PlannedSession.id))
    track: Mapped[str]
    position: Mapped[int]
    """0 for an effort: a track has one."""
    taken_at: Mapped[datetime]
