"""Activities and their laps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.activities.models.files import ActivityFile
from portal.activities.rules.load import LoadMethod
from portal.activities.rules.matching import MatchedBy
from portal.activities.rules.recording import Source
from portal.activities.rules.sports import Sport
from portal.core.db import Record, one_of
from portal.training.models.plans import PlannedSession

_TAKEN = text("planned_session_id IS NOT NULL AND deleted_at IS NULL")


class Activity(Record):
    """Something an athlete did and a device recorded, summed up."""

    __table_args__ = (
        UniqueConstraint("athlete_id", "source", "external_id"),
        CheckConstraint("duration_s >= 0 AND moving_s >= 0 AND moving_s <= duration_s", name="times_in_order"),
        CheckConstraint("distance_m IS NULL OR distance_m >= 0", name="distance_not_negative"),
        CheckConstraint("planned_session_id IS NULL OR matched_by IS NOT NULL", name="matched_by_somebody"),
        Index(None, "athlete_id", "started_at", "id"),
        Index(None, "athlete_id", "local_on"),
        Index(
            "uq_activity_planned_session_id",
            "planned_session_id",
            unique=True,
            sqlite_where=_TAKEN,
            postgresql_where=_TAKEN,
        ),
    )

    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    source: Mapped[Source] = mapped_column(one_of(Source))
    external_id: Mapped[str]
    """What the source calls it: the hash of the file, or the number at the service."""
    fingerprint: Mapped[str]
    """Hash of everything the source said, so that hearing it again changes nothing."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey(ActivityFile.id), index=True)
    twin_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id", ondelete="SET NULL"), index=True)
    """Another recording of the same training, which is shown and counted in place of this one."""
    sport: Mapped[Sport] = mapped_column(one_of(Sport))
    raw_sport: Mapped[str]
    name: Mapped[str]
    """What the source calls it; may be empty."""
    own_name: Mapped[str | None]
    """What the athlete calls it; the source never changes that."""
    note: Mapped[str] = mapped_column(default="")
    device: Mapped[str]
    started_at: Mapped[datetime]
    local_on: Mapped[date]
    """The athlete's day."""
    duration_s: Mapped[float]
    moving_s: Mapped[float]
    distance_m: Mapped[float | None]
    elevation_gain_m: Mapped[float | None]
    mean_heart_rate_bpm: Mapped[float | None]
    max_heart_rate_bpm: Mapped[float | None]
    mean_power_w: Mapped[float | None]
    max_power_w: Mapped[float | None]
    weighted_power_w: Mapped[float | None]
    graded_pace_s_per_km: Mapped[float | None]
    """What the pace would have been on flat ground (runs and walks)."""
    mean_cadence_rpm: Mapped[float | None]
    calories_kcal: Mapped[float | None]
    load: Mapped[float | None]
    load_method: Mapped[LoadMethod | None] = mapped_column(one_of(LoadMethod))
    planned_session_id: Mapped[UUID | None] = mapped_column(ForeignKey(PlannedSession.id, ondelete="SET NULL"))
    matched_by: Mapped[MatchedBy | None] = mapped_column(one_of(MatchedBy))
    """Who decided about the planned session; a person's decision, also "none", is not overruled."""
    asked: Mapped[dict[str, Any] | None]
    """The runs that the planned session asked for when they were paired: steps by track."""
    done_pct: Mapped[int | None]
    """Work done in whole per cent of what was asked for."""
    stored_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Lap(Record):
    """A lap, in order."""

    __table_args__ = (
        UniqueConstraint("activity_id", "position"),
        CheckConstraint("start_s >= 0 AND duration_s >= 0", name="times_not_negative"),
    )

    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id, ondelete="CASCADE"))
    position: Mapped[int]
    start_s: Mapped[float]
    duration_s: Mapped[float]
    distance_m: Mapped[float | None]
    mean_heart_rate_bpm: Mapped[float | None]
    max_heart_rate_bpm: Mapped[float | None]
    mean_power_w: Mapped[float | None]
    mean_cadence_rpm: Mapped[float | None]
