"""The end of a link: stop, erase, revoke at Strava, and a receipt."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from portal.activities.actions import forget_source
from portal.activities.rules import Source
from portal.core.access import Actor
from portal.core.db import db, transaction
from portal.events.log import record
from portal.strava.actions.applications import rest
from portal.strava.actions.rows import locked
from portal.strava.actions.sharing import stop_sharing
from portal.strava.actions.tokens import Busy, Caller, NotConnected, park
from portal.strava.client.application import Application
from portal.strava.client.problems import Problem, StravaError
from portal.strava.client.sealing import SealBroken
from portal.strava.events import StravaDisconnected, StravaErased
from portal.strava.models.accounts import StravaAccount, StravaErasure, StravaLink
from portal.strava.models.imports import StravaActivitySync, StravaBackfill, StravaEvent
from portal.strava.rules.accounts import PARKED_AT_MOST, AccountStatus
from portal.strava.rules.accounts import check_at as next_check_at
from portal.strava.rules.syncs import retry_at

UNDECIDED = (Problem.UNAVAILABLE, Problem.RATE_LIMITED, Problem.UNREADABLE, Problem.APP_REFUSED)
"""After these, nobody knows whether a token still serves."""


def disconnect(account: StravaAccount, *, actor: Actor, now: datetime) -> None:
    """End the link at the athlete's wish: nothing is imported or shared from now on. Twice changes nothing.

    What came from Strava is erased by a job, within moments.
    """
    if account.status is not AccountStatus.REVOKED:
        _end(account, by=actor.person_id, now=now)


def check_account(account_id: UUID, *, application: Application, now: datetime) -> None:
    """Ask Strava whether the athlete has withdrawn; only its own word ends a link. May be repeated."""
    with transaction():
        account = locked(StravaAccount, account_id)
        if not application.is_on or account is None or account.check_at is None or account.check_at > now:
            return
        account.check_at, account.checked_at, generation = None, now, account.generation
    try:
        with Caller(account_id, application=application, now=now) as caller:
            caller.ask(caller.gateway.profile)
    except StravaError as error:
        with transaction():
            rests_until = rest(application, error.problem, usage=caller.gateway.usage, now=now)
            _judge(account_id, error.problem, generation=generation, rests_until=rests_until, now=now)
    except Busy:
        with transaction():
            _judge(account_id, Problem.UNAVAILABLE, generation=generation, rests_until=None, now=now)
    except NotConnected:
        return


def end_long_parked(*, now: datetime) -> None:
    """End links that Strava has refused for long: the athlete has withdrawn, and we were not told."""
    for account in db.session.scalars(
        select(StravaAccount)
        .where(StravaAccount.status == AccountStatus.NEEDS_REAUTH, StravaAccount.parked_at <= now - PARKED_AT_MOST)
        .with_for_update()
    ):
        _end(account, by=None, now=now)


def carry_out_erasure(erasure_id: UUID, *, application: Application, now: datetime) -> None:
    """Erase what came from Strava, then revoke our access there. May be repeated."""
    with transaction():
        erasure = locked(StravaErasure, erasure_id)
        if erasure is None:
            return
        erase(erasure, now=now)
        sealed = erasure.token_sealed if erasure.next_at is None or erasure.next_at <= now else None
    if sealed is None:
        return
    is_revoked = _is_revoked(sealed, application)
    with transaction():
        erasure = locked(StravaErasure, erasure_id)
        if erasure is not None:
            _note_revocation(erasure, is_revoked=is_revoked, now=now)


def erase(erasure: StravaErasure, *, now: datetime) -> None:
    """Erase everything that came from Strava, and write the receipt. Twice changes nothing."""
    if erasure.done_at is not None:
        return
    erasure.activities = forget_source(erasure.athlete_id, Source.STRAVA, now=now)
    erasure.done_at = now
    fact = StravaErased(erasure.id, erasure.activities)
    record(fact, about=erasure.athlete_id, by=None, now=now)


def keep_no_token(erasure: StravaErasure) -> None:
    """Give up the token that was to be revoked: it is, or its athlete has said yes again."""
    erasure.token_sealed = erasure.strava_athlete_id = erasure.next_at = None


def _end(account: StravaAccount, *, by: UUID | None, now: datetime) -> None:
    erasure = StravaErasure(
        athlete_id=account.athlete_id,
        by_athlete=by is not None,
        opened_at=now,
        token_sealed=account.refresh_sealed if by else None,  # whom Strava refuses, it has forgotten
        strava_athlete_id=account.strava_athlete_id if by else None,
    )
    db.session.add(erasure)
    account.status, account.generation = AccountStatus.REVOKED, account.generation + 1
    account.access_sealed = account.refresh_sealed = account.strava_athlete_id = None
    account.token_ends_at = account.refreshing_until = account.check_at = None
    account.parked_at = account.unread_since = None
    account.scopes, account.imported_at, account.code_hash = [], None, None
    for table in (StravaEvent, StravaActivitySync, StravaBackfill):
        db.session.execute(delete(table).where(table.account_id == account.id))
    db.session.execute(delete(StravaLink).where(StravaLink.athlete_id == account.athlete_id))
    stop_sharing(account.athlete_id, now=now)
    record(StravaDisconnected(erasure.id), about=account.athlete_id, by=by, now=now)


def _judge(account_id: UUID, problem: Problem, *, generation: int, rests_until: datetime | None, now: datetime) -> None:
    account = locked(StravaAccount, account_id)
    if account is None or account.generation != generation:
        return
    if problem is Problem.NEEDS_REAUTH:
        _end(account, by=None, now=now)
    elif problem is Problem.KEY_CHANGED:  # when the key is back, any question shows whether they have withdrawn
        park(account_id, problem, generation=generation, now=now)
    elif problem is not Problem.SCOPE_MISSING:  # Strava did not say: ask again
        account.check_at = rests_until or next_check_at(account.checked_at, now=now)


def _is_revoked(sealed: str, application: Application) -> bool:
    try:
        with application.gateway() as gateway:
            gateway.revoke(application.box.open(sealed))
    except SealBroken:  # nobody can use that token any more
        return True
    except StravaError as error:
        return error.problem not in UNDECIDED
    return True


def _note_revocation(erasure: StravaErasure, *, is_revoked: bool, now: datetime) -> None:
    erasure.tries += 1
    again_at = retry_at(now, tries=erasure.tries, chance=1.0)
    if is_revoked or again_at is None:
        keep_no_token(erasure)
    else:
        erasure.next_at = again_at
