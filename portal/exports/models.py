"""Documents somebody asked for, and how far they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.core.db import Record, one_of
from portal.exports.rules.exports import ExportKind, ExportState, Paper, Problem
from portal.training.models.plans import Plan


class Export(Record):
    """One document. Its bytes lie in core/storage once it is done."""

    __table_args__ = (
        CheckConstraint("weeks BETWEEN 1 AND 26", name="weeks_plausible"),
        CheckConstraint("total >= 1 AND done BETWEEN 0 AND total", name="done_of_total"),
        CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name="failed_for_a_reason"),
        CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name="done_at_a_moment"),
        Index(None, "plan_id", "asked_at"),
        Index(None, "expires_at"),
    )

    kind: Mapped[ExportKind] = mapped_column(one_of(ExportKind))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey(Plan.id))
    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), index=True)
    """For whom it is made: in their language and units."""
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), index=True)
    weeks: Mapped[int]
    paper: Mapped[Paper] = mapped_column(one_of(Paper))
    state: Mapped[ExportState] = mapped_column(one_of(ExportState))
    problem: Mapped[Problem | None] = mapped_column(one_of(Problem))
    done: Mapped[int] = mapped_column(default=0)
    """Weeks drawn, of `total`."""
    total: Mapped[int]
    plan_version: Mapped[int | None]
    """What the plan was when it was drawn; it may have changed since."""
    size_bytes: Mapped[int | None]
    asked_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    """When file and row are deleted."""

    @property
    def key(self) -> str:
        """Where core/storage keeps the file. One for each document, so that drawing it again replaces it."""
        return f"exports/{self.id}.pdf"
