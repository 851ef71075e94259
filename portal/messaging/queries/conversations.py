"""All conversations of somebody, each with its last word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.core.access import Actor, asking_as
from portal.core.db import UtcDateTime, db
from portal.core.terms import Terms, terms
from portal.messaging.models import Conversation, Message
from portal.messaging.policy import READ_CONVERSATION, TRAINER, coaching_lasts
from portal.messaging.queries.counts import unanswered, unread_by
from portal.messaging.rules import Place, may_still_delete
from portal.roster.queries import ClientHead, client_head
from portal.training.queries.calendar import SessionMark, marks_of

PAGE = 40
PREVIEW = 160
"""Characters of the last message that a list shows."""

_last, _new, _shown = aliased(Message), aliased(Message), aliased(Message)


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
    is_settled: bool
    """Whether the last word can no longer be taken back."""


@dataclass(frozen=True)
class Rows:
    """A page of conversations: those who wait for an answer, the oldest first; then the others, the newest first."""

    waiting: tuple[Row, ...]
    others: tuple[Row, ...]
    waiting_count: int
    """How many wait in all, on other pages too."""
    after: Place | None
    """Where this page begins; None for the first."""
    following: Place | None
    """Where the next page begins; None when there is none."""

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


def conversations_of(actor: Actor, *, now: datetime, after: Place | None = None) -> Rows:
    """Return conversations that are open to this person and in which something was said, in one statement.

    They go on `after` the place at which the page before ended.
    """
    values = {"asking": actor.person_id, **({"at": after.at, "id": after.id} if after else {})}
    statement = _statement(asking_as(actor), terms(), after.is_waiting if after else None)
    found = db.session.execute(statement, values).all()
    rows = [_row(row, actor, now) for row in found[:PAGE]]
    return Rows(
        tuple(row for row in rows if row.waiting_since is not None),
        tuple(row for row in rows if row.waiting_since is None),
        waiting_count=found[0].waiting_count if found else 0,
        after=after,
        following=_place(rows[-1]) if len(found) > PAGE else None,
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


@cache
def _statement(
    actor: Actor,
    _terms: Terms,
    after_waiting: bool | None,  # noqa: FBT001 -- where the page before ended, if there is one
) -> Any:
    """Return the statement of one page: words, names and counts are looked up for its rows alone.

    Built once for each way a page can begin: putting it together takes longer than running it.
    """
    all_of_them = _all(actor)
    counted = select(all_of_them, func.count(all_of_them.c.waiting_since).over().label("waiting_count")).subquery()
    ordered = select(counted).order_by(*_order(counted.c)).limit(PAGE + 1)
    page = (ordered if after_waiting is None else ordered.where(_beyond(counted.c, after_waiting))).subquery()
    unread = select(func.count(_new.id)).where(unread_by(actor, page.c, _new)).scalar_subquery()
    return (
        select(
            page,
            Person.name,
            func.substr(_shown.text, 1, PREVIEW).label("preview"),
            _shown.sender_id,
            unread.label("unread"),
        )
        .select_from(page)
        .join(_shown, _shown.id == page.c.last_id)
        .join(Person, Person.id == page.c.other_id)
        .order_by(*_order(page.c))
    )


def _all(actor: Actor) -> Any:
    newest = (
        select(Message.id)
        .where(Message.conversation_id == Conversation.id, Message.deleted_at.is_(None))
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )
    waiting, _ = unanswered(actor, Conversation.athlete_id)
    mine = Conversation.trainer_id == actor.person_id
    return (
        select(
            Conversation.id,
            case((mine, Conversation.athlete_id), else_=Conversation.trainer_id).label("other_id"),
            _last.id.label("last_id"),
            _last.sent_at,
            case((mine, waiting)).label("waiting_since"),
            coaching_lasts().label("is_open"),
        )
        .select_from(Conversation)
        .join(_last, _last.id == newest)
        .where(READ_CONVERSATION.where(actor))
        .subquery()
    )


def _order(of: Any) -> Sequence[ColumnElement[Any]]:
    waited = case((of.waiting_since.is_(None), of.sent_at))  # counts only among those who do not wait
    return of.waiting_since.is_(None), of.waiting_since, waited.desc(), of.id


def _beyond(of: Any, after_waiting: bool) -> ColumnElement[bool]:  # noqa: FBT001
    at, answered = bindparam("at", type_=UtcDateTime), of.waiting_since.is_(None)
    later = of.id > bindparam("id", type_=Uuid())
    if after_waiting:
        waits_as_long = and_(of.waiting_since == at, later)
        return or_(answered, of.waiting_since > at, waits_as_long)
    return and_(answered, or_(of.sent_at < at, and_(of.sent_at == at, later)))


def _place(row: Row) -> Place:
    return Place(row.id, row.waiting_since or row.sent_at, is_waiting=row.waiting_since is not None)


def _row(row: Any, actor: Actor, now: datetime) -> Row:
    return Row(
        row.id,
        row.name,
        row.preview,
        is_mine=row.sender_id == actor.person_id,
        sent_at=row.sent_at,
        waiting_since=row.waiting_since,
        unread=row.unread,
        is_open=bool(row.is_open),
        is_settled=not may_still_delete(row.sent_at, now),
    )
