"""A coaching: beginning and ending it, and what the trainer may see meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.events.log import record
from portal.roster.events import CoachingBegan, CoachingEnded, ConsentGranted, ConsentRevoked
from portal.roster.models import Coaching, Consent
from portal.roster.rules import CONSENT_TEXT, DataKind


class AlreadyCoached(Refusal):
    """The trainer coaches this athlete already."""

    def __init__(self, trainer_name: str) -> None:
        super().__init__(sentence("%(name)s coaches you already, so there is nothing to accept.", name=trainer_name))


class CoachingOver(Refusal):
    """The coaching has ended, so there is nothing to agree on."""


def is_coached(trainer_id: UUID, athlete_id: UUID) -> bool:
    """Return whether this trainer coaches this athlete now."""
    current = select(Coaching.id).where(
        Coaching.trainer_id == trainer_id, Coaching.athlete_id == athlete_id, Coaching.ended_at.is_(None)
    )
    return bool(db.session.scalar(select(exists(current))))


def begin_coaching(
    *, trainer_id: UUID, trainer_name: str, athlete_id: UUID, kinds: Iterable[DataKind], now: datetime
) -> Coaching:
    """Begin a coaching; the trainer sees the kinds of data the athlete agreed to. Raises AlreadyCoached."""
    coaching = Coaching(trainer_id=trainer_id, athlete_id=athlete_id, began_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(coaching)
    except IntegrityError:
        raise AlreadyCoached(trainer_name) from None
    record(CoachingBegan(coaching.id, trainer_id), about=athlete_id, by=athlete_id, now=now)
    for kind in kinds:
        grant(coaching, kind, actor=Actor(athlete_id), now=now)
    return coaching


def end_coaching(coaching: Coaching, *, actor: Actor, now: datetime) -> None:
    """End the relation; access stops with it. Ending twice changes nothing."""
    if coaching.ended_at is not None:
        return
    coaching.ended_at, coaching.ended_by_id = now, actor.person_id
    fact = CoachingEnded(coaching.id, coaching.trainer_id)
    record(fact, about=coaching.athlete_id, by=actor.person_id, now=now)


def grant(coaching: Coaching, kind: DataKind, *, actor: Actor, now: datetime) -> None:
    """Let the trainer see this kind of data. Granting twice changes nothing. Raises CoachingOver."""
    if coaching.ended_at is not None:
        raise CoachingOver(sentence("This coaching has ended, so there is nothing left to agree on."))
    current = _current(coaching, kind)
    if current is not None and current.text_version == CONSENT_TEXT:
        return
    if current is not None:  # agreed to an older text
        current.revoked_at = now
        db.session.flush()
    consent = Consent(coaching_id=coaching.id, kind=kind, text_version=CONSENT_TEXT, granted_at=now)
    db.session.add(consent)
    fact = ConsentGranted(coaching.id, consent.id)
    record(fact, about=coaching.athlete_id, by=actor.person_id, now=now)


def revoke(coaching: Coaching, kind: DataKind, *, actor: Actor, now: datetime) -> None:
    """Hide this kind of data from the trainer, from the next request on. Revoking twice changes nothing."""
    current = _current(coaching, kind)
    if current is None:
        return
    current.revoked_at = now
    fact = ConsentRevoked(coaching.id, current.id)
    record(fact, about=coaching.athlete_id, by=actor.person_id, now=now)


def write_note(coaching: Coaching, text: str) -> None:
    """Keep the trainer's own note about the client."""
    coaching.note = text


def _current(coaching: Coaching, kind: DataKind) -> Consent | None:
    return db.session.scalar(
        select(Consent).where(Consent.coaching_id == coaching.id, Consent.kind == kind, Consent.revoked_at.is_(None))
    )
