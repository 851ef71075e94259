"""What waits: counts and moments that other statements take in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import aliased

from portal.core.access import Actor
from portal.core.db import UtcDateTime, db
from portal.messaging.models import Conversation, Message, ReadMark
from portal.messaging.policy import READ_CONVERSATION

NEVER = datetime(1970, 1, 1, tzinfo=UTC)

# Made once: an alias costs more than the statement it stands in.
_conversation, _message, _answer, _mark = aliased(Conversation), aliased(Message), aliased(Message), aliased(ReadMark)


def unread_count(actor: Actor) -> ScalarSelect[int]:
    """Return how many messages to this person wait to be read, in conversations that are open to them."""
    return (
        select(func.count(Message.id))
        .select_from(Conversation)
        .join(Message, unread_by(actor, Conversation, Message))
        .where(READ_CONVERSATION.where(actor))
        .scalar_subquery()
    )


def unanswered(
    trainer: Actor, athlete_id: ColumnElement[Any] | Any
) -> tuple[ScalarSelect[datetime], ScalarSelect[int]]:
    """Return since when that athlete waits for this trainer (null if not), and how many messages are unread.

    Both are correlated to the column `athlete_id` of the statement they are put into.
    """
    theirs = and_(_conversation.trainer_id == trainer.person_id, _conversation.athlete_id == athlete_id)
    waiting = (
        select(func.min(_message.sent_at))
        .join_from(_conversation, _message, _message.conversation_id == _conversation.id)
        .where(theirs, _message.sender_id == _conversation.athlete_id, _message.deleted_at.is_(None))
        .where(_message.sent_at > _answered_at(trainer, _conversation))
        .where(_message.sent_at > mark_of(trainer, _conversation, "settled_at"))
        .scalar_subquery()
    )
    unread = (
        select(func.count(_message.id))
        .join_from(_conversation, _message, unread_by(trainer, _conversation, _message))
        .where(theirs)
        .scalar_subquery()
    )
    return waiting, unread


def last_heard(trainer: Actor, athlete_id: ColumnElement[Any] | Any) -> ScalarSelect[datetime]:
    """Return when that athlete wrote to this trainer last, correlated like `unanswered`."""
    theirs = and_(_conversation.trainer_id == trainer.person_id, _conversation.athlete_id == athlete_id)
    return (
        select(func.max(_message.sent_at))
        .join_from(_conversation, _message, _message.conversation_id == _conversation.id)
        .where(theirs, _message.sender_id == _conversation.athlete_id, _message.deleted_at.is_(None))
        .scalar_subquery()
    )


def unread_in(actor: Actor, conversation_id: ColumnElement[Any] | Any) -> ColumnElement[bool]:
    """True where messages to this person wait to be read in that conversation, which is open to them."""
    return _waiting_in(actor, conversation_id, Message.id).exists()


def oldest_unread(actor: Actor, conversation_id: UUID) -> datetime | None:
    """Return when the first of the messages was sent that wait in a conversation open to this person."""
    found: datetime | None = db.session.scalar(_waiting_in(actor, conversation_id, func.min(Message.sent_at)))
    return found


def unread_by(actor: Actor, conversation: Any, message: Any) -> ColumnElement[bool]:
    """True where `message`, of `conversation`, was sent to the actor, who has not read it."""
    return and_(
        message.conversation_id == conversation.id,
        message.sender_id != actor.person_id,
        message.deleted_at.is_(None),
        message.sent_at > mark_of(actor, conversation, "read_at"),
    )


def mark_of(actor: Actor, conversation: Any, name: str) -> ColumnElement[datetime]:
    """Return the moment that a mark of this person holds; long ago where there is none."""
    moment = (
        select(getattr(_mark, name))
        .where(_mark.conversation_id == conversation.id, _mark.person_id == actor.person_id)
        .correlate_except(_mark)
        .scalar_subquery()
    )
    return func.coalesce(moment, NEVER, type_=UtcDateTime)


def _waiting_in(actor: Actor, conversation_id: Any, what: Any) -> Select[Any]:
    return (
        select(what)
        .select_from(Conversation)
        .join(Message, unread_by(actor, Conversation, Message))
        .where(Conversation.id == conversation_id, READ_CONVERSATION.where(actor))
    )


def _answered_at(trainer: Actor, conversation: Any) -> ColumnElement[datetime]:
    latest = (  # not the maximum: for that every answer ever given would be read
        select(_answer.sent_at)
        .where(_answer.conversation_id == conversation.id)
        .where(_answer.sender_id == trainer.person_id, _answer.deleted_at.is_(None))
        .order_by(_answer.sent_at.desc())
        .limit(1)
        .correlate_except(_answer)
        .scalar_subquery()
    )
    return func.coalesce(latest, NEVER, type_=UtcDateTime)
