"""Storing what a source recorded, and forgetting it. Each may be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, insert, select

from portal.activities.actions.files import forget_files
from portal.activities.actions.matching import match
from portal.activities.actions.twins import link_twins
from portal.activities.events import ActivityChanged, ActivityForgotten, ActivityStored
from portal.activities.models import Activity, ActivityStream, Lap
from portal.activities.models.codec import encode
from portal.activities.queries.athletes import athlete_named
from portal.activities.rules.cleaning import cleaned
from portal.activities.rules.drawing import sketch_of
from portal.activities.rules.load import load_of
from portal.activities.rules.measures import filled, heart_seconds, measures_of
from portal.activities.rules.recording import KEPT_AFTER_DELETION, LapMark, Recording, Source
from portal.core.db import db
from portal.core.ids import new_id
from portal.events.facts import Fact
from portal.events.log import record
from portal.training.actions.recorded import forget_recorded

TAKEN = (
    "sport",
    "raw_sport",
    "name",
    "device",
    "started_at",
    "duration_s",
    "moving_s",
    "distance_m",
    "calories_kcal",
)
"""What is taken from a clean recording as it is."""
DECIDED_LATER = ("twin_of_id", "planned_session_id", "matched_by", "asked", "done_pct", "own_name", "deleted_at")
"""What no source says. Named, because a column that was never set costs a statement when it is set to nothing."""


@dataclass(frozen=True)
class _Prepared:
    """A clean recording and everything that follows from its samples."""

    recording: Recording
    blob: bytes
    heart_seconds: Mapping[int, float]

    @property
    def fingerprint(self) -> str:
        """The same for the same words and samples."""
        return sha256(self.blob + repr(replace(self.recording, channels={})).encode()).hexdigest()


def store_recording(
    athlete_id: UUID,
    recording: Recording,
    *,
    source: Source | str,
    external_id: str,
    file_id: UUID | None = None,
    now: datetime,
) -> Activity:
    """Store what a source recorded, or what it says about it now, and pair it with what was planned.

    One athlete, source and external id are one activity: hearing the same again changes nothing, hearing
    something else replaces what the source said and keeps what people wrote. A deleted one stays deleted.
    Raises RecordingRefused for an impossible date, ValueError for channels of different lengths.
    """
    clean = cleaned(recording, now=now)
    prepared = _Prepared(clean, encode(clean.channels), heart_seconds(clean.channels))
    activity = _known(athlete_id, Source(source), external_id)
    if activity is not None and activity.fingerprint == prepared.fingerprint:
        return activity
    said = {**_said(athlete_id, prepared), "file_id": file_id, "changed_at": now}
    if activity is None:
        key = {"athlete_id": athlete_id, "source": Source(source), "external_id": external_id}
        activity = Activity(**key, **said, **dict.fromkeys(DECIDED_LATER), stored_at=now)
        db.session.add(activity)
        _keep(activity, prepared)
        _announce(ActivityStored(activity.id, activity.local_on), activity, now)
    else:
        _change(activity, said)
        _keep(activity, prepared)
        _announce(ActivityChanged(activity.id), activity, now)
    settle(activity, now=now)
    return activity


def settle(activity: Activity, *, now: datetime) -> None:
    """Find its twin and its planned session anew. Repeatable; a deleted activity has neither."""
    if activity.deleted_at is None:
        link_twins(activity, now=now)
        match(activity, now=now)


def forget_recording(athlete_id: UUID, source: Source | str, external_id: str, *, now: datetime) -> bool:
    """Erase what a source recorded, for good; return whether there was anything. Twice changes nothing."""
    found = and_(Activity.source == Source(source), Activity.external_id == external_id)
    return _forget(athlete_id, found, now=now) > 0


def forget_source(athlete_id: UUID, source: Source | str, *, now: datetime) -> int:
    """Erase everything a source recorded for this athlete, for good; return how many activities it was."""
    return _forget(athlete_id, Activity.source == Source(source), now=now)


def forget_deleted(*, now: datetime) -> int:
    """Erase what was deleted too long ago to be brought back; return how many activities it was."""
    long_ago = and_(Activity.deleted_at.is_not(None), Activity.deleted_at <= now - KEPT_AFTER_DELETION)
    athletes = db.session.scalars(select(Activity.athlete_id).where(long_ago).distinct()).all()
    return sum(_forget(athlete_id, long_ago, now=now) for athlete_id in athletes)


def _forget(athlete_id: UUID, which: ColumnElement[bool], *, now: datetime) -> int:
    which = and_(Activity.athlete_id == athlete_id, which)
    rows = db.session.execute(
        select(Activity.id, Activity.file_id).where(which).order_by(Activity.id).with_for_update()
    ).all()
    ids = [row.id for row in rows]
    for table in (Lap, ActivityStream):
        db.session.execute(delete(table).where(table.activity_id.in_(ids)))
    db.session.execute(delete(Activity).where(Activity.id.in_(ids)))
    forget_files({row.file_id for row in rows if row.file_id})
    forget_recorded(ids, now=now)
    for activity_id in ids:
        record(ActivityForgotten(activity_id), about=athlete_id, by=None, now=now)
    return len(ids)


def _known(athlete_id: UUID, source: Source, external_id: str) -> Activity | None:
    # Two jobs that hear of the same new activity at once: the key refuses the second, whose retry finds it.
    return db.session.scalar(
        select(Activity)
        .where(Activity.athlete_id == athlete_id, Activity.source == source, Activity.external_id == external_id)
        .with_for_update()
    )


def _said(athlete_id: UUID, prepared: _Prepared) -> dict[str, Any]:
    """Return everything the source says about the activity, and what follows from it."""
    recording, athlete = prepared.recording, athlete_named(athlete_id)
    measures = measures_of(recording)
    load = load_of(
        athlete.thresholds,
        moving_s=recording.moving_s or 0.0,
        weighted_power_w=measures.weighted_power_w,
        graded_pace_s_per_km=measures.graded_pace_s_per_km,
        heart_seconds=prepared.heart_seconds,
    )
    return {
        **{name: getattr(recording, name) for name in TAKEN},
        **asdict(measures),
        "fingerprint": prepared.fingerprint,
        "local_on": athlete.day_of(recording.started_at, utc_offset_s=recording.utc_offset_s),
        "load": load and load.value,
        "load_method": load and load.method,
    }


def _change(activity: Activity, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        setattr(activity, name, value)
    for table in (Lap, ActivityStream):
        db.session.execute(delete(table).where(table.activity_id == activity.id))


def _keep(activity: Activity, prepared: _Prepared) -> None:
    db.session.flush()  # laps and samples refer to the activity by its id alone
    recording = prepared.recording
    if recording.laps:
        laps = filled(recording.laps, recording.channels)
        db.session.execute(insert(Lap), [_lap_row(activity.id, i, lap) for i, lap in enumerate(laps)])
    if recording.channels:
        stream = ActivityStream(
            activity_id=activity.id,
            sketch=sketch_of(recording.channels, recording.sport).as_json(),
            heart_seconds={str(bpm): seconds for bpm, seconds in prepared.heart_seconds.items()},
            blob=prepared.blob,
        )
        db.session.add(stream)


def _announce(fact: Fact, activity: Activity, now: datetime) -> None:
    if activity.deleted_at is None:
        record(fact, about=activity.athlete_id, by=None, now=now)


def _lap_row(activity_id: UUID, position: int, lap: LapMark) -> dict[str, Any]:
    return {"id": new_id(), "activity_id": activity_id, "position": position, **asdict(lap)}
