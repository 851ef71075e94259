"""One conversation: who it is with, and page by page what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ScalarSelect, Uuid, and_, bindparam, func, select, tuple_
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.core.access import Actor, asking_as
from portal.core.db import UtcDateTime, db
from portal.core.terms import Terms, terms
from portal.messaging.models import Conversation, Message
from portal.messaging.policy import coaching_lasts
from portal.messaging.queries.counts import NEVER, mark_of, unanswered
from portal.messaging.queries.quotes import about_in, quotes_of
from portal.messaging.rules import Piece, Quote, may_still_delete, may_still_restore, pieces_of

PAGE = 30
MOST_NEWER = 200
"""How much arrives at once in a page that was left open; more than that is read by loading it again."""

_word = aliased(Message)


@dataclass(frozen=True)
class Talk:
    """A conversation as one of the two sees it."""

    id: UUID | None
    """None before the first word."""
    other_id: UUID
    name: str
    athlete_id: UUID
    is_trainer: bool
    """Whether the reader is the trainer in it."""
    is_open: bool = True
    """Whether the coaching lasts: then both may write."""
    is_waiting: bool = False
    """Whether the trainer, who reads, owes an answer."""
    is_seen: bool = False
    """Whether the reader had the last word, and the other has read it."""
    read_at: datetime | None = None
    """How far the reader has read."""


@dataclass(frozen=True)
class Said:
    """One message, ready to be drawn."""

    id: UUID
    name: str
    is_mine: bool
    pieces: tuple[Piece, ...]
    quote: Quote | None
    sent_at: datetime
    on: date
    """The reader's day."""
    is_deleted: bool
    is_unread: bool
    may_delete: bool
    may_restore: bool
    is_settled: bool
    """Whether it can no longer be taken back, or was."""

    @property
    def may_change(self) -> bool:
        """Return whether its sender may still delete or restore it, as far as the time goes."""
        return self.may_delete or self.may_restore


@dataclass(frozen=True)
class Glance:
    """Whose eyes a conversation is drawn for, when and where."""

    actor: Actor
    name: str
    now: datetime
    today: date
    zone: tzinfo


@dataclass(frozen=True)
class Page:
    """Some messages in the order they were sent."""

    said: tuple[Said, ...]
    earlier_than: UUID | None = None
    """Pass it as `before` for what was said earlier; None at the beginning."""
    day_before: date | None = None
    """The day of the message before these, where that is shown too."""

    @property
    def unread_through(self) -> UUID | None:
        """Return the last message if any of these is new to the reader."""
        return self.said[-1].id if any(said.is_unread for said in self.said) else None


def talk_of(actor: Actor, conversation: Conversation) -> Talk:
    """Return who it is with and how it stands, in one statement."""
    other_id = conversation.athlete_id if conversation.trainer_id == actor.person_id else conversation.trainer_id
    found = talk_with(actor, other_id, athlete_id=conversation.athlete_id)
    if found is None:
        raise LookupError("a conversation is between two people")
    return found


def talk_with(actor: Actor, other_id: UUID, *, athlete_id: UUID) -> Talk | None:
    """Return the conversation with somebody, one of the two being the athlete; None before the first word."""
    trainer_id = actor.person_id if other_id == athlete_id else other_id
    values = {"asking": actor.person_id, "other": other_id, "trainer": trainer_id, "athlete": athlete_id}
    row = db.session.execute(_standing(asking_as(actor), terms()), values).one_or_none()
    if row is None:
        return None
    return Talk(
        row.id,
        other_id,
        row.name,
        athlete_id,
        is_trainer=trainer_id == actor.person_id,
        is_open=bool(row.is_open),
        is_waiting=trainer_id == actor.person_id and row.waiting_since is not None,
        is_seen=bool(row.is_seen),
        read_at=row.read_at,
    )


def new_talk(other: Person, *, athlete_id: UUID) -> Talk:
    """Return a conversation in which nothing was said yet."""
    return Talk(None, other.id, other.name, athlete_id, is_trainer=other.id == athlete_id)


def latest_in(talk: Talk, glance: Glance, *, before: UUID | None = None) -> Page:
    """Return the last messages, or those before a known one; at most three statements."""
    statement, values = _latest(is_earlier=before is not None), {"conversation": talk.id, "known": before}
    rows = db.session.execute(statement, values).all()
    shown = rows[PAGE - 1 :: -1] if len(rows) > PAGE else rows[::-1]
    return Page(_drawn(shown, talk, glance), earlier_than=shown[0].id if len(rows) > PAGE else None)


