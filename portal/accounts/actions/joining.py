"""Getting an account. An instance begins with one trainer; everybody else is invited."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from portal.accounts.events import PersonJoined
from portal.accounts.models import OneTimeLink, Person
from portal.accounts.queries import is_empty, open_link, was_used
from portal.accounts.rules import FIRST_TRAINER_HOLDS, LinkPurpose, Newcomer
from portal.core.db import db
from portal.core.errors import Hidden, Refusal
from portal.core.sentence import sentence
from portal.core.tokens import hash_of_token, new_token
from portal.events.log import record


class AddressTaken(Refusal):
    """Somebody has an account with this address. Tell it only to those who can read its mail."""

    def __init__(self) -> None:
        super().__init__(sentence("There is an account with this e-mail address already. Sign in with it instead."))


class LinkUsed(Refusal):
    """The link made somebody the first trainer before."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This link was used already: the first account is there. Sign in with its address and password.")
        )


def join(newcomer: Newcomer, *, now: datetime) -> Person:
    """Give somebody an account. Raises AddressTaken."""
    person = Person(
        name=newcomer.name,
        email=newcomer.email,
        password_hash=newcomer.password_hash,
        time_zone=newcomer.time_zone,
        joined_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        raise AddressTaken from None
    record(PersonJoined(person.id), about=person.id, by=person.id, now=now)
    return person


def offer_first_trainer(*, now: datetime) -> str | None:
    """Return the token of a link that makes its holder the first trainer, or None when somebody is here already.

    Earlier links stop working: only the one that was printed last opens.
    """
    if not is_empty():
        return None
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == LinkPurpose.FIRST_TRAINER))
    token = new_token()
    link = OneTimeLink(
        purpose=LinkPurpose.FIRST_TRAINER,
        token_hash=hash_of_token(token),
        made_at=now,
        ends_at=now + FIRST_TRAINER_HOLDS,
    )
    db.session.add(link)
    return token


def check_first_trainer_link(token: str, *, now: datetime) -> OneTimeLink:
    """Return the link if it can still be used. Raises LinkUsed, Hidden."""
    if was_used(LinkPurpose.FIRST_TRAINER, token):
        raise LinkUsed
    link = open_link(LinkPurpose.FIRST_TRAINER, token, now=now)
    if link is None or not is_empty():
        raise Hidden
    return link


def become_first_trainer(token: str, newcomer: Newcomer, *, now: datetime) -> Person:
    """Make the holder of the link the first trainer, who also runs the instance. Raises LinkUsed, Hidden."""
    link = check_first_trainer_link(token, now=now)
    person = join(newcomer, now=now)
    person.is_trainer = person.is_operator = True
    link.used_at, link.person_id = now, person.id
    return person
