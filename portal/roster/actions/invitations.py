"""A trainer's offer to coach somebody: made, handed over, taken back, accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import Person
from portal.accounts.queries import reader_of
from portal.core.access import Actor
from portal.core.db import db, found_or_added
from portal.core.errors import Refusal
from portal.core.ids import new_id
from portal.core.letter import Letter
from portal.core.sentence import Sentence, sentence
from portal.core.tokens import hash_of_token, new_token, token_to_mail
from portal.events.log import record
from portal.roster.actions.coachings import AlreadyCoached, begin_coaching, is_coached
from portal.roster.events import InvitationMade, InvitationRestored, InvitationWithdrawn
from portal.roster.models import Coaching, Invitation, Registration
from portal.roster.queries.invitations import Opened, opened_by
from portal.roster.rules import (
    FORGOTTEN_AFTER,
    INVITATION_HOLDS,
    DataKind,
    InvitationDraft,
    Standing,
    why_closed,
)


class InvitationClosed(Refusal):
    """The invitation cannot be accepted any more."""

    def __init__(self, state: Standing, said: Sentence) -> None:
        super().__init__(said)
        self.state = state


class OwnInvitation(Refusal):
    """Nobody coaches themselves."""

    def __init__(self) -> None:
        super().__init__(sentence("This is your own invitation. Send it to the person you want to coach."))


def invite(
    trainer: Person, draft: InvitationDraft, *, key: UUID | None = None, now: datetime
) -> tuple[Invitation, str]:
    """Make an offer; return it and the token of its link, which is kept nowhere.

    The same under the same `key` is offered once; its link is then the one returned last.
    """
    token = new_token()
    made = Invitation(
        id=key or new_id(),
        trainer_id=trainer.id,
        name=draft.name,
        email=draft.email,
        token_hash=hash_of_token(token),
        made_at=now,
        ends_at=now + INVITATION_HOLDS,
    )
    known = select(Invitation).where(Invitation.id == made.id).with_for_update()
    invitation = found_or_added(known, lambda: made)
    if invitation is made:
        record(InvitationMade(invitation.id), about=trainer.id, by=trainer.id, now=now)
    elif invitation.standing(now) is not Standing.OPEN or _meaning(invitation) != _meaning(made):
        return invite(trainer, draft, now=now)  # somebody went back and invited another
    else:
        token = renew_link(invitation, now=now)
    return invitation, token


def _meaning(invitation: Invitation) -> tuple[object, ...]:
    return invitation.trainer_id, invitation.name, invitation.email


def renew_link(invitation: Invitation, *, now: datetime) -> str:
    """Make a new link in place of the one handed over before, and return its token. Raises InvitationClosed."""
    _only_unanswered(invitation)
    token = new_token()
    invitation.token_hash, invitation.ends_at = hash_of_token(token), now + INVITATION_HOLDS
    return token


def write_invitation(invitation_id: UUID, *, now: datetime) -> list[Letter]:
    """Make the token of the mailed link and return the letter that holds it; none where there is nobody to write to."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or not invitation.email or invitation.standing(now) is not Standing.OPEN:
        return []
    token = token_to_mail(invitation.id)
    invitation.mail_token_hash = hash_of_token(token)
    trainer = reader_of(invitation.trainer_id)
    reader = replace(trainer, name=invitation.name)  # nobody knows yet what language the invited person reads
    return [Letter("roster/mail/invitation.txt", invitation.email, reader, {"token": token, "trainer": trainer.name})]


def withdraw_invitation(invitation: Invitation, *, now: datetime) -> None:
    """Take the offer back. Doing it twice changes nothing. Raises InvitationClosed when it was accepted."""
    if invitation.withdrawn_at is not None:
        return
    _only_unanswered(invitation)
    invitation.withdrawn_at = now
    record(InvitationWithdrawn(invitation.id), about=invitation.trainer_id, by=invitation.trainer_id, now=now)


def restore_invitation(invitation: Invitation, *, now: datetime) -> None:
    """Let an offer that was taken back stand again. Doing it twice changes nothing."""
    if invitation.withdrawn_at is None:
        return
    invitation.withdrawn_at = None
    record(InvitationRestored(invitation.id), about=invitation.trainer_id, by=invitation.trainer_id, now=now)


def accept_invitation(token: str, *, actor: Actor, kinds: Iterable[DataKind], now: datetime) -> Coaching | None:
    """Begin the coaching; None when the same person has accepted before: a second click, another tab.

    Raises Hidden, InvitationClosed, OwnInvitation, AlreadyCoached.
    """
    opened = opened_by(token)
    if opened.invitation.trainer_id == actor.person_id:
        raise OwnInvitation
    if opened.invitation.accepted_by_id == actor.person_id:
        return None
    return accept(opened, athlete_id=actor.person_id, kinds=kinds, now=now)


def accept(opened: Opened, *, athlete_id: UUID, kinds: Iterable[DataKind], now: datetime) -> Coaching:
    """Begin the coaching this invitation offers, and use it up. Raises InvitationClosed, AlreadyCoached."""
    check_open(opened, now=now)
    invitation = opened.invitation
    coaching = begin_coaching(
        trainer_id=invitation.trainer_id,
        trainer_name=opened.trainer_name,
        athlete_id=athlete_id,
        kinds=kinds,
        now=now,
    )
    invitation.accepted_at, invitation.accepted_by_id = now, athlete_id
    return coaching


def check_acceptable(opened: Opened, actor: Actor | None, *, now: datetime) -> None:
    """Do nothing if this visitor, or somebody new, may accept. Raises InvitationClosed, AlreadyCoached."""
    invitation = opened.invitation
    if actor and invitation.accepted_by_id == actor.person_id:
        said = sentence("You accepted this invitation of %(name)s before.", name=opened.trainer_name)
        raise InvitationClosed(Standing.ACCEPTED, said)
    check_open(opened, now=now)
    if actor and is_coached(invitation.trainer_id, actor.person_id):
        raise AlreadyCoached(opened.trainer_name)


def check_open(opened: Opened, *, now: datetime) -> None:
    """Do nothing if the invitation can be accepted. Raises InvitationClosed."""
    state = opened.invitation.standing(now)
    if state is not Standing.OPEN:
        raise InvitationClosed(state, why_closed(state, opened.trainer_name))


def forget_unanswered(*, now: datetime) -> None:
    """Delete invitations and registrations that led to nothing: they hold addresses of people who are not here."""
    before = now - FORGOTTEN_AFTER
    dead = select(Invitation.id).where(Invitation.accepted_at.is_(None), Invitation.ends_at < before)
    over = (Registration.ends_at < now) | Registration.invitation_id.in_(dead)
    db.session.execute(delete(Registration).where(over))
    db.session.execute(delete(Invitation).where(Invitation.id.in_(dead)))


def _only_unanswered(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        said = sentence("This invitation was accepted, so its link cannot be changed or taken back any more.")
        raise InvitationClosed(Standing.ACCEPTED, said)
