"""What an athlete can hold, entered by a person: loads are reckoned from it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.core.db import Record


class AthleteThresholds(Record):
    """One row an athlete; None where nobody said."""

    __table_args__ = (
        CheckConstraint("resting_bpm IS NULL OR max_bpm IS NULL OR resting_bpm < max_bpm", name="beats_in_order"),
    )

    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), unique=True)
    power_w: Mapped[float | None]
    pace_s_per_km: Mapped[float | None]
    resting_bpm: Mapped[float | None]
    threshold_bpm: Mapped[float | None]
    max_bpm: Mapped[float | None]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
