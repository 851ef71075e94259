"""Asking Strava in an athlete's name: a token that serves, renewed once and stored before it is used."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self, TypeVar
from uuid import UUID

from sqlalchemy import select

from portal.core.db import db, transaction
from portal.events.log import record
from portal.strava.actions.rows import locked
from portal.strava.client.application import Application
from portal.strava.client.gateway import Gateway, Row
from portal.strava.client.problems import Problem, StravaError
from portal.strava.client.sealing import SealBroken
from portal.strava.events import StravaNeedsReauth
from portal.strava.models.accounts import StravaAccount
from portal.strava.rules.accounts import REFRESHING, AccountStatus, serves
from portal.strava.rules.scopes import granted

T = TypeVar("T")
log = logging.getLogger(__name__)


PARKING = (Problem.NEEDS_REAUTH, Problem.SCOPE_MISSING, Problem.KEY_CHANGED)
"""What only the athlete can mend, by connecting again."""


class NotConnected(Exception):
    """The link has ended; there is nothing to ask."""


class Busy(Exception):
    """Another job renews the tokens right now; come back in a moment."""


@dataclass(frozen=True)
class Ticket:
    """A token that serves, and which one it is."""

    version: int
    token: str = field(repr=False)


@dataclass(frozen=True)
class _Turn:
    """It is this job's turn to renew the tokens."""

    version: int
    generation: int
    refresh_token: str = field(repr=False)


class Caller:
    """Asks Strava as one athlete."""

    def __init__(self, account_id: UUID, *, application: Application, now: datetime) -> None:
        self.gateway: Gateway = application.gateway()
        self._account_id, self._application, self._now = account_id, application, now
        self._ticket: Ticket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.gateway.__exit__()

    def ask(self, call: Callable[[str], T]) -> T:
        """Return what the call returns for the athlete's token; a token refused once is renewed and tried again.

        Raises StravaError, NotConnected, Busy.
        """
        ticket = self._ticket = self._ticket or self._take(spent=None)
        try:
            return call(ticket.token)
        except StravaError as error:
            if error.problem is not Problem.NEEDS_REAUTH:
                raise
        self._ticket = self._take(spent=ticket.version)
        return call(self._ticket.token)

    def _take(self, *, spent: int | None) -> Ticket:
        found = _ticket_or_turn(self._account_id, application=self._application, spent=spent, now=self._now)
        if isinstance(found, Ticket):
            return found
        return _renewed(self._account_id, found, application=self._application, gateway=self.gateway)


def keep_tokens(account: StravaAccount, grant: Row, *, application: Application) -> None:
    """Put new tokens into the account."""
    account.access_sealed = application.box.seal(str(grant["access_token"]))
    account.refresh_sealed = application.box.seal(str(grant["refresh_token"]))
    account.token_ends_at = datetime.fromtimestamp(int(grant["expires_at"]), UTC)
    account.token_version += 1
    account.refreshing_until = account.parked_at = account.unread_since = None
    account.status = AccountStatus.ACTIVE
    if isinstance(grant.get("scope"), str):
        account.scopes = list(granted(grant["scope"]))


def park(account_id: UUID, problem: Problem, *, generation: int, now: datetime) -> None:
    """Stop asking for this athlete until they connect again, and say so once."""
    account = locked(StravaAccount, account_id)
    if account is None or account.generation != generation or account.status is not AccountStatus.ACTIVE:
        return
    account.status = AccountStatus.NEEDS_REAUTH
    if problem is Problem.KEY_CHANGED:
        account.unread_since = now
        log.error("SECRET_KEY has changed: the tokens of a Strava account cannot be opened")
    else:
        account.parked_at = now
    record(StravaNeedsReauth(account.id), about=account.athlete_id, by=None, now=now)


def go_on_reading(*, application: Application) -> None:
    """Take up the accounts again whose tokens can be opened: the right key is back."""
    for account in db.session.scalars(
        select(StravaAccount).where(StravaAccount.unread_since.is_not(None)).with_for_update()
    ):
        with suppress(SealBroken):
            application.box.open(account.refresh_sealed or "")
            account.status, account.unread_since = AccountStatus.ACTIVE, None


def _ticket_or_turn(account_id: UUID, *, application: Application, spent: int | None, now: datetime) -> Ticket | _Turn:
    with transaction():
        account = locked(StravaAccount, account_id)
        if account is None or not account.access_sealed or not account.refresh_sealed:
            raise NotConnected
        if account.token_version != spent and serves(account.token_ends_at, now=now):
            return Ticket(account.token_version, _opened(application, account.access_sealed))
        if account.refreshing_until is not None and account.refreshing_until > now:
            raise Busy
        account.refreshing_until = now + REFRESHING
        return _Turn(account.token_version, account.generation, _opened(application, account.refresh_sealed))


def _renewed(account_id: UUID, turn: _Turn, *, application: Application, gateway: Gateway) -> Ticket:
    try:
        grant = gateway.refresh(turn.refresh_token)
    except StravaError:
        with transaction():
            account = locked(StravaAccount, account_id)
            if account is not None and account.token_version == turn.version:
                account.refreshing_until = None
        raise
    with transaction():
        account = locked(StravaAccount, account_id)
        if account is None or account.generation != turn.generation:
            raise NotConnected
        keep_tokens(account, grant, application=application)
        return Ticket(account.token_version, str(grant["access_token"]))


def _opened(application: Application, sealed: str) -> str:
    try:
        return application.box.open(sealed)
    except SealBroken:
        raise StravaError(Problem.KEY_CHANGED) from None
