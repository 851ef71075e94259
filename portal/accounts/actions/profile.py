"""What a person says about themselves: name, address, how they read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from portal.accounts.actions.joining import AddressTaken
from portal.accounts.actions.links import IDENTITY, use_up_links
from portal.accounts.actions.passwords import check_password
from portal.accounts.events import EmailChangeAsked, EmailChanged
from portal.accounts.models import OneTimeLink, Person
from portal.accounts.queries import open_link, person_of, person_with_email, reader_of
from portal.accounts.rules import EMAIL_CHANGE_HOLDS, LinkPurpose, Reading
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Hidden
from portal.core.letter import Letter
from portal.core.tokens import hash_of_token, token_to_mail
from portal.events.log import record


def rename(actor: Actor, name: str) -> None:
    """Call the person so from now on."""
    person_of(actor).name = name


def read_as(actor: Actor, reading: Reading) -> None:
    """Write for the person in these units, this language, this time zone and theme from now on."""
    person = person_of(actor)
    person.units, person.language = reading.units, reading.language
    person.time_zone, person.theme = reading.time_zone, reading.theme


def ask_email_change(actor: Actor, *, email: str, password: str, now: datetime) -> None:
    """Let a mail be sent to the new address; it becomes the person's when its link is opened. Raises PasswordWrong.

    What was asked for before does not work any more. The same is done and kept when the address belongs to somebody:
    only its owner is told.
    """
    check_password(actor, password)
    use_up_links(actor.person_id, LinkPurpose.EMAIL, now=now)
    link = OneTimeLink(
        purpose=LinkPurpose.EMAIL,
        person_id=actor.person_id,
        email=email,
        made_at=now,
        ends_at=now + EMAIL_CHANGE_HOLDS,
    )
    db.session.add(link)
    record(EmailChangeAsked(link.id), about=actor.person_id, by=actor.person_id, now=now)


def write_email_change(link_id: UUID, *, now: datetime) -> list[Letter]:
    """Make the token of a change of address; return the letters to the old address and to the new one."""
    link = db.session.get(OneTimeLink, link_id)
    if link is None or link.used_at is not None or link.person_id is None:
        return []
    person, reader = db.session.get_one(Person, link.person_id), reader_of(link.person_id)
    warning = Letter("accounts/mail/email_change_asked.txt", person.email, reader, {"email": link.email})
    if person_with_email(link.email) is not None:
        return [warning, Letter("accounts/mail/email_taken.txt", link.email, reader)]
    token = token_to_mail(link.id)
    link.token_hash, link.ends_at = hash_of_token(token), now + EMAIL_CHANGE_HOLDS
    return [
        warning,
        Letter("accounts/mail/email_change.txt", link.email, reader, {"token": token, "name": person.name}),
    ]


def check_email_change(actor: Actor, token: str, *, now: datetime) -> OneTimeLink:
    """Return the link if it can still be used, and is this person's own. Raises Hidden."""
    link = open_link(LinkPurpose.EMAIL, token, now=now)
    if link is None or link.person_id != actor.person_id:
        raise Hidden
    return link


def change_email(actor: Actor, token: str, *, now: datetime) -> None:
    """Give the person the address whose mail they have opened, and end what was mailed to the old one.

    Raises Hidden, AddressTaken.
    """
    link, person = check_email_change(actor, token, now=now), person_of(actor)
    try:
        with db.session.begin_nested():
            person.email = link.email
    except IntegrityError:
        raise AddressTaken from None
    use_up_links(person.id, *IDENTITY, now=now)
    record(EmailChanged(person.id), about=person.id, by=person.id, now=now)
