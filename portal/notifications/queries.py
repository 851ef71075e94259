"""Reading notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, func, select, tuple_

from portal.accounts.models import Person
from portal.activities.models import Import
from portal.activities.policy import VIEW_IMPORT
from portal.activities.rules.imports import SENTENCES, ImportState
from portal.core.access import Actor
from portal.core.db import db
from portal.events.facts import Fact
from portal.events.log import LoggedEvent
from portal.messaging.queries import unread_in
from portal.notifications.models import MailWish, Notice
from portal.notifications.policy import OWN_NOTICE
from portal.notifications.rules import NoticeKind, Told, words_of, words_of_file
from portal.training.models.plans import Plan, PlannedSession
from portal.training.policy.plans import VIEW_PLAN
from portal.training.policy.sessions import VIEW_SESSION

PAGE = 40
RECENT_EVENTS = 20


@dataclass(frozen=True)
class Inbox:
    """A page of notices, the newest first."""

    told: tuple[Told, ...]
    earlier_than: UUID | None
    """Pass it as `before` for older ones."""

    @property
    def has_new(self) -> bool:
        """Return whether something here was not seen yet."""
        return any(told.is_new for told in self.told)


def unseen_count(actor: Actor) -> ScalarSelect[int]:
    """Return how many notices this person has not seen yet; messages are counted where they are read."""
    return (
        select(func.count(Notice.id))
        .where(OWN_NOTICE.where(actor), Notice.seen_at.is_(None), Notice.kind != NoticeKind.MESSAGE_SENT)
        .scalar_subquery()
    )


def notices_of(actor: Actor, *, before: UUID | None = None) -> Inbox:
    """Return the latest notices, or those before a known one, in one statement.

    Titles are judged for the reader of today: what was taken back since is told without its name.
    """
    statement = _statement(actor).order_by(Notice.told_at.desc(), Notice.id.desc()).limit(PAGE + 1)
    if before is not None:
        last = select(Notice.told_at, Notice.id).where(Notice.id == before, OWN_NOTICE.where(actor))
        statement = statement.where(tuple_(Notice.told_at, Notice.id) < last.scalar_subquery())
    rows = db.session.execute(statement).all()
    told = tuple(_told(row) for row in rows[:PAGE])
    return Inbox(told, earlier_than=told[-1].id if len(rows) > PAGE else None)


def wants_mail(person_id: UUID) -> bool:
    """Return whether this person wants mails; who never said so does."""
    wish = db.session.scalar(select(MailWish.by_mail).where(MailWish.person_id == person_id))
    return wish is not False


def author_of(fact: Fact, *, about: UUID) -> UUID | None:
    """Return who did what the fact tells of; None when the portal did, or when that was long ago."""
    recent = db.session.scalars(
        select(LoggedEvent)
        .where(LoggedEvent.about_id == about, LoggedEvent.name == fact.name)
        .order_by(LoggedEvent.id.desc())
        .limit(RECENT_EVENTS)
    )
    return next((event.by_id for event in recent if event.fact == fact), None)


def _statement(actor: Actor) -> Any:
    plan = and_(Notice.kind == NoticeKind.PLAN_PUBLISHED, Plan.id == Notice.subject_id, VIEW_PLAN.where(actor))
    session = and_(
        Notice.kind == NoticeKind.SESSION_FINISHED,
        PlannedSession.id == Notice.subject_id,
        VIEW_SESSION.where(actor),
    )
    refused = and_(
        Notice.kind == NoticeKind.IMPORT_REFUSED,
        Import.id == Notice.subject_id,
        Import.state == ImportState.REFUSED,
        VIEW_IMPORT.where(actor),
    )
    is_read = and_(Notice.kind == NoticeKind.MESSAGE_SENT, ~unread_in(actor, Notice.subject_id))
    return (
        select(
            Notice.id,
            Notice.kind,
            Notice.told_at,
            Person.name,
            func.coalesce(Plan.title, PlannedSession.title).label("title"),
            Import.file_name,
            Import.problem,
            and_(Notice.seen_at.is_(None), ~is_read).label("is_new"),
        )
        .select_from(Notice)
        .outerjoin(Person, Person.id == Notice.other_id)
        .outerjoin(Plan, plan)
        .outerjoin(PlannedSession, session)
        .outerjoin(Import, refused)
        .where(OWN_NOTICE.where(actor))
    )


def _told(row: Any) -> Told:
    if row.problem:
        words = words_of_file(row.file_name, SENTENCES[row.problem])
    else:
        words = words_of(row.kind, name=row.name or "", title=row.title or "")
    return Told(row.id, row.kind, words, row.told_at, is_new=bool(row.is_new))
