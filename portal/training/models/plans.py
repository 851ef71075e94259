"""Plans, the dated sessions in them, and what a trainer changed by hand."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.core.db import Record, one_of
from portal.training.rules.sessions import SessionKind


class Plan(Record):
    """A program given to one athlete. What to do is computed from it and the log, never stored as truth."""

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="in_order"),
        Index(None, "athlete_id", "starts_on"),
        Index(None, "athlete_id", "ends_on"),
    )

    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    trainer_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), index=True)
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day of its last week."""
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    """Only drafts are deleted; they can be brought back."""
    version: Mapped[int] = mapped_column(default=1)
    # Long columns stand last: SQLite reads a row from its beginning.
    layout: Mapped[dict[str, Any]]
    """What the trainer put on the week grid (rules.layout), as plain JSON; the program follows from it."""
    program: Mapped[dict[str, Any]]
    """The program of portal.progression, as plain JSON."""


class PlannedSession(Record):
    """One dated slot of a plan."""

    __table_args__ = (
        UniqueConstraint("plan_id", "slot"),
        Index(None, "athlete_id", "on"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey(Plan.id))
    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    slot: Mapped[int]
    """Counts from 0 through the plan in calendar order; names the session in the progression log."""
    on: Mapped[date]
    title: Mapped[str]
    kind: Mapped[SessionKind] = mapped_column(one_of(SessionKind))
    note: Mapped[str] = mapped_column(default="")
    excused_at: Mapped[datetime | None]
    """Excused by hand; life status excuses without touching this row."""
    dropped_at: Mapped[datetime | None]


class AdjustmentKind(StrEnum):
    """What a trainer changed by hand."""

    OVERRIDE = "override"
    """The numbers of one session."""
    SET = "set"
    """Variables of a track from a day on."""


class Adjustment(Record):
    """One entry a person added to the progression log. Undone ones stay as history."""

    __table_args__ = (Index(None, "plan_id", "effective_on"),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey(Plan.id))
    kind: Mapped[AdjustmentKind] = mapped_column(one_of(AdjustmentKind))
    effective_on: Mapped[date]
    slot: Mapped[int | None]
    track: Mapped[str]
    change: Mapped[dict[str, Any]]
    reason: Mapped[str]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
