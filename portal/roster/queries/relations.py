"""Coachings as the two people in them see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Hidden
from portal.roster.models import Coaching, Consent
from portal.roster.rules import DataKind


@dataclass(frozen=True)
class Relation:
    """A coaching as one of the two sees it."""

    coaching_id: UUID
    other_id: UUID
    name: str
    began_at: datetime
    ended_at: datetime | None
    consents: tuple[Consent, ...]
    """All of them, the revoked ones too, in the order they were granted."""

    def granted_at(self, kind: DataKind) -> datetime | None:
        """Return since when the trainer sees this kind of data, None when they do not."""
        return next((c.granted_at for c in self.consents if c.kind is kind and c.revoked_at is None), None)


def trainers_of(actor: Actor) -> list[Relation]:
    """Return who coaches the actor and who used to, the present ones first, with every consent given."""
    rows = db.session.execute(
        select(Coaching, Person.id, Person.name)
        .join(Person, Person.id == Coaching.trainer_id)
        .where(Coaching.athlete_id == actor.person_id)
        .order_by(Coaching.ended_at.is_not(None), Coaching.began_at.desc())
    ).all()
    return _relations(rows)


def relation_with(actor: Actor, athlete_id: UUID) -> Relation:
    """Return the coaching of this client, with every consent given. Raises Hidden."""
    rows = db.session.execute(
        select(Coaching, Person.id, Person.name)
        .join(Person, Person.id == Coaching.athlete_id)
        .where(Coaching.trainer_id == actor.person_id, Coaching.athlete_id == athlete_id, Coaching.ended_at.is_(None))
    ).all()
    if not rows:
        raise Hidden
    return _relations(rows)[0]


def name_of_other(coaching: Coaching, actor: Actor) -> str:
    """Return the name of the one of the two who is not asking."""
    other_id = coaching.athlete_id if actor.person_id == coaching.trainer_id else coaching.trainer_id
    return db.session.get_one(Person, other_id).name


def _relations(rows: Iterable[tuple[Coaching, UUID, str]]) -> list[Relation]:
    found = [(coaching, other_id, name) for coaching, other_id, name in rows]
    consents = db.session.scalars(
        select(Consent)
        .where(Consent.coaching_id.in_([c.id for c, *_ in found]))
        .order_by(Consent.granted_at, Consent.id)
    ).all()
    return [
        Relation(
            coaching.id,
            other_id,
            name,
            coaching.began_at,
            coaching.ended_at,
            tuple(consent for consent in consents if consent.coaching_id == coaching.id),
        )
        for coaching, other_id, name in found
    ]
