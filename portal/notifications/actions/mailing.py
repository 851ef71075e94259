"""Telling people by mail, if they want that: that something is there, never what it says."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.queries import reader_of
from portal.core.access import Actor
from portal.core.db import db
from portal.core.letter import Letter
from portal.events.log import record
from portal.messaging.queries import oldest_unread
from portal.notifications.events import MessageLeftUnread
from portal.notifications.models import Notice
from portal.notifications.queries import wants_mail
from portal.notifications.rules import MAILED_AFTER, NoticeKind, url_of
from portal.roster.models import Coaching
from portal.training.models.plans import Plan


def find_unread(*, now: datetime) -> None:
    """Announce messages that have waited long enough for a mail; what was read is settled. May be repeated."""
    due = select(Notice).where(Notice.mail_due_at <= now).order_by(Notice.mail_due_at).limit(500).with_for_update()
    for notice in db.session.scalars(due):
        first_at = oldest_unread(Actor(notice.person_id), notice.subject_id)
        if first_at is not None and first_at + MAILED_AFTER > now:
            notice.mail_due_at = first_at + MAILED_AFTER
            continue
        notice.mail_due_at = None
        if first_at is not None:
            record(MessageLeftUnread(notice.id), about=notice.person_id, by=None, now=now)


def write_message_waiting(notice_id: UUID) -> list[Letter]:
    """Return the letter that says somebody wrote; none if it was read meanwhile."""
    notice = db.session.get(Notice, notice_id)
    if notice is None or oldest_unread(Actor(notice.person_id), notice.subject_id) is None:
        return []
    return _letter(
        "message_waiting", notice.person_id, NoticeKind.MESSAGE_SENT, notice.subject_id, other_id=notice.other_id
    )


def write_plan_published(plan_id: UUID) -> list[Letter]:
    """Return the letter that says a plan is there; none if it was hidden again."""
    plan = db.session.get_one(Plan, plan_id)
    if plan.published_at is None:
        return []
    return _letter("plan_published", plan.athlete_id, NoticeKind.PLAN_PUBLISHED, plan.id, other_id=plan.trainer_id)


def write_coaching_ended(coaching_id: UUID) -> list[Letter]:
    """Return the letters for those who did not end the coaching themselves."""
    coaching = db.session.get_one(Coaching, coaching_id)
    both = {coaching.trainer_id, coaching.athlete_id}
    return [
        letter
        for person_id in sorted(both - {coaching.ended_by_id})
        for letter in _letter(
            "coaching_ended",
            person_id,
            NoticeKind.COACHING_ENDED,
            coaching.id,
            other_id=(both - {person_id}).pop(),
        )
    ]


def _letter(name: str, person_id: UUID, kind: NoticeKind, subject_id: UUID, *, other_id: UUID | None) -> list[Letter]:
    if person_id == other_id or not wants_mail(person_id):
        return []
    person = db.session.get_one(Person, person_id)
    other = db.session.get(Person, other_id) if other_id else None
    path = url_of(kind, subject_id=subject_id, other_id=other_id, is_trainer=person.is_trainer)
    values = {"other": other.name if other else "", "path": path}
    return [Letter(f"notifications/mail/{name}.txt", person.email, reader_of(person_id), values)]
