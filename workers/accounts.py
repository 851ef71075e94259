"""Jobs of the accounts slice."""

from datetime import datetime

from portal.accounts.actions.passwords import write_password_changed, write_reset
from portal.accounts.actions.profile import write_email_change
from portal.accounts.actions.sign_ins import forget_old
from portal.accounts.events import EmailChangeAsked, PasswordChanged, PasswordResetAsked
from portal.core.db import transaction
from portal.core.postbox import post
from workers.job import errand_on_event, job


@errand_on_event("default")
def mail_reset(fact: PasswordResetAsked, *, now: datetime) -> None:
    """Mail the link for a new password, if the address has an account."""
    with transaction():
        letters = write_reset(fact.link_id, now=now)
    post(letters)


@errand_on_event("default")
def mail_password_changed(fact: PasswordChanged, *, now: datetime) -> None:  # noqa: ARG001 -- the shape of every job
    """Tell the person that their password is another now."""
    with transaction(writes=False):
        letters = write_password_changed(fact.person_id)
    post(letters)


@errand_on_event("default")
def mail_email_change(fact: EmailChangeAsked, *, now: datetime) -> None:
    """Ask at the new address, and warn at the old one."""
    with transaction():
        letters = write_email_change(fact.link_id, now=now)
    post(letters)


@job()
def forget_old_sign_ins(*, now: datetime) -> None:
    """Delete sign-ins and links that ended long ago."""
    forget_old(now=now)
