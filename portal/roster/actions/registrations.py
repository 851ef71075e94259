"""Accepting an invitation with a new account.

Who came by the mailed link has the mailbox and joins at once. Who was handed the link may type any address, so a mail
goes there first: neither the page nor the wait tells whether the address has an account.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.actions.joining import join
from portal.accounts.models import Person
from portal.accounts.queries import person_with_email
from portal.accounts.rules import Newcomer
from portal.core.db import db, writing
from portal.core.errors import Hidden
from portal.core.letter import Letter
from portal.core.reader import Reader
from portal.core.sentence import sentence
from portal.core.tokens import hash_of_token, token_to_mail
from portal.events.log import record
from portal.roster.actions.invitations import InvitationClosed, accept, check_open
from portal.roster.events import RegistrationAsked
from portal.roster.models import Registration
from portal.roster.queries.invitations import Opened, opened_by, opened_by_id
from portal.roster.rules import REGISTRATION_HOLDS, DataKind, Standing

LINK_USED = sentence(
    "This link was used already: your account is there. Sign in with the e-mail address and the password you chose."
)


def register(token: str, newcomer: Newcomer, *, kinds: Iterable[DataKind], now: datetime) -> Person:
    """Make the account and begin the coaching. Raises Hidden, InvitationClosed, AddressTaken."""
    opened = opened_by(token)
    check_open(opened, now=now)
    person = join(newcomer, now=now)
    accept(opened, athlete_id=person.id, kinds=kinds, now=now)
    return person


def ask_registration(token: str, newcomer: Newcomer, *, kinds: Iterable[DataKind], now: datetime) -> None:
    """Let a mail be sent to the address; the account is made when its link is opened. Raises Hidden, InvitationClosed.

    The same is done and kept when the address has an account: only its owner is told.
    """
    opened = opened_by(token)
    check_open(opened, now=now)
    registration = Registration(
        invitation_id=opened.invitation.id,
        name=newcomer.name,
        email=newcomer.email,
        password_hash=newcomer.password_hash,
        time_zone=newcomer.time_zone,
        kinds=[kind.value for kind in kinds],
        made_at=now,
        ends_at=now + REGISTRATION_HOLDS,
    )
    db.session.add(registration)
    record(RegistrationAsked(registration.id), about=registration.id, by=None, now=now)


def write_registration(registration_id: UUID, *, now: datetime) -> list[Letter]:
    """Make the token of the mailed link and return the letter that holds it, or the one for those who are here."""
    registration = db.session.get(Registration, registration_id)
    if registration is None or registration.used_at is not None:
        return []
    opened = opened_by_id(registration.invitation_id)
    if opened.invitation.standing(now) is not Standing.OPEN:
        return []
    reader, about = Reader(name=registration.name), {"trainer": opened.trainer_name}
    if person_with_email(registration.email) is not None:
        return [Letter("roster/mail/known_already.txt", registration.email, reader, about)]
    token = token_to_mail(registration.id)
    registration.token_hash = hash_of_token(token)
    return [Letter("roster/mail/registration.txt", registration.email, reader, {**about, "token": token})]


def check_registration(token: str, *, now: datetime) -> tuple[Registration, Opened]:
    """Return what the link finishes, and the invitation behind it. Raises Hidden, InvitationClosed."""
    query = select(Registration).where(Registration.token_hash == hash_of_token(token), Registration.ends_at > now)
    registration = db.session.scalar(query.with_for_update() if writing() else query)
    if registration is None:
        raise Hidden
    if registration.used_at is not None:
        raise InvitationClosed(Standing.ACCEPTED, LINK_USED)
    opened = opened_by_id(registration.invitation_id)
    check_open(opened, now=now)
    return registration, opened


def finish_registration(token: str, *, now: datetime) -> Person:
    """Make the account and begin the coaching, once. Raises Hidden, InvitationClosed, AddressTaken."""
    registration, opened = check_registration(token, now=now)
    newcomer = Newcomer(registration.name, registration.email, registration.password_hash, registration.time_zone)
    person = join(newcomer, now=now)
    accept(opened, athlete_id=person.id, kinds=map(DataKind, registration.kinds), now=now)
    registration.used_at = now
    return person
