"""Changing numbers of a plan by hand: with a reason, kept as history, taken back and put back at will."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.events.log import record
from portal.training.events.plans import AdjustmentRestored, AdjustmentUndone, PlanAdjusted
from portal.training.models.plans import Adjustment, AdjustmentKind, Plan, PlannedSession
from portal.training.rules.changes import is_of_this_publication


class LaidOutAnew(Refusal):
    """The change was made before the plan was published as it is now."""


def override_session(
    session: PlannedSession, *, track: str, change: Mapping[str, Any], reason: str, actor: Actor, now: datetime
) -> Adjustment:
    """Give this session other numbers than the rules would; what follows is computed as before.

    An earlier override of the same track in this session is taken back, and stays as history. The same again changes
    nothing.
    """
    adjustment = Adjustment(
        plan_id=session.plan_id,
        kind=AdjustmentKind.OVERRIDE,
        effective_on=session.on,
        slot=session.slot,
        track=track,
        change=dict(change),
        reason=reason,
    )
    standing = _standing(adjustment)
    if standing and _says_the_same(standing[0], adjustment, actor):
        return standing[0]
    for earlier in standing:
        earlier.undone_at = now
    return _keep(adjustment, athlete_id=session.athlete_id, actor=actor, now=now)


def set_variables(
    plan: Plan,
    *,
    track: str,
    values: Mapping[str, float],
    reason: str,
    on: date,
    after: int,
    actor: Actor,
    now: datetime,
) -> Adjustment:
    """Change variables of a track (or shared ones, then it is empty) from that day on, such as a training maximum.

    Of sessions trained on the day itself those up to the slot `after` came before. The same again changes nothing.
    """
    adjustment = Adjustment(
        plan_id=plan.id,
        kind=AdjustmentKind.SET,
        effective_on=on,
        track=track,
        change={"values": dict(values), "seq": after},
        reason=reason,
    )
    standing = _standing(adjustment)
    if standing and _says_the_same(standing[0], adjustment, actor):
        return standing[0]
    return _keep(adjustment, athlete_id=plan.athlete_id, actor=actor, now=now)


def undo_adjustment(adjustment: Adjustment, *, athlete_id: UUID, actor: Actor, now: datetime) -> None:
    """Take back a change made by hand; it stays as history. Undoing twice changes nothing."""
    if adjustment.undone_at is not None:
        return
    adjustment.undone_at = now
    _next_version(adjustment.plan_id)
    fact = AdjustmentUndone(adjustment.plan_id, adjustment.id)
    record(fact, about=athlete_id, by=actor.person_id, now=now)


def restore_adjustment(adjustment: Adjustment, *, athlete_id: UUID, actor: Actor, now: datetime) -> None:
    """Put back a change that was taken back. Restoring twice changes nothing. Raises LaidOutAnew."""
    if adjustment.undone_at is None:
        return
    if not is_of_this_publication(adjustment.made_at, _published_at(adjustment.plan_id)):
        raise LaidOutAnew(sentence("The plan was withdrawn since. Change the numbers of the new one."))
    adjustment.undone_at = None
    _next_version(adjustment.plan_id)
    fact = AdjustmentRestored(adjustment.plan_id, adjustment.id)
    record(fact, about=athlete_id, by=actor.person_id, now=now)


def _standing(adjustment: Adjustment) -> Sequence[Adjustment]:
    """Return what holds of the same kind in the same place, the latest first: its plan or session is locked."""
    place = (Adjustment.plan_id, Adjustment.kind, Adjustment.slot, Adjustment.track)
    same = (column == getattr(adjustment, column.key) for column in place)
    found = select(Adjustment).where(*same, Adjustment.undone_at.is_(None))
    return db.session.scalars(found.order_by(Adjustment.made_at.desc(), Adjustment.id.desc())).all()


def _says_the_same(known: Adjustment, adjustment: Adjustment, actor: Actor) -> bool:
    """Return whether somebody sent the same form once more: a double click, or two processes at once."""
    if not is_of_this_publication(known.made_at, _published_at(known.plan_id)):
        return False
    said = (known.effective_on, known.reason, known.made_by_id, json.dumps(known.change, sort_keys=True))
    return said == (
        adjustment.effective_on,
        adjustment.reason,
        actor.person_id,
        json.dumps(adjustment.change, sort_keys=True),
    )


def _published_at(plan_id: UUID) -> datetime | None:
    return db.session.scalar(select(Plan.published_at).where(Plan.id == plan_id))


def _keep(adjustment: Adjustment, *, athlete_id: UUID, actor: Actor, now: datetime) -> Adjustment:
    adjustment.made_by_id, adjustment.made_at = actor.person_id, now
    db.session.add(adjustment)
    _next_version(adjustment.plan_id)
    record(PlanAdjusted(adjustment.plan_id, adjustment.id), about=athlete_id, by=actor.person_id, now=now)
    return adjustment


def _next_version(plan_id: UUID) -> None:
    """Count a change, so that paper can say which state it shows."""
    db.session.execute(update(Plan).where(Plan.id == plan_id).values(version=Plan.version + 1))
