"""Reading coaching relations. Every read starts from what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case, or_, select

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Hidden
from portal.roster.models import Coaching, LifeStatus
from portal.roster.policy import may_see
from portal.roster.rules import DataKind, Life


@dataclass(frozen=True)
class ClientHead:
    """What stands on top of every page about a client."""

    athlete_id: UUID
    coaching_id: UUID
    name: str
    life: Life
    life_until: date | None
    since: datetime


def client_head(actor: Actor, athlete_id: UUID, *, today: date) -> ClientHead:
    """Return the head of a client's pages, in one statement. Raises Hidden when the actor does not coach them."""
    status = (
        select(LifeStatus.id)
        .where(LifeStatus.athlete_id == athlete_id, LifeStatus.withdrawn_at.is_(None), LifeStatus.from_on <= today)
        .where(or_(LifeStatus.until_on.is_(None), LifeStatus.until_on >= today))
        .order_by(LifeStatus.from_on.desc(), LifeStatus.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    visible = may_see(actor, Person.id, DataKind.HEALTH)
    row = db.session.execute(
        select(
            Coaching.id,
            Person.name,
            Coaching.began_at,
            case((visible, LifeStatus.kind)).label("kind"),
            case((visible, LifeStatus.until_on)).label("until_on"),
        )
        .join(Person, Person.id == Coaching.athlete_id)
        .outerjoin(LifeStatus, LifeStatus.id == status)
        .where(Coaching.trainer_id == actor.person_id, Coaching.athlete_id == athlete_id, Coaching.ended_at.is_(None))
    ).one_or_none()
    if row is None:
        raise Hidden
    return ClientHead(athlete_id, row.id, row.name, row.kind or Life.ACTIVE, row.until_on, row.began_at)
