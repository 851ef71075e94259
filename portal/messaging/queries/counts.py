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
    conversation, message = aliased(Conversation), aliased(Message)
    theirs = and_(conversation.trainer_id == trainer.person_id, conversation.athlete_id == athlete_id)
    waiting = (
        select(func.min(message.sent_at))
        .join_from(conversation, message, message.conversation_id == conversation.id)
        .where(theirs, message.sender_id == conversation.athlete_id, message.deleted_at.is_(None))
        .where(message.sent_at > _answered_at(trainer, conversation))
        .where(message.sent_at > mark_of(trainer, conversation, "settled_at"))
        .scalar_subquery()
    )
    unread = (
        select(func.count(message.id))
        .join_from(conversation, message, unread_by(trainer, conversation, message))
        .where(theirs)
        .scalar_subquery()
    )
    return waiting, unread


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
    mark = aliased(ReadMark)
    moment = (
        select(getattr(mark, name))
        .where(mark.conversation_id == conversation.id, mark.person_id == actor.person_id)
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
    answer = aliased(Message)
    latest = (
        select(func.max(answer.sent_at))
        .where(answer.conversation_id == conversation.id)
        .where(answer.sender_id == trainer.person_id, answer.deleted_at.is_(None))
        .scalar_subquery()
    )
    return func.coalesce(latest, NEVER, type_=UtcDateTime)
