"""Making notices. Nobody is told of what they did themselves; what no longer holds is not told.

Each function returns whose notices have changed, so that their browsers can be nudged.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.activities.models import Import
from portal.activities.rules.imports import ImportState, Problem
from portal.core.access import Actor
from portal.core.db import db
from portal.messaging.models import Conversation, Message
from portal.messaging.queries import oldest_unread
from portal.notifications.models import Notice
from portal.notifications.queries import author_of
from portal.notifications.rules import MAILED_AFTER, NoticeKind
from portal.roster.models import Coaching, Consent
from portal.roster.rules import DataKind
from portal.strava.models.accounts import StravaAccount, StravaErasure
from portal.training.events.logs import SessionFinished
from portal.training.models.logs import SessionLog
from portal.training.models.plans import Plan

Told = tuple[UUID, ...]
NOBODY: Told = ()


def tell(person_id: UUID, kind: NoticeKind, *, subject_id: UUID, other_id: UUID | None, now: datetime) -> Told:
    """Tell somebody; what they were told before and have not seen yet moves up instead of coming twice."""
    if person_id == other_id:
        return NOBODY
    _notice(person_id, kind, subject_id=subject_id, other_id=other_id, now=now)
    return (person_id,)


def tell_of_message(message_id: UUID, *, now: datetime) -> Told:
    """Tell the other of the two that there is a message, unless it was taken back or read by now."""
    message = db.session.get_one(Message, message_id)
    conversation = db.session.get_one(Conversation, message.conversation_id)
    to_trainer = message.sender_id == conversation.athlete_id
    reader_id = conversation.trainer_id if to_trainer else conversation.athlete_id
    first_at = oldest_unread(Actor(reader_id), conversation.id)
    if message.deleted_at is not None or first_at is None:
        return NOBODY
    notice = _notice(
        reader_id, NoticeKind.MESSAGE_SENT, subject_id=conversation.id, other_id=message.sender_id, now=now
    )
    if first_at == message.sent_at:  # the first since they read: one mail, however many follow
        notice.mail_due_at = first_at + MAILED_AFTER
    return (reader_id,)


def tell_of_plan(plan_id: UUID, *, now: datetime) -> Told:
    """Tell the athlete that there is a plan, unless it was hidden again."""
    plan = db.session.get_one(Plan, plan_id)
    if plan.published_at is None:
        return NOBODY
    return tell(plan.athlete_id, NoticeKind.PLAN_PUBLISHED, subject_id=plan.id, other_id=plan.trainer_id, now=now)


def tell_of_session(fact: SessionFinished, *, now: datetime) -> Told:
    """Tell the trainers who may see it that a session was trained, unless one of them logged it or it is open again."""
    log = db.session.get(SessionLog, fact.session_log_id)  # gone when the recording behind it was erased meanwhile
    if log is None or log.finished_at is None or author_of(fact, about=log.athlete_id) != log.athlete_id:
        return NOBODY
    trainers = db.session.scalars(
        select(Coaching.trainer_id)
        .join(Consent, Consent.coaching_id == Coaching.id)
        .where(Coaching.athlete_id == log.athlete_id, Coaching.ended_at.is_(None))
        .where(Consent.kind == DataKind.TRAINING, Consent.revoked_at.is_(None))
    )
    kind, subject_id = NoticeKind.SESSION_FINISHED, fact.planned_session_id
    told = [tell(trainer, kind, subject_id=subject_id, other_id=log.athlete_id, now=now) for trainer in trainers]
    return sum(told, NOBODY)


def tell_of_beginning(coaching_id: UUID, *, now: datetime) -> Told:
    """Tell the trainer that the invitation was accepted."""
    coaching = db.session.get_one(Coaching, coaching_id)
    return tell(
        coaching.trainer_id,
        NoticeKind.COACHING_BEGAN,
        subject_id=coaching.id,
        other_id=coaching.athlete_id,
        now=now,
    )


def tell_of_end(coaching_id: UUID, *, now: datetime) -> Told:
    """Tell whoever did not end the coaching that it has ended."""
    coaching = db.session.get_one(Coaching, coaching_id)
    kind, both = NoticeKind.COACHING_ENDED, {coaching.trainer_id, coaching.athlete_id}
    told = [
        tell(person_id, kind, subject_id=coaching.id, other_id=(both - {person_id}).pop(), now=now)
        for person_id in sorted(both - {coaching.ended_by_id})
    ]
    return sum(told, NOBODY)


def tell_of_import(import_id: UUID, *, now: datetime) -> Told:
    """Tell the athlete that a file could not be read; one that was there before is no trouble."""
    row = db.session.get_one(Import, import_id)
    if row.state is not ImportState.REFUSED or row.problem is Problem.ALREADY_THERE:
        return NOBODY
    return tell(row.athlete_id, NoticeKind.IMPORT_REFUSED, subject_id=row.id, other_id=None, now=now)


def tell_of_strava(account_id: UUID, *, now: datetime) -> Told:
    """Tell the athlete that Strava has to be connected again."""
    account = db.session.get_one(StravaAccount, account_id)
    return tell(account.athlete_id, NoticeKind.STRAVA_NEEDS_REAUTH, subject_id=account.id, other_id=None, now=now)


def tell_of_erasure(erasure_id: UUID, *, now: datetime) -> Told:
    """Tell the athlete that everything from Strava is gone."""
    erasure = db.session.get_one(StravaErasure, erasure_id)
    return tell(erasure.athlete_id, NoticeKind.STRAVA_ERASED, subject_id=erasure.id, other_id=None, now=now)


def _notice(person_id: UUID, kind: NoticeKind, *, subject_id: UUID, other_id: UUID | None, now: datetime) -> Notice:
    notice = db.session.scalar(
        select(Notice)
        .filter_by(person_id=person_id, kind=kind, subject_id=subject_id, other_id=other_id, seen_at=None)
        .limit(1)
    )
    if notice is None:
        notice = Notice(person_id=person_id, kind=kind, subject_id=subject_id, other_id=other_id)
        db.session.add(notice)
    notice.told_at = now
    return notice
