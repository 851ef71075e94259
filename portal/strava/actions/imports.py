"""Bringing one activity: decide, fetch it as it is now, store it, or find out that it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.activities.actions import forget_recording, store_recording
from portal.activities.rules import Recording, Source
from portal.activities.rules.imports import RecordingRefused
from portal.core.db import db, transaction
from portal.strava.actions.applications import rest, resting_until
from portal.strava.actions.rows import locked
from portal.strava.actions.tokens import PARKING, Busy, Caller, NotConnected, park
from portal.strava.client.application import Application
from portal.strava.client.gateway import Row
from portal.strava.client.problems import Problem, StravaError
from portal.strava.models.accounts import StravaAccount
from portal.strava.models.imports import StravaActivitySync
from portal.strava.rules.accounts import AccountStatus
from portal.strava.rules.limits import Usage
from portal.strava.rules.recordings import Unreadable, has_streams, recording_of
from portal.strava.rules.syncs import (
    OPEN,
    UNDER_WAY,
    SyncState,
    is_gone,
    missing_again_at,
    retry_at,
    streams_again_at,
)

MOST_ROUNDS = 3
"""An activity that changes while it is fetched is fetched again at once, but not for ever."""
IN_A_MOMENT = timedelta(seconds=5)
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Order:
    """What is to be fetched, as it was when the job took it."""

    sync_id: UUID
    account_id: UUID
    athlete_id: UUID
    generation: int
    strava_id: int
    want_rev: int


@dataclass(frozen=True)
class Found:
    """What Strava said; without a recording when it made no sense."""

    recording: Recording | None
    lacks_streams: bool


def bring_activity(sync_id: UUID, *, application: Application, now: datetime) -> Usage | None:
    """Bring what is wanted of one activity; return what Strava said about its limits. May be repeated."""
    usage = None
    for _ in range(MOST_ROUNDS):
        order = _take(sync_id, application=application, now=now)
        if order is None:
            break
        with Caller(order.account_id, application=application, now=now) as caller:
            is_wanted_again = _carry_out(order, caller, application=application, now=now)
        usage = caller.gateway.usage or usage
        if not is_wanted_again:
            break
    return usage


def _carry_out(order: Order, caller: Caller, *, application: Application, now: datetime) -> bool:
    try:
        found = _fetch(caller, order.strava_id)
    except StravaError as error:
        with transaction():
            return _put_off(order, error.problem, application=application, usage=caller.gateway.usage, now=now)
    except Busy:
        with transaction():
            return _come_back(order, at=now + IN_A_MOMENT)
    except NotConnected:
        return False
    with transaction():
        return _keep(order, found, now=now)


def _take(sync_id: UUID, *, application: Application, now: datetime) -> Order | None:
    with transaction():
        account, sync = _account_and_sync(sync_id)
        if not application.is_on or account is None or sync is None or account.status is not AccountStatus.ACTIVE:
            return None
        if sync.state not in OPEN or _is_waiting(sync, now):
            return None
        if until := resting_until(application, now=now):
            sync.next_at = until
            return None
        sync.busy_until = sync.next_at = now + UNDER_WAY
        return Order(sync.id, account.id, account.athlete_id, account.generation, sync.strava_id, sync.want_rev)


def _account_and_sync(sync_id: UUID) -> tuple[StravaAccount | None, StravaActivitySync | None]:
    # Everybody locks the account first, or two jobs would wait for each other.
    account_id = db.session.scalar(select(StravaActivitySync.account_id).where(StravaActivitySync.id == sync_id))
    if account_id is None:
        return None, None
    return locked(StravaAccount, account_id), locked(StravaActivitySync, sync_id)


def _is_waiting(sync: StravaActivitySync, now: datetime) -> bool:
    is_busy = sync.busy_until is not None and sync.busy_until > now
    return is_busy or (sync.next_at is not None and sync.next_at > now)


def _fetch(caller: Caller, strava_id: int) -> Found:
    detail = caller.ask(lambda token: caller.gateway.activity(token, strava_id))
    is_manual = detail.get("manual") is True
    streams = {} if is_manual else caller.ask(lambda token: _streams(caller, token, strava_id))
    try:
        return Found(recording_of(detail, streams), lacks_streams=not is_manual and not has_streams(streams))
    except Unreadable:
        return Found(None, lacks_streams=False)


def _streams(caller: Caller, token: str, strava_id: int) -> Row:
    try:
        return caller.gateway.streams(token, strava_id)
    except StravaError as error:
        if error.problem is Problem.NOT_FOUND:
            return {}
        raise


def _keep(order: Order, found: Found, *, now: datetime) -> bool:
    """Store what was found, unless the link has ended meanwhile; return whether there is more to fetch."""
    sync = _still_wanted(order)
    if sync is None or sync.done_rev > order.want_rev:
        return False
    if not _is_stored(order, found, now=now):
        return _close(sync, order, SyncState.DEAD, error=UNREADABLE, now=now)
    sync.began_at = found.recording.started_at if found.recording else None
    again_at = streams_again_at(now, tries=sync.streams_tries) if found.lacks_streams else None
    more = _close(sync, order, SyncState.STREAMS_PENDING if again_at else SyncState.DONE, error=None, now=now)
    sync.streams_tries = sync.streams_tries + 1 if again_at else 0
    if again_at and not more:
        sync.next_at = again_at
    return more


def _is_stored(order: Order, found: Found, *, now: datetime) -> bool:
    if found.recording is None:
        return False
    try:
        store_recording(
            order.athlete_id, found.recording, source=Source.STRAVA, external_id=str(order.strava_id), now=now
        )
    except (RecordingRefused, ValueError):  # impossible dates or numbers: this one is put aside, the others go on
        return False
    return True


def _put_off(order: Order, problem: Problem, *, application: Application, usage: Usage | None, now: datetime) -> bool:
    """Decide what a failure means for this activity; return whether to fetch again at once."""
    if problem is Problem.NOT_FOUND:
        return _miss(order, now=now)
    if problem in PARKING:
        park(order.account_id, problem, generation=order.generation, now=now)
        return _come_back(order, at=now)
    if until := rest(application, problem, usage=usage, now=now):
        return _come_back(order, at=until)
    return _retry(order, problem, now=now)


def _miss(order: Order, *, now: datetime) -> bool:
    sync = _still_wanted(order)
    if sync is None:
        return False
    if is_gone(now, said=sync.delete_said, missing_since=sync.missing_since):
        forget_recording(order.athlete_id, Source.STRAVA, str(order.strava_id), now=now)
        return _close(sync, order, SyncState.GONE, error=None, now=now)
    sync.missing_since = sync.missing_since or now
    sync.busy_until, sync.next_at = None, missing_again_at(now, tries=sync.missing_tries)
    sync.missing_tries += 1
    return _is_wanted_again(sync, order, now)


def _retry(order: Order, problem: Problem, *, now: datetime) -> bool:
    sync = _still_wanted(order)
    if sync is None:
        return False
    sync.attempts += 1
    chance = sync.id.int % 1000 / 1000  # ids end in random bits
    again_at = retry_at(now, tries=sync.attempts, chance=chance)
    if again_at is None:
        return _close(sync, order, SyncState.DEAD, error=problem.value, now=now)
    sync.busy_until, sync.next_at, sync.last_error = None, again_at, problem.value
    return False


def _come_back(order: Order, *, at: datetime) -> bool:
    if sync := _still_wanted(order):
        sync.busy_until, sync.next_at = None, at
    return False


def _close(sync: StravaActivitySync, order: Order, state: SyncState, *, error: str | None, now: datetime) -> bool:
    sync.state, sync.done_rev, sync.last_error = state, order.want_rev, error
    sync.given_up_at = now if state is SyncState.DEAD else None
    sync.busy_until = sync.next_at = sync.missing_since = None
    sync.attempts = sync.missing_tries = 0
    account = locked(StravaAccount, order.account_id)
    if account is not None:
        account.imported_at = now
    if _is_wanted_again(sync, order, now):
        return True
    sync.delete_said = False
    return False


def _is_wanted_again(sync: StravaActivitySync, order: Order, now: datetime) -> bool:
    if sync.want_rev <= order.want_rev:
        return False
    sync.state, sync.next_at = SyncState.WANTED, now
    return True


def _still_wanted(order: Order) -> StravaActivitySync | None:
    """Return the row unless the link ended while Strava was asked: then nothing may come back."""
    account = locked(StravaAccount, order.account_id)
    if account is None or account.generation != order.generation:
        return None
    return locked(StravaActivitySync, order.sync_id)
