"""Files people handed in, and how reading them went."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.activities.rules.imports import ImportState, Problem
from portal.core.db import Record, one_of


class ActivityFile(Record):
    """A file as it was handed in; its bytes lie in core/storage. The same bytes are the same file."""

    __table_args__ = (UniqueConstraint("athlete_id", "sha256"), CheckConstraint("size_bytes > 0", name="not_empty"))

    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    sha256: Mapped[str]
    name: Mapped[str]
    size_bytes: Mapped[int]
    uploaded_at: Mapped[datetime]

    @property
    def key(self) -> str:
        """Where core/storage keeps it."""
        return f"activities/{self.athlete_id}/{self.sha256}"


class Import(Record):
    """Reading one file: waits, then is done or refused, each with a reason where there is one."""

    __table_args__ = (
        CheckConstraint("state <> 'refused' OR problem IS NOT NULL", name="refused_for_a_reason"),
        CheckConstraint("activity_count >= 0", name="count_not_negative"),
        Index(None, "athlete_id", "batch_id"),
    )

    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    batch_id: Mapped[UUID]
    """The files that were handed in together."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey(ActivityFile.id), index=True)
    """None when it was refused at the door and not kept."""
    file_name: Mapped[str]
    state: Mapped[ImportState] = mapped_column(one_of(ImportState))
    problem: Mapped[Problem | None] = mapped_column(one_of(Problem))
    activity_count: Mapped[int] = mapped_column(default=0)
    activity_id: Mapped[UUID | None]
    """The first of its activities; no foreign key, for activities may be forgotten."""
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
