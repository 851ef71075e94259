"""Choosing a new password, known or forgotten."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.actions.links import IDENTITY, use_up_links
from portal.accounts.actions.sign_ins import end_other_sign_ins
from portal.accounts.events import PasswordChanged, PasswordResetAsked
from portal.accounts.models import OneTimeLink, Person
from portal.accounts.queries import open_link, person_of, person_with_email, reader_of
from portal.accounts.rules import RESET_HOLDS, LinkPurpose
from portal.core import passwords
from portal.core.access import Actor
from portal.core.db import db, let_go
from portal.core.errors import Hidden, Refusal
from portal.core.letter import Letter
from portal.core.sentence import sentence
from portal.core.tokens import hash_of_token, token_to_mail
from portal.events.log import record


class PasswordWrong(Refusal):
    """The present password was asked for, and this is not it."""

    def __init__(self) -> None:
        super().__init__(sentence("This is not your present password."))


def ask_reset(email: str, *, now: datetime) -> None:
    """Let a mail be sent to whoever has this address. The same is done and kept for an address that nobody has."""
    person = person_with_email(email)
    link = OneTimeLink(
        purpose=LinkPurpose.RESET, person_id=person and person.id, made_at=now, ends_at=now + RESET_HOLDS
    )
    db.session.add(link)
    record(PasswordResetAsked(link.id), about=link.id, by=None, now=now)


def write_reset(link_id: UUID, *, now: datetime) -> list[Letter]:
    """Make the token of a reset and return the letter that holds it; none for an address that nobody has."""
    link = db.session.get(OneTimeLink, link_id)
    if link is None or link.used_at is not None:
        return []
    if link.person_id is None:
        db.session.delete(link)
        return []
    token = token_to_mail(link.id)
    link.token_hash, link.ends_at = hash_of_token(token), now + RESET_HOLDS
    person = db.session.get_one(Person, link.person_id)
    return [Letter("accounts/mail/reset.txt", person.email, reader_of(person.id), {"token": token})]


def check_reset(token: str, *, now: datetime) -> Person:
    """Return whose password this link changes. Raises Hidden when it cannot be used any more."""
    link = open_link(LinkPurpose.RESET, token, now=now)
    if link is None or link.person_id is None:
        raise Hidden
    return db.session.get_one(Person, link.person_id)


def reset_password(token: str, password: str, *, now: datetime) -> None:
    """Set a new password, once, and sign the person out everywhere. Raises Hidden."""
    hashed = passwords.hash_of(password)
    person = check_reset(token, now=now)
    person.password_hash = hashed
    use_up_links(person.id, *IDENTITY, now=now)
    end_other_sign_ins(Actor(person.id), kept=None, now=now)
    record(PasswordChanged(person.id), about=person.id, by=person.id, now=now)


def change_password(actor: Actor, *, present: str, wanted: str, kept: UUID | None, now: datetime) -> None:
    """Set a new password for whoever asks and knows the present one; only the sign-in `kept` goes on.

    Raises PasswordWrong.
    """
    check_password(actor, present)
    hashed = passwords.hash_of(wanted)
    person = person_of(actor)
    person.password_hash = hashed
    use_up_links(person.id, *IDENTITY, now=now)
    end_other_sign_ins(actor, kept=kept, now=now)
    record(PasswordChanged(person.id), about=person.id, by=person.id, now=now)


def check_password(actor: Actor, typed: str) -> None:
    """Do nothing if this is the person's password. Raises PasswordWrong.

    Nothing may wait to be kept: the database is let go while the password is compared.
    """
    stored = person_of(actor).password_hash
    let_go()
    if not passwords.matches(typed, stored):
        raise PasswordWrong


def write_password_changed(person_id: UUID) -> list[Letter]:
    """Return the letter that tells a person of their new password, in case it was not them."""
    person = db.session.scalar(select(Person).where(Person.id == person_id))
    return [Letter("accounts/mail/password_changed.txt", person.email, reader_of(person.id))] if person else []
