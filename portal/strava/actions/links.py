"""Connecting an athlete's account: from their yes on Strava's page to tokens that are stored."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db, transaction
from portal.core.tokens import hash_of_token
from portal.events.log import record
from portal.strava.actions.applications import rest
from portal.strava.actions.backfills import begin_backfill
from portal.strava.actions.endings import erase, keep_no_token
from portal.strava.actions.rows import locked
from portal.strava.actions.subscriptions import ensure_subscription
from portal.strava.actions.tokens import keep_tokens
from portal.strava.client.application import Application
from portal.strava.client.gateway import Row
from portal.strava.client.problems import Problem, StravaError
from portal.strava.client.sealing import SealBroken
from portal.strava.events import StravaConnected, StravaLinkAsked
from portal.strava.models.accounts import StravaAccount, StravaErasure, StravaLink
from portal.strava.rules.accounts import AccountStatus, LinkProblem, Yes
from portal.strava.rules.scopes import granted, may_import

log = logging.getLogger(__name__)
PROBLEMS: Mapping[Problem, LinkProblem] = {
    Problem.ATHLETE_CAP: LinkProblem.ATHLETE_CAP,
    Problem.APP_INACTIVE: LinkProblem.APP_INACTIVE,
    Problem.APP_REFUSED: LinkProblem.APP_REFUSED,
    Problem.NEEDS_REAUTH: LinkProblem.CODE_REFUSED,
    Problem.BAD_REQUEST: LinkProblem.CODE_REFUSED,
}
FINAL = (LinkProblem.SCOPE_MISSING, LinkProblem.TAKEN, LinkProblem.OTHER_ACCOUNT, LinkProblem.CODE_REFUSED)
"""After these the code is used up."""


def ask_to_link(yes: Yes, *, application: Application, actor: Actor, now: datetime) -> None:
    """Note the athlete's yes; a job trades the code for tokens. A newer yes replaces an older one.

    The same sent twice is one, also when the first was followed by then; of two at once the second waits for the first.
    """
    db.session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    code_hash = hash_of_token(yes.code)
    if _is_noted(code_hash, athlete_id=actor.person_id):
        return
    db.session.execute(delete(StravaLink).where(StravaLink.athlete_id == actor.person_id))
    link = StravaLink(
        athlete_id=actor.person_id,
        code_sealed=application.box.seal(yes.code),
        code_hash=code_hash,
        scopes=list(yes.scopes),
        asked_at=now,
    )
    db.session.add(link)
    record(StravaLinkAsked(link.id), about=actor.person_id, by=actor.person_id, now=now)


def _is_noted(code_hash: str, *, athlete_id: UUID) -> bool:
    """Return whether this yes waits, was followed, or was refused for good."""
    lasts = or_(StravaLink.problem.is_(None), StravaLink.problem.in_(FINAL))
    waits = select(StravaLink.id).where(StravaLink.athlete_id == athlete_id, StravaLink.code_hash == code_hash, lasts)
    done = select(StravaAccount.id).where(StravaAccount.athlete_id == athlete_id, StravaAccount.code_hash == code_hash)
    return bool(db.session.scalar(select(or_(waits.exists(), done.exists()))))


def finish_link(link_id: UUID, *, application: Application, now: datetime) -> None:
    """Trade the code for tokens and begin to import. May be repeated: a code works once."""
    with transaction(writes=False):
        link = db.session.get(StravaLink, link_id)
        sealed, athlete_id = (link.code_sealed, link.athlete_id) if link else (None, None)
    if sealed is None or athlete_id is None or not application.is_on:
        return
    try:
        with application.gateway() as gateway:
            grant = gateway.exchange_code(application.box.open(sealed))
    except (StravaError, SealBroken) as error:
        with transaction():
            _fail(link_id, error, application=application, now=now)
        return
    with transaction():
        is_linked = _link(link_id, grant, application=application, now=now)
    if is_linked:
        ensure_subscription(application=application, now=now)
    else:
        _give_back(grant, athlete_id, application=application)


def _fail(link_id: UUID, error: StravaError | SealBroken, *, application: Application, now: datetime) -> None:
    problem = error.problem if isinstance(error, StravaError) else Problem.BAD_REQUEST
    rest(application, problem, usage=None, now=now)
    if link := locked(StravaLink, link_id):
        link.code_sealed, link.problem = None, PROBLEMS.get(problem, LinkProblem.UNAVAILABLE)


def _link(link_id: UUID, grant: Row, *, application: Application, now: datetime) -> bool:
    link = locked(StravaLink, link_id)
    if link is None:
        return False
    strava_athlete_id = _athlete_in(grant)
    link.problem = _obstacle(link, grant, strava_athlete_id)
    if link.problem is not None or strava_athlete_id is None:
        link.code_sealed = None
        return False
    _finish_erasures(link.athlete_id, strava_athlete_id, now=now)
    account = _account_for(link, strava_athlete_id, now=now)
    keep_tokens(account, grant, application=application)
    db.session.delete(link)
    db.session.flush()
    record(StravaConnected(account.id), about=account.athlete_id, by=account.athlete_id, now=now)
    begin_backfill(account, now=now)
    return True


def _give_back(grant: Row, athlete_id: UUID, *, application: Application) -> None:
    """Revoke a grant that nobody will use."""
    with transaction(writes=False):
        is_used = _is_used(_athlete_in(grant), athlete_id)
    if is_used:
        return
    try:
        with application.gateway() as gateway:
            gateway.revoke(str(grant["refresh_token"]))
    except StravaError as error:
        log.warning("A grant at Strava that nobody uses could not be revoked: %s", error)


def _is_used(strava_athlete_id: int | None, athlete_id: UUID) -> bool:
    """Return whether a link that stands, or is on its way, may need the grant: at Strava an athlete has one for us."""
    if strava_athlete_id is None:
        return True
    linked = select(StravaAccount.id).where(StravaAccount.strava_athlete_id == strava_athlete_id)
    waiting = select(StravaLink.id).where(StravaLink.athlete_id == athlete_id, StravaLink.code_sealed.is_not(None))
    return bool(db.session.scalar(select(or_(linked.exists(), waiting.exists()))))


def _obstacle(link: StravaLink, grant: Row, strava_athlete_id: int | None) -> LinkProblem | None:
    scopes = granted(grant["scope"]) if isinstance(grant.get("scope"), str) else tuple(link.scopes)
    if not may_import(scopes):
        return LinkProblem.SCOPE_MISSING
    if strava_athlete_id is None:
        return LinkProblem.UNAVAILABLE
    taken = select(StravaAccount.athlete_id).where(StravaAccount.strava_athlete_id == strava_athlete_id)
    if db.session.scalar(taken) not in (None, link.athlete_id):
        return LinkProblem.TAKEN
    mine = select(StravaAccount.strava_athlete_id).where(StravaAccount.athlete_id == link.athlete_id)
    if db.session.scalar(mine) not in (None, strava_athlete_id):
        return LinkProblem.OTHER_ACCOUNT
    return None


def _account_for(link: StravaLink, strava_athlete_id: int, *, now: datetime) -> StravaAccount:
    account = db.session.scalar(
        select(StravaAccount).where(StravaAccount.athlete_id == link.athlete_id).with_for_update()
    )
    if account is None:
        account = StravaAccount(
            athlete_id=link.athlete_id, token_version=0, generation=1, status=AccountStatus.ACTIVE, connected_at=now
        )
        db.session.add(account)
    if account.status is AccountStatus.REVOKED:
        account.connected_at = now
    account.strava_athlete_id, account.scopes, account.code_hash = strava_athlete_id, list(link.scopes), link.code_hash
    return account


def _finish_erasures(athlete_id: UUID, strava_athlete_id: int, *, now: datetime) -> None:
    """Erase what an earlier link left, before anything of the new one arrives.

    At Strava an athlete has one grant for us, so revoking its old token now would end the new link.
    """
    unfinished = or_(StravaErasure.done_at.is_(None), StravaErasure.token_sealed.is_not(None))
    mine = select(StravaErasure).where(StravaErasure.athlete_id == athlete_id, unfinished)
    for erasure in db.session.scalars(mine.with_for_update()):
        erase(erasure, now=now)
        if erasure.strava_athlete_id == strava_athlete_id:
            keep_no_token(erasure)


def _athlete_in(grant: Row) -> int | None:
    athlete = grant.get("athlete")
    number = athlete.get("id") if isinstance(athlete, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None
