"""What an athlete can hold, and the loads that follow from it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from portal.activities.events import LoadsReckoned, ThresholdsSet
from portal.activities.models import Activity, ActivityStream, AthleteThresholds
from portal.activities.queries.athletes import athlete_named
from portal.activities.rules.load import Thresholds, load_of
from portal.core.db import db, found_or_added
from portal.events.log import record


def set_thresholds(athlete_id: UUID, thresholds: Thresholds, *, by: UUID, now: datetime) -> None:
    """Keep what the athlete can hold; loads are reckoned anew in the background. Twice changes nothing."""
    row = found_or_added(
        select(AthleteThresholds).where(AthleteThresholds.athlete_id == athlete_id).with_for_update(),
        lambda: AthleteThresholds(athlete_id=athlete_id, changed_at=now, changed_by_id=by),
    )
    if all(getattr(row, name) == value for name, value in asdict(thresholds).items()):
        return
    for name, value in asdict(thresholds).items():
        setattr(row, name, value)
    row.changed_at, row.changed_by_id = now, by
    record(ThresholdsSet(athlete_id), about=athlete_id, by=by, now=now)


def reckon_loads(athlete_id: UUID, *, now: datetime) -> None:
    """Reckon the loads of all activities of the athlete from what they can hold now. Repeatable."""
    thresholds = athlete_named(athlete_id).thresholds
    rows = db.session.execute(
        select(
            Activity.id,
            Activity.moving_s,
            Activity.weighted_power_w,
            Activity.graded_pace_s_per_km,
            ActivityStream.heart_seconds,
        )
        .outerjoin(ActivityStream, ActivityStream.activity_id == Activity.id)
        .where(Activity.athlete_id == athlete_id)
    ).all()
    found = {
        row.id: load_of(
            thresholds,
            moving_s=row.moving_s,
            weighted_power_w=row.weighted_power_w,
            graded_pace_s_per_km=row.graded_pace_s_per_km,
            heart_seconds={int(bpm): seconds for bpm, seconds in (row.heart_seconds or {}).items()},
        )
        for row in rows
    }
    changes = [
        {"id": key, "load": load and load.value, "load_method": load and load.method} for key, load in found.items()
    ]
    if changes:
        db.session.execute(update(Activity), changes)
        record(LoadsReckoned(athlete_id), about=athlete_id, by=None, now=now)
