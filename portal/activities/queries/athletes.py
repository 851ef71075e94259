"""What storing an activity needs to know about its athlete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from portal.accounts.models import Person
from portal.activities.models import AthleteThresholds
from portal.activities.rules.load import Thresholds
from portal.core.db import db


@dataclass(frozen=True)
class Athlete:
    """Where somebody lives by the clock, and what they can hold."""

    time_zone: str
    thresholds: Thresholds

    def day_of(self, at: datetime, *, utc_offset_s: int | None) -> date:
        """Return the athlete's day at this moment: as the device had it, else as their settings have it."""
        zone = _zone(self.time_zone) if utc_offset_s is None else timezone(timedelta(seconds=utc_offset_s))
        return at.astimezone(zone).date()


def athlete_named(athlete_id: UUID) -> Athlete:
    """Return what storing an activity needs to know about this person."""
    row = db.session.execute(
        select(
            Person.time_zone,
            AthleteThresholds.power_w,
            AthleteThresholds.pace_s_per_km,
            AthleteThresholds.resting_bpm,
            AthleteThresholds.threshold_bpm,
            AthleteThresholds.max_bpm,
        )
        .outerjoin(AthleteThresholds, AthleteThresholds.athlete_id == Person.id)
        .where(Person.id == athlete_id)
    ).one()
    time_zone, *thresholds = row
    return Athlete(time_zone, Thresholds(*thresholds))


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
