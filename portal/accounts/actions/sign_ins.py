"""Signing in and out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from portal.accounts.models import OneTimeLink, Person, SignIn
from portal.accounts.queries import person_with_email, visitor_of
from portal.accounts.rules import FORGOTTEN_AFTER, SEEN_EVERY, STAY, VISIT, Credentials, device_of
from portal.core import passwords
from portal.core.access import Actor
from portal.core.db import db, let_go
from portal.core.hub import hang_up
from portal.core.reader import Visitor


def recognise(credentials: Credentials) -> Person | None:
    """Return whose credentials these are, or None. It takes as long for an address that nobody has.

    Nothing may wait to be kept: the database is let go while the password is compared.
    """
    person_id, stored = _stored(credentials.email)
    let_go()
    if not passwords.matches(credentials.password, stored) or person_id is None:
        return None
    renewed = passwords.hash_of(credentials.password) if passwords.is_outdated(stored) else None
    person = db.session.scalar(
        select(Person).where(Person.id == person_id, Person.password_hash == stored).with_for_update()
    )
    if person is not None and renewed:
        person.password_hash = renewed
    return person


def begin_sign_in(person: Person, *, stay: bool, user_agent: str, now: datetime) -> Visitor:
    """Sign the person in for a visit, or for long if they `stay`; return the visitor they are from now on."""
    device = device_of(user_agent)
    sign_in = SignIn(
        person_id=person.id,
        browser=device.browser,
        system=device.system,
        began_at=now,
        seen_at=now,
        ends_at=now + (STAY if stay else VISIT),
    )
    db.session.add(sign_in)
    db.session.flush()
    found = visitor_of(sign_in.id, now)
    if found is None:
        raise LookupError("a sign-in that has just begun")
    return found


def end_sign_in(sign_in_id: UUID, *, now: datetime) -> None:
    """Sign out there. Ending twice changes nothing."""
    _end(SignIn.id == sign_in_id, now=now)


def end_other_sign_ins(actor: Actor, *, kept: UUID | None, now: datetime) -> None:
    """Sign the person out everywhere but in the one that is kept, if any."""
    mine = [SignIn.person_id == actor.person_id]
    _end(*mine, *([SignIn.id != kept] if kept else []), now=now)


def note_seen(sign_in_id: UUID, *, now: datetime) -> None:
    """Note that this browser is in use; often enough is enough."""
    db.session.execute(
        update(SignIn).where(SignIn.id == sign_in_id, SignIn.seen_at <= now - SEEN_EVERY).values(seen_at=now)
    )


def forget_old(*, now: datetime) -> None:
    """Delete sign-ins and links that ended long ago."""
    before = now - FORGOTTEN_AFTER
    db.session.execute(delete(SignIn).where((SignIn.ends_at < before) | (SignIn.ended_at < before)))
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.ends_at < before))


def _stored(email: str) -> tuple[UUID | None, str]:
    person = person_with_email(email)
    return (person.id, person.password_hash) if person else (None, passwords.NOBODYS)


def _end(*which: object, now: datetime) -> None:
    clauses: Sequence[object] = [*which, SignIn.ended_at.is_(None)]
    ended = update(SignIn).where(*clauses).values(ended_at=now).returning(SignIn.id)  # type: ignore[arg-type]
    for sign_in_id in db.session.scalars(ended).all():
        hang_up(sign_in_id)
