"""Invitations, as their trainer lists them and as their links open them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db, writing
from portal.core.errors import Hidden
from portal.core.tokens import hash_of_token
from portal.roster.models import Invitation
from portal.roster.policy import INVITATION


@dataclass(frozen=True)
class Opened:
    """An invitation as its token opens it."""

    invitation: Invitation
    trainer_name: str
    by_mail: bool
    """Whether the token is the mailed one, so that its holder has the mailbox."""


def open_invitations(actor: Actor) -> Sequence[Invitation]:
    """Return the actor's invitations that nobody has answered, the latest first; expired ones too."""
    return db.session.scalars(
        select(Invitation)
        .where(INVITATION.where(actor), Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.made_at.desc(), Invitation.id.desc())
    ).all()


def opened_by(token: str) -> Opened:
    """Return the invitation this token opens, locked where it may be used up. Raises Hidden."""
    hashed = hash_of_token(token)
    return _opened(or_(Invitation.token_hash == hashed, Invitation.mail_token_hash == hashed), hashed)


def opened_by_id(invitation_id: UUID) -> Opened:
    """Return the invitation behind a registration, locked where it may be used up. Raises Hidden."""
    return _opened(Invitation.id == invitation_id, "")


def _opened(which: ColumnElement[bool], hashed: str) -> Opened:
    query = select(Invitation, Person.name).join(Person, Person.id == Invitation.trainer_id).where(which)
    if writing():
        query = query.with_for_update(of=Invitation).execution_options(populate_existing=True)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Hidden
    invitation, trainer_name = row
    return Opened(invitation, trainer_name, by_mail=bool(hashed) and invitation.mail_token_hash == hashed)
