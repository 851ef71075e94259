"""Changing numbers of a plan by hand: with a reason, kept as history, taken back and put back at will."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from portal.core.access import Actor
from portal.core.db import db
from portal.events.log import record
from portal.training.events.plans import AdjustmentRestored, AdjustmentUndone, PlanAdjusted
from portal.training.models.plans import Adjustment, AdjustmentKind, Plan, PlannedSession


def override_session(
    session: PlannedSession, *, track: str, change: Mapping[str, Any], reason: str, actor: Actor, now: datetime
) -> Adjustment:
    """Give this session other numbers than the rules would; what follows is computed as before.

    An earlier override of the same track in this session is taken back, and stays as history.
    """
    current = select(Adjustment).where(
        Adjustment.plan_id == session.plan_id,
        Adjustment.slot == session.slot,
        Adjustment.track == track,
        Adjustment.undone_at.is_(None),
    )
    for earlier in db.session.scalars(current):
        earlier.undone_at = now
    return _adjust(session, AdjustmentKind.OVERRIDE, track, change, reason, actor=actor, now=now)


def set_variables(
    session: PlannedSession, *, track: str, values: Mapping[str, float], reason: str, actor: Actor, now: datetime
) -> Adjustment:
    """Change variables of a track from this session on, such as a training maximum."""
    change = {"values": dict(values)}
    return _adjust(session, AdjustmentKind.SET, track, change, reason, actor=actor, now=now)


def undo_adjustment(adjustment: Adjustment, *, athlete_id: UUID, actor: Actor, now: datetime) -> None:
    """Take back a change made by hand; it stays as history. Undoing twice changes nothing."""
    if adjustment.undone_at is not None:
        return
    adjustment.undone_at = now
    _next_version(adjustment.plan_id)
    fact = AdjustmentUndone(adjustment.plan_id, adjustment.id)
    record(fact, about=athlete_id, by=actor.person_id, now=now)


def restore_adjustment(adjustment: Adjustment, *, athlete_id: UUID, actor: Actor, now: datetime) -> None:
    """Put back a change that was taken back. Restoring twice changes nothing."""
    if adjustment.undone_at is None:
        return
    adjustment.undone_at = None
    _next_version(adjustment.plan_id)
    fact = AdjustmentRestored(adjustment.plan_id, adjustment.id)
    record(fact, about=athlete_id, by=actor.person_id, now=now)


def _adjust(
    session: PlannedSession,
    kind: AdjustmentKind,
    track: str,
    change: Mapping[str, Any],
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Adjustment:
    adjustment = Adjustment(
        plan_id=session.plan_id,
        kind=kind,
        effective_on=session.on,
        slot=session.slot if kind is AdjustmentKind.OVERRIDE else None,
        track=track,
        change=dict(change),
        reason=reason,
        made_by_id=actor.person_id,
        made_at=now,
    )
    db.session.add(adjustment)
    _next_version(session.plan_id)
    fact = PlanAdjusted(session.plan_id, adjustment.id)
    record(fact, about=session.athlete_id, by=actor.person_id, now=now)
    return adjustment


def _next_version(plan_id: UUID) -> None:
    """Count a change, so that paper can say which state it shows."""
    db.session.execute(update(Plan).where(Plan.id == plan_id).values(version=Plan.version + 1))
