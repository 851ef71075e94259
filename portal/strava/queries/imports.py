"""How far imports are, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from portal.core.db import db
from portal.strava.models.accounts import StravaAccount, StravaApplication, StravaErasure
from portal.strava.models.imports import StravaActivitySync, StravaBackfill, StravaEvent
from portal.strava.rules.accounts import AccountStatus
from portal.strava.rules.backfills import RUNNING, STEP_LASTS, BackfillState, Progress, time_left
from portal.strava.rules.limits import RestReason
from portal.strava.rules.syncs import OPEN, SyncState

MOST_AT_ONCE = 50
OVERDUE = timedelta(minutes=2)
"""What was not begun by then, its worker has lost."""
LATE = timedelta(hours=1)
"""An erasure that takes longer is worth an operator's look."""
_ACTIVE = StravaAccount.status == AccountStatus.ACTIVE


def progress_of(account_id: UUID, *, now: datetime) -> Progress | None:
    """Return how far the athlete's latest backfill is, in one statement."""
    latest = (
        select(StravaBackfill)
        .where(StravaBackfill.account_id == account_id)
        .order_by(StravaBackfill.id.desc())
        .limit(1)
        .subquery()
    )
    row = db.session.execute(
        select(
            latest.c.state,
            latest.c.next_at,
            latest.c.details_at,
            latest.c.finished_at,
            func.count(StravaActivitySync.id).label("total"),
            func.count().filter(StravaActivitySync.state != SyncState.WANTED).label("done"),
        )
        .select_from(latest.outerjoin(StravaActivitySync, StravaActivitySync.backfill_id == latest.c.id))
        .group_by(latest.c.state, latest.c.next_at, latest.c.details_at, latest.c.finished_at)
    ).one_or_none()
    if row is None:
        return None
    left = row.details_at and time_left(done=row.done, total=row.total, elapsed=now - row.details_at)
    waits_until = row.next_at if row.next_at is not None and row.next_at > now else None
    return Progress(BackfillState(row.state), row.done, row.total, left, waits_until, row.finished_at)


def due_activities(*, now: datetime) -> Sequence[UUID]:
    """Return the activities to look at by now, the longest waiting first."""
    return db.session.scalars(
        select(StravaActivitySync.id)
        .join(StravaAccount, StravaAccount.id == StravaActivitySync.account_id)
        .where(_ACTIVE, StravaActivitySync.state.in_(OPEN), StravaActivitySync.next_at <= now)
        .order_by(StravaActivitySync.next_at)
        .limit(MOST_AT_ONCE)
    ).all()


def due_backfills(*, now: datetime) -> Sequence[UUID]:
    """Return the backfills that paused and may go on, and those whose next step got lost."""
    may_go_on = or_(
        StravaBackfill.next_at <= now,
        and_(StravaBackfill.next_at.is_(None), StravaBackfill.stepped_at <= now - STEP_LASTS),
    )
    return db.session.scalars(
        select(StravaBackfill.id)
        .join(StravaAccount, StravaAccount.id == StravaBackfill.account_id)
        .where(_ACTIVE, StravaBackfill.state.in_(RUNNING), may_go_on)
        .limit(MOST_AT_ONCE)
    ).all()


def due_events(*, now: datetime) -> Sequence[UUID]:
    """Return the events that nobody followed up."""
    return db.session.scalars(
        select(StravaEvent.id)
        .where(StravaEvent.handled_at.is_(None), StravaEvent.received_at <= now - OVERDUE)
        .limit(MOST_AT_ONCE)
    ).all()


def due_checks(*, now: datetime) -> Sequence[UUID]:
    """Return the accounts about which Strava is to be asked whether they still stand."""
    return db.session.scalars(select(StravaAccount.id).where(StravaAccount.check_at <= now).limit(MOST_AT_ONCE)).all()


def due_erasures(*, now: datetime) -> Sequence[UUID]:
    """Return the erasures that nobody carried out, and those with a token still to be revoked."""
    return db.session.scalars(select(StravaErasure.id).where(_is_due(now)).limit(MOST_AT_ONCE)).all()


def may_be_brought() -> ColumnElement[bool]:
    """Return which activities were given up although their athletes are connected."""
    active = select(StravaAccount.id).where(StravaAccount.id == StravaActivitySync.account_id, _ACTIVE)
    return and_(StravaActivitySync.state == SyncState.DEAD, active.correlate(StravaActivitySync).exists())


def is_late(now: datetime) -> ColumnElement[bool]:
    """Return which erasures should have ended long ago."""
    return and_(_unfinished(), StravaErasure.opened_at <= now - LATE)


def is_refused(now: datetime) -> ColumnElement[bool]:
    """Return whether Strava refused the application a short while ago."""
    return and_(StravaApplication.rest_reason == RestReason.REFUSED, StravaApplication.rests_until > now - LATE)


def _is_due(now: datetime) -> ColumnElement[bool]:
    untouched = and_(StravaErasure.next_at.is_(None), StravaErasure.opened_at <= now - OVERDUE)
    return and_(_unfinished(), or_(untouched, StravaErasure.next_at <= now))


def _unfinished() -> ColumnElement[bool]:
    return or_(StravaErasure.done_at.is_(None), StravaErasure.token_sealed.is_not(None))
