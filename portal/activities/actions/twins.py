"""Recognising two recordings of one training. Nothing is merged: purging one leaves the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.activities.events import ActivityMatched, ActivityUnmatched
from portal.activities.models import Activity
from portal.activities.rules.twins import are_twins, is_shown_before, window_of
from portal.core.db import db
from portal.events.facts import Fact
from portal.events.log import record


def link_twins(activity: Activity, *, now: datetime) -> None:
    """Let one recording of a training stand for the others, and take over what was planned. Repeatable."""
    activity.twin_of_id = None
    for other in _others(activity):
        if is_shown_before(other.source, activity.source):
            activity.twin_of_id = other.id
        else:
            other.twin_of_id = activity.id
            _take_over(activity, other, now=now)


def _others(activity: Activity) -> Sequence[Activity]:
    first, last = window_of(activity.started_at)
    rows = db.session.scalars(
        select(Activity)
        .where(Activity.athlete_id == activity.athlete_id, Activity.started_at.between(first, last))
        .where(Activity.source != activity.source, Activity.deleted_at.is_(None), Activity.id != activity.id)
    )
    return [row for row in rows if are_twins(row.duration_s, activity.duration_s)]


def _take_over(activity: Activity, other: Activity, *, now: datetime) -> None:
    session_id, matched_by, asked = other.planned_session_id, other.matched_by, other.asked
    other.planned_session_id = other.matched_by = other.asked = other.done_pct = None
    db.session.flush()  # one session has one activity: the other must let go first
    if session_id is not None:
        _announce(ActivityUnmatched(other.id, session_id), other, now)
    if activity.matched_by is None:
        activity.planned_session_id, activity.matched_by, activity.asked = session_id, matched_by, asked
        if session_id is not None:
            _announce(ActivityMatched(activity.id, session_id), activity, now)


def _announce(fact: Fact, activity: Activity, now: datetime) -> None:
    record(fact, about=activity.athlete_id, by=None, now=now)
