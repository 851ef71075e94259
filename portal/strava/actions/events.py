"""What Strava announces: kept at once, followed up later, believed never."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from portal.core.db import db, transaction
from portal.events.log import record
from portal.strava.actions.endings import check_account
from portal.strava.actions.imports import bring_activity
from portal.strava.actions.rows import add_if_new, locked
from portal.strava.client.application import Application
from portal.strava.events import StravaEventReceived
from portal.strava.models.accounts import StravaAccount, StravaApplication
from portal.strava.models.imports import StravaActivitySync, StravaEvent
from portal.strava.rules.accounts import check_at
from portal.strava.rules.announcements import Announcement, Aspect, Subject
from portal.strava.rules.syncs import SyncState

KEPT = timedelta(days=30)
"""How long an event that was followed up is kept: long enough to recognise its repetitions."""


def receive_event(said: Announcement, *, application: Application, now: datetime) -> bool:
    """Keep an event about somebody who is connected; return whether it was kept. Repetitions are not."""
    account = _account_of(said, application)
    if account is None:
        return False
    row = {
        "account_id": account.id,
        "dedupe_key": said.key,
        "subject": said.subject,
        "object_id": said.object_id,
        "aspect": said.aspect,
        "says_withdrawn": said.says_withdrawn,
        "happened_at": said.happened_at,
        "received_at": now,
    }
    new = add_if_new(StravaEvent, row)
    for event_id in new:
        record(StravaEventReceived(event_id), about=account.athlete_id, by=None, now=now)
    return bool(new)


def follow_event(event_id: UUID, *, application: Application, now: datetime) -> None:
    """Find out at Strava what an event was about. May be repeated."""
    with transaction():
        sync_id, account_id = _noted(event_id, now=now)
    if sync_id:
        bring_activity(sync_id, application=application, now=now)
    if account_id:
        check_account(account_id, application=application, now=now)


def forget_old_events(*, now: datetime) -> None:
    """Delete events that were followed up long ago."""
    db.session.execute(delete(StravaEvent).where(StravaEvent.handled_at <= now - KEPT))


def _account_of(said: Announcement, application: Application) -> StravaAccount | None:
    """Return the account it is about, if the event may be for us: anybody can send something that looks like one."""
    ours = (
        select(StravaApplication.subscription_id)
        .where(StravaApplication.client_id == application.client_id)
        .scalar_subquery()
    )
    row = db.session.execute(
        select(StravaAccount, ours).where(StravaAccount.strava_athlete_id == said.owner_id)
    ).one_or_none()
    if row is None:
        return None
    account, subscription_id = row
    is_ours = subscription_id is None or subscription_id == said.subscription_id
    return account if is_ours else None


def _noted(event_id: UUID, *, now: datetime) -> tuple[UUID | None, UUID | None]:
    """Note what is to be looked at: an activity, or an account. What a worker leaves undone the sweep finds."""
    # Everybody locks the account first, or two jobs would wait for each other.
    account_id = db.session.scalar(select(StravaEvent.account_id).where(StravaEvent.id == event_id))
    account = account_id and locked(StravaAccount, account_id)
    event = locked(StravaEvent, event_id) if account else None
    if not account or event is None or event.handled_at is not None:
        return None, None
    event.handled_at = now
    if event.subject is Subject.ACTIVITY:
        return _wanted(event, now), None
    if event.says_withdrawn:
        account.check_at = check_at(account.checked_at, now=now)
    return None, account.id if event.says_withdrawn else None


def _wanted(event: StravaEvent, now: datetime) -> UUID:
    row = {"account_id": event.account_id, "strava_id": event.object_id, "want_rev": 0, "next_at": now}
    add_if_new(StravaActivitySync, row)
    sync = db.session.scalars(
        select(StravaActivitySync)
        .where(StravaActivitySync.account_id == event.account_id, StravaActivitySync.strava_id == event.object_id)
        .with_for_update()
    ).one()
    sync.want_rev, sync.state, sync.next_at = sync.want_rev + 1, SyncState.WANTED, now
    sync.attempts = 0
    sync.delete_said = sync.delete_said or event.aspect is Aspect.DELETE
    return sync.id
