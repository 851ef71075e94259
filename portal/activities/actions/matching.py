"""Pairing what was done with what was planned."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from portal.activities.events import ActivityMatched, ActivityUnmatched
from portal.activities.models import Activity
from portal.activities.rules.matching import FITS, MatchedBy, Works, asked_of, closest, done_pct, is_offered
from portal.activities.rules.sports import Sport
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.events.log import record
from portal.training.models.plans import PlannedSession
from portal.training.queries.sessions import due_session, open_session
from portal.training.rules.logs import is_steps


class AlreadyPaired(Refusal):
    """Another activity was paired with that session."""


class NotOffered(Refusal):
    """The session is somebody else's, is planned no more, of another sport, or too far away."""


def match(activity: Activity, *, now: datetime) -> None:
    """Pair the activity with the planned session of its day that it fits best, unless a person decided.

    Repeatable: call it whenever the activity or the plan changed.
    """
    before = activity.planned_session_id
    if activity.deleted_at is not None or activity.twin_of_id is not None:
        return
    if activity.matched_by is MatchedBy.PERSON:
        _count(activity)
        return
    works = {session.id: _works(session, activity) for session in _candidates(activity)}
    best = closest({session_id: asked_of(work) for session_id, work in works.items()}, activity.moving_s)
    _pair(activity, best, works.get(best) if best else None)
    activity.matched_by = MatchedBy.AUTOMATIC if best else None
    _announce(activity, before, by=None, now=now)


def pair_with(activity: Activity, session: PlannedSession, *, actor: Actor, now: datetime) -> None:
    """Take the activity as the doing of this session because a person says so. Twice changes nothing.

    Raises NotOffered and AlreadyPaired.
    """
    before = activity.planned_session_id
    if not _is_offered(session, activity):
        raise NotOffered(sentence("This activity cannot be that session. Choose one of the sessions that are offered."))
    if db.session.scalar(_takers(activity).where(Activity.planned_session_id == session.id)):
        raise AlreadyPaired(sentence("Another activity is already paired with that session. Unpair it first."))
    _pair(activity, session.id, _works(session, activity))
    activity.matched_by = MatchedBy.PERSON
    _announce(activity, before, by=actor.person_id, now=now)


def unpair(activity: Activity, *, actor: Actor, now: datetime) -> None:
    """Say that the activity belongs to no planned session; nothing pairs it by itself again."""
    before = activity.planned_session_id
    _pair(activity, None, None)
    activity.matched_by = MatchedBy.PERSON
    _announce(activity, before, by=actor.person_id, now=now)


def _pair(activity: Activity, session_id: UUID | None, works: Works | None) -> None:
    activity.planned_session_id = session_id
    activity.asked = None if works is None else dict(works)
    _count(activity)


def _count(activity: Activity) -> None:
    asked = asked_of(activity.asked or {})
    activity.done_pct = done_pct(asked, moving_s=activity.moving_s, distance_m=activity.distance_m)


def _announce(activity: Activity, before: UUID | None, *, by: UUID | None, now: datetime) -> None:
    after = activity.planned_session_id
    if before is not None and before != after:
        record(ActivityUnmatched(activity.id, before), about=activity.athlete_id, by=by, now=now)
    if after is not None and before != after:
        record(ActivityMatched(activity.id, after), about=activity.athlete_id, by=by, now=now)


def _candidates(activity: Activity) -> list[PlannedSession]:
    kinds = FITS.get(activity.sport)
    if not kinds:
        return []
    taken = _takers(activity).where(Activity.planned_session_id == PlannedSession.id).exists()
    return list(
        db.session.scalars(
            select(PlannedSession)
            .where(PlannedSession.athlete_id == activity.athlete_id, PlannedSession.on == activity.local_on)
            .where(PlannedSession.kind.in_(kinds), PlannedSession.dropped_at.is_(None), ~taken)
            .order_by(PlannedSession.slot, PlannedSession.id)
        )
    )


def _is_offered(session: PlannedSession, activity: Activity) -> bool:
    may_be = is_offered(activity.sport, done_on=activity.local_on, kind=session.kind, on=session.on)
    return session.athlete_id == activity.athlete_id and session.dropped_at is None and may_be


def _takers(activity: Activity) -> Select[UUID]:
    """Return the other activities that are paired with something."""
    return select(Activity.id).where(Activity.deleted_at.is_(None), Activity.id != activity.id)


def _works(session: PlannedSession, activity: Activity) -> Works:
    """Return the runs that the session asks for: those that were shown if it was begun, else those of the day."""
    if activity.sport is Sport.STRENGTH:
        return {}
    planned = open_session(due_session(session), today=activity.local_on).planned
    return {track: work for track, work in planned.items() if is_steps(work)}
