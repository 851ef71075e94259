"""When daily work was queued last: a machine that slept at its hour makes up for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Model, db, found_or_added


class Duty(Model):
    """A daily job, and the moment for which it was queued last."""

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]


def noted_duties() -> dict[str, datetime]:
    """Return for which moment each daily job was queued last."""
    return {row.name: row.due_at for row in db.session.execute(select(Duty.name, Duty.due_at))}


def note_duty(name: str, *, due_at: datetime) -> None:
    """Remember that the job was queued for this moment, or a later one. May be repeated, and by two at once."""
    duty = found_or_added(select(Duty).where(Duty.name == name), lambda: Duty(name=name, due_at=due_at))
    duty.due_at = max(duty.due_at, due_at)
