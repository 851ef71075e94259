"""What an athlete's page about Strava shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db
from portal.core.sentence import Sentence
from portal.roster.models import Coaching, Consent
from portal.roster.rules import DataKind
from portal.strava.models.accounts import StravaAccount, StravaApplication, StravaErasure, StravaLink
from portal.strava.queries.imports import progress_of
from portal.strava.rules.accounts import LINKING_LASTS, SAID, AccountStatus, LinkProblem
from portal.strava.rules.backfills import Progress
from portal.strava.rules.limits import RestReason
from portal.strava.rules.scopes import OFFICIAL, misses_private


@dataclass(frozen=True)
class Share:
    """A trainer, and since when they see what comes from Strava."""

    coaching_id: UUID
    name: str
    since: datetime | None


@dataclass(frozen=True)
class Receipt:
    """What was erased when the last link ended."""

    opened_at: datetime
    done_at: datetime | None
    activities: int
    by_athlete: bool


@dataclass(frozen=True)
class Connection:
    """How an athlete's link stands."""

    account_id: UUID | None
    is_connecting: bool
    is_connected: bool
    needs_reauth: bool
    problem: Sentence | None
    scopes: tuple[tuple[str, Sentence | None], ...]
    misses_private: bool
    connected_at: datetime | None
    imported_at: datetime | None
    rest: RestReason | None
    rests_until: datetime | None
    has_events: bool
    receipt: Receipt | None


def connection_of(actor: Actor, *, client_id: str, now: datetime) -> Connection:
    """Return how the visitor's link stands, in one statement."""
    row = _connection_row(actor, client_id)
    status = row.status or AccountStatus.REVOKED
    is_connected = status is not AccountStatus.REVOKED
    is_connecting = row.code_sealed is not None and row.asked_at > now - LINKING_LASTS
    return Connection(
        account_id=row.account_id if is_connected else None,
        is_connecting=is_connecting,
        is_connected=is_connected,
        needs_reauth=status is AccountStatus.NEEDS_REAUTH,
        problem=_problem(row, is_connecting=is_connecting),
        scopes=tuple((scope, OFFICIAL.get(scope)) for scope in row.scopes or ()),
        misses_private=is_connected and misses_private(tuple(row.scopes)),
        connected_at=row.connected_at,
        imported_at=row.imported_at,
        rest=row.rest_reason if row.rests_until is not None and row.rests_until > now else None,
        rests_until=row.rests_until,
        has_events=row.subscription_id is not None,
        receipt=None if is_connected else _receipt(row),
    )


def receipt_of(erasure_id: UUID) -> StravaErasure:
    """Return whose data from Strava was erased, and when."""
    return db.session.get_one(StravaErasure, erasure_id)


def own_progress(actor: Actor, *, now: datetime) -> Progress | None:
    """Return how far the visitor's own backfill is."""
    account_id = db.session.scalar(select(StravaAccount.id).where(StravaAccount.athlete_id == actor.person_id))
    return progress_of(account_id, now=now) if account_id else None


def shares_of(actor: Actor) -> Sequence[Share]:
    """Return the visitor's trainers and what they see from Strava, in one statement."""
    current = and_(Consent.coaching_id == Coaching.id, Consent.kind == DataKind.STRAVA, Consent.revoked_at.is_(None))
    rows = db.session.execute(
        select(Coaching.id, Person.name, Consent.granted_at)
        .join(Person, Person.id == Coaching.trainer_id)
        .outerjoin(Consent, current)
        .where(Coaching.athlete_id == actor.person_id, Coaching.ended_at.is_(None))
        .order_by(Person.name, Coaching.id)
    )
    return [Share(*row) for row in rows]


def _connection_row(actor: Actor, client_id: str) -> Any:
    latest = (
        select(StravaErasure.id)
        .where(StravaErasure.athlete_id == actor.person_id)
        .order_by(StravaErasure.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            StravaAccount.id.label("account_id"),
            StravaAccount.status,
            StravaAccount.scopes,
            StravaAccount.connected_at,
            StravaAccount.imported_at,
            StravaLink.code_sealed,
            StravaLink.asked_at,
            StravaLink.problem,
            StravaApplication.rests_until,
            StravaApplication.rest_reason,
            StravaApplication.subscription_id,
            StravaErasure.opened_at,
            StravaErasure.done_at,
            StravaErasure.activities,
            StravaErasure.by_athlete,
        )
        .select_from(Person)
        .outerjoin(StravaAccount, StravaAccount.athlete_id == Person.id)
        .outerjoin(StravaLink, StravaLink.athlete_id == Person.id)
        .outerjoin(StravaApplication, StravaApplication.client_id == client_id)
        .outerjoin(StravaErasure, StravaErasure.id == latest)
        .where(Person.id == actor.person_id)
    ).one()


def _problem(row: Any, *, is_connecting: bool) -> Sentence | None:
    if row.problem is not None:
        return SAID[row.problem]
    is_lost = row.code_sealed is not None and not is_connecting
    return SAID[LinkProblem.CODE_REFUSED] if is_lost else None


def _receipt(row: Any) -> Receipt | None:
    if row.opened_at is None:
        return None
    return Receipt(row.opened_at, row.done_at, row.activities, row.by_athlete)
