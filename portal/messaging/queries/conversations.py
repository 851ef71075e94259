"""All conversations of somebody, each with its last word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db
from portal.messaging.models import Conversation, Message
from portal.messaging.policy import READ_CONVERSATION, TRAINER, coaching_lasts
from portal.messaging.queries.counts import unanswered, unread_by
from portal.roster.queries import ClientHead, client_head
from portal.training.queries.calendar import SessionMark, marks_of

PREVIEW = 160
"""Characters of the last message that a list shows."""

_last, _new = aliased(Message), aliased(Message)


@dataclass(frozen=True)
class Row:
    """One conversation in a list."""

    id: UUID
    name: str
    preview: str
    is_mine: bool
    """Whether the reader had the last word."""
    sent_at: datetime
    waiting_since: datetime | None
    """Since when the trainer, who reads, owes an answer."""
    unread: int
    is_open: bool


@dataclass(frozen=True)
class Rows:
    """A list of conversations: those who wait for an answer, the oldest first; then the others, the newest first."""

    waiting: tuple[Row, ...]
    others: tuple[Row, ...]

    @property
    def all(self) -> tuple[Row, ...]:
        """Return them in one list."""
        return self.waiting + self.others


@dataclass(frozen=True)
class Week:
    """What stands beside a conversation: how the athlete is, the last seven days, and what comes next."""

    head: ClientHead
    days: tuple[tuple[date, str], ...]
    coming: tuple[SessionMark, ...]


def conversations_of(actor: Actor) -> Rows:
    """Return the conversations that are open to this person and in which something was said, in one statement."""
    rows = [_row(row, actor) for row in db.session.execute(_statement(actor))]
    waiting = [row for row in rows if row.waiting_since is not None]
    others = [row for row in rows if row.waiting_since is None]
    return Rows(
        tuple(sorted(waiting, key=lambda row: row.waiting_since or row.sent_at)),
        tuple(sorted(others, key=lambda row: row.sent_at, reverse=True)),
    )


def trainers_of(athlete: Actor) -> Sequence[Person]:
    """Return who coaches this person."""
    return db.session.scalars(select(Person).where(TRAINER.where(athlete)).order_by(Person.name)).all()


def week_of(trainer: Actor, athlete_id: UUID, *, today: date) -> Week:
    """Return the days around today of an athlete, in two statements. Raises Hidden when they are no client."""
    first = today - timedelta(days=6)
    head = client_head(trainer, athlete_id, today=today)
    marks = marks_of(trainer, athlete_id, first=first, last=today + timedelta(days=7), today=today)
    days = [first + timedelta(days=n) for n in range(7)]
    return Week(
        head,
        tuple((on, next((mark.outcome.value for mark in marks if mark.on == on), "rest")) for on in days),
        tuple(mark for mark in marks if mark.on >= today and mark.done_pct is None)[:3],
    )


def _statement(actor: Actor) -> Any:
    newest = (
        select(Message.id)
        .where(Message.conversation_id == Conversation.id, Message.deleted_at.is_(None))
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )
    waiting, _ = unanswered(actor, Conversation.athlete_id)
    unread = select(func.count(_new.id)).where(unread_by(actor, Conversation, _new)).scalar_subquery()
    mine = Conversation.trainer_id == actor.person_id
    return (
        select(
            Conversation.id,
            Person.name,
            func.substr(_last.text, 1, PREVIEW).label("preview"),
            _last.sender_id,
            _last.sent_at,
            case((mine, waiting)).label("waiting_since"),
            unread.label("unread"),
            coaching_lasts().label("is_open"),
        )
        .select_from(Conversation)
        .join(_last, _last.id == newest)
        .join(Person, Person.id == case((mine, Conversation.athlete_id), else_=Conversation.trainer_id))
        .where(READ_CONVERSATION.where(actor))
    )


def _row(row: Any, actor: Actor) -> Row:
    return Row(
        row.id,
        row.name,
        row.preview,
        is_mine=row.sender_id == actor.person_id,
        sent_at=row.sent_at,
        waiting_since=row.waiting_since,
        unread=row.unread,
        is_open=bool(row.is_open),
    )
