"""Pairing what was done with what was planned."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.activities.events import ActivityMatched, ActivityUnmatched
from portal.activities.models import Activity
from portal.activities.rules.matching import FITS, Asked, MatchedBy, asked_of, closest, done_pct
from portal.activities.rules.sports import Sport
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.events.log import record
from portal.training.models.plans import PlannedSession
from portal.training.queries.sessions import due_session, open_session


class AlreadyPaired(Refusal):
    """Another activity was paired with that session."""


def match(activity: Activity, *, now: datetime) -> None:
    """Pair the activity with the planned session of its day that it fits best, unless a person decided.

    Repeatable: call it whenever the activity or the plan changed.
    """
    if activity.deleted_at is not None:
        return
    if activity.matched_by is MatchedBy.PERSON:
        _count(activity)
        return
    asked = {session.id: _asked(session, activity) for session in _candidates(activity)}
    _pair(activity, closest(asked, activity.moving_s), MatchedBy.AUTOMATIC, by=None, now=now)


def pair(activity: Activity, session: PlannedSession, *, actor: Actor, now: datetime) -> None:
    """Take the activity as the doing of this session because a person says so. Twice changes nothing.

    Raises AlreadyPaired.
    """
    taken = select(Activity.id).where(
        Activity.planned_session_id == session.id, Activity.deleted_at.is_(None), Activity.id != activity.id
    )
    if db.session.scalar(taken):
        raise AlreadyPaired(sentence("Another activity is already paired with that session. Unpair it first."))
    _pair(activity, session.id, MatchedBy.PERSON, by=actor.person_id, now=now)


def unpair(activity: Activity, *, actor: Actor, now: datetime) -> None:
    """Say that the activity belongs to no planned session; nothing pairs it by itself again."""
    _pair(activity, None, MatchedBy.PERSON, by=actor.person_id, now=now)


def _pair(
    activity: Activity, session_id: UUID | None, matched_by: MatchedBy, *, by: UUID | None, now: datetime
) -> None:
    before = activity.planned_session_id
    activity.planned_session_id = session_id
    activity.matched_by = matched_by if session_id or matched_by is MatchedBy.PERSON else None
    _count(activity)
    if before and before != session_id:
        record(ActivityUnmatched(activity.id, before), about=activity.athlete_id, by=by, now=now)
    if session_id and before != session_id:
        record(ActivityMatched(activity.id, session_id), about=activity.athlete_id, by=by, now=now)


def _candidates(activity: Activity) -> list[PlannedSession]:
    kinds = FITS.get(activity.sport)
    if not kinds:
        return []
    taken = select(Activity.id).where(
        Activity.planned_session_id == PlannedSession.id, Activity.deleted_at.is_(None), Activity.id != activity.id
    )
    return list(
        db.session.scalars(
            select(PlannedSession)
            .where(PlannedSession.athlete_id == activity.athlete_id, PlannedSession.on == activity.local_on)
            .where(PlannedSession.kind.in_(kinds), PlannedSession.dropped_at.is_(None), ~taken.exists())
            .order_by(PlannedSession.slot, PlannedSession.id)
        )
    )


def _count(activity: Activity) -> None:
    activity.done_pct = None
    if activity.planned_session_id and activity.sport is not Sport.STRENGTH:
        session = db.session.get_one(PlannedSession, activity.planned_session_id)
        asked = _asked(session, activity)
        activity.done_pct = done_pct(asked, moving_s=activity.moving_s, distance_m=activity.distance_m)


def _asked(session: PlannedSession, activity: Activity) -> Asked:
    return asked_of(open_session(due_session(session), today=activity.local_on).planned)