def newer_in(talk: Talk, glance: Glance, *, after: UUID | None) -> Page:
    """Return what was said after a known message; all that is there when none is known."""
    if after is None:
        return latest_in(talk, glance)
    rows = db.session.execute(_newer(), {"conversation": talk.id, "known": after}).all()
    known = [row for row in rows if row.id == after]
    new = [row for row in rows if row.id != after]
    return Page(_drawn(new, talk, glance), day_before=_day(known[0].sent_at, glance) if known else None)


def one_said(message: Message, talk: Talk, glance: Glance) -> Said:
    """Return one message, ready to be drawn."""
    return _drawn([message], talk, glance)[0]


@cache
def _standing(actor: Actor, _terms: Terms) -> Any:
    # Built once: putting this statement together takes longer than running it.
    other_id, trainer_id, athlete_id = (bindparam(name, type_=Uuid()) for name in ("other", "trainer", "athlete"))
    waiting, _ = unanswered(actor, Conversation.athlete_id)
    mine, theirs = _last_word(actor.person_id), _last_word(other_id)
    seen = and_(
        mine > func.coalesce(theirs, NEVER, type_=UtcDateTime),
        mine <= mark_of(Actor(cast("UUID", other_id)), Conversation, "read_at"),
    )
    return (
        select(
            Conversation.id,
            Person.name,
            coaching_lasts().label("is_open"),
            waiting.label("waiting_since"),
            seen.label("is_seen"),
            mark_of(actor, Conversation, "read_at").label("read_at"),
        )
        .select_from(Conversation)
        .join(Person, Person.id == other_id)
        .where(Conversation.trainer_id == trainer_id, Conversation.athlete_id == athlete_id)
    )


def _last_word(person_id: Any) -> ScalarSelect[datetime]:
    return (
        select(func.max(_word.sent_at))
        .where(_word.conversation_id == Conversation.id)
        .where(_word.sender_id == person_id, _word.deleted_at.is_(None))
        .correlate(Conversation)
        .scalar_subquery()
    )


@cache
def _latest(*, is_earlier: bool) -> Any:
    latest = _messages().order_by(Message.sent_at.desc(), Message.id.desc()).limit(PAGE + 1)
    return latest.where(tuple_(Message.sent_at, Message.id) < _known()) if is_earlier else latest


@cache
def _newer() -> Any:
    newer = _messages().order_by(Message.sent_at, Message.id).limit(MOST_NEWER)
    return newer.where(tuple_(Message.sent_at, Message.id) >= _known())


def _messages() -> Any:
    drawn = (Message.id, Message.sender_id, Message.sent_at, Message.text, Message.deleted_at)
    about = (Message.about_kind, Message.about_id, Message.about_place)
    return select(*drawn, *about).where(Message.conversation_id == bindparam("conversation", type_=Uuid()))


def _known() -> Any:
    """Return the place of the message that is known, if it is one of this conversation."""
    other = aliased(Message)
    conversation, known = bindparam("conversation", type_=Uuid()), bindparam("known", type_=Uuid())
    found = select(other.sent_at, other.id).where(other.id == known, other.conversation_id == conversation)
    return found.scalar_subquery()


def _drawn(messages: Sequence[Any], talk: Talk, glance: Glance) -> tuple[Said, ...]:
    abouts = {message.id: about for message in messages if (about := about_in(message)) and not message.deleted_at}
    quotes = quotes_of(glance.actor, set(abouts.values()), today=glance.today)
    quoted = {message_id: quotes[about] for message_id, about in abouts.items()}
    return tuple(_said(message, talk, glance, quote=quoted.get(message.id)) for message in messages)


def _said(message: Any, talk: Talk, glance: Glance, *, quote: Quote | None) -> Said:
    is_mine = message.sender_id == glance.actor.person_id
    gone = message.deleted_at
    return Said(
        message.id,
        glance.name if is_mine else talk.name,
        is_mine=is_mine,
        pieces=() if gone else pieces_of(message.text),
        quote=quote,
        sent_at=message.sent_at,
        on=_day(message.sent_at, glance),
        is_deleted=gone is not None,
        is_unread=not is_mine and gone is None and (talk.read_at is None or message.sent_at > talk.read_at),
        may_delete=gone is None and talk.is_open and may_still_delete(message.sent_at, glance.now),
        may_restore=gone is not None and talk.is_open and may_still_restore(gone, glance.now),
        is_settled=gone is not None or not may_still_delete(message.sent_at, glance.now),
    )


def _day(at: datetime, glance: Glance) -> date:
    return at.astimezone(glance.zone).date()
