"""Jobs of the roster slice."""

from datetime import datetime

from portal.core.db import transaction
from portal.core.postbox import post
from portal.roster.actions.invitations import forget_unanswered, write_invitation
from portal.roster.actions.registrations import write_registration
from portal.roster.events import InvitationMade, RegistrationAsked
from workers.job import errand_on_event, job


@errand_on_event("default")
def mail_invitation(fact: InvitationMade, *, now: datetime) -> None:
    """Mail the invitation, if the trainer gave an address."""
    with transaction():
        letters = write_invitation(fact.invitation_id, now=now)
    post(letters)


@errand_on_event("default")
def mail_registration(fact: RegistrationAsked, *, now: datetime) -> None:
    """Ask at the address whether it belongs to whoever wants an account with it."""
    with transaction():
        letters = write_registration(fact.registration_id, now=now)
    post(letters)


@job()
def forget_unanswered_invitations(*, now: datetime) -> None:
    """Delete invitations and registrations that led to nothing."""
    forget_unanswered(now=now)
