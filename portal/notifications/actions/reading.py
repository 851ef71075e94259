"""What people do with their notices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from portal.core.access import Actor
from portal.core.db import db, found_or_added
from portal.notifications.models import MailWish, Notice
from portal.notifications.policy import OWN_NOTICE
from portal.notifications.rules import FORGOTTEN_AFTER, url_of


def open_notice(notice: Notice, *, actor: Actor, now: datetime) -> str:
    """Note that it was seen, and return where it leads."""
    if notice.seen_at is None:
        notice.seen_at = now
    return url_of(notice.kind, subject_id=notice.subject_id, other_id=notice.other_id, is_trainer=actor.is_trainer)


def see_all(actor: Actor, *, now: datetime) -> None:
    """Note that everything was seen."""
    db.session.execute(
        update(Notice)
        .where(OWN_NOTICE.where(actor), Notice.seen_at.is_(None))
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def unsee(actor: Actor, *, seen_at: datetime) -> None:
    """Take back what `see_all` noted at that moment."""
    db.session.execute(
        update(Notice)
        .where(OWN_NOTICE.where(actor), Notice.seen_at == seen_at)
        .values(seen_at=None)
        .execution_options(synchronize_session=False)
    )


def choose_mail(actor: Actor, *, by_mail: bool, now: datetime) -> None:
    """Note whether this person wants mails."""
    wish = _wish_of(actor, now=now)
    wish.by_mail, wish.chosen_at = by_mail, now


def _wish_of(actor: Actor, *, now: datetime) -> MailWish:
    return found_or_added(
        select(MailWish).filter_by(person_id=actor.person_id),
        lambda: MailWish(person_id=actor.person_id, by_mail=True, chosen_at=now),
    )


def forget_old(*, now: datetime) -> None:
    """Delete notices nobody looks for any more. May be repeated."""
    db.session.execute(
        delete(Notice).where(Notice.told_at < now - FORGOTTEN_AFTER).execution_options(synchronize_session=False)
    )
