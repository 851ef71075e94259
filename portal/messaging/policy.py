"""Who may read and write what in conversations. Running the instance opens none of them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from portal.accounts.models import Person
from portal.core.access import Actor, Permission
from portal.messaging.models import Conversation, Message
from portal.roster.models import Coaching


def coaching_lasts() -> ColumnElement[bool]:
    """True where the trainer of a conversation coaches its athlete today."""
    return (
        select(Coaching.id)
        .where(Coaching.trainer_id == Conversation.trainer_id)
        .where(Coaching.athlete_id == Conversation.athlete_id)
        .where(Coaching.ended_at.is_(None))
        .exists()
    )


def _readable(actor: Actor) -> ColumnElement[bool]:
    as_trainer = and_(Conversation.trainer_id == actor.person_id, coaching_lasts())
    return or_(Conversation.athlete_id == actor.person_id, as_trainer)


def _in_conversation(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Conversation.id).where(Conversation.id == Message.conversation_id, clause).exists()


def _coached_by(actor: Actor) -> ColumnElement[bool]:
    return (
        select(Coaching.id)
        .where(Coaching.trainer_id == Person.id)
        .where(Coaching.athlete_id == actor.person_id)
        .where(Coaching.ended_at.is_(None))
        .exists()
    )


READ_CONVERSATION = Permission("messaging.conversation.read", Conversation, _readable)
"""The trainer reads while the coaching lasts; the athlete keeps what was said."""

WRITE_MESSAGE = Permission(
    "messaging.message.write",
    Conversation,
    lambda actor: and_(_readable(actor), coaching_lasts()),
    view=READ_CONVERSATION,
)
"""Either of the two, while the coaching lasts."""

READ_MESSAGE = Permission("messaging.message.read", Message, lambda actor: _in_conversation(_readable(actor)))

DELETE_MESSAGE = Permission(
    "messaging.message.delete",
    Message,
    lambda actor: and_(
        Message.sender_id == actor.person_id, _in_conversation(and_(_readable(actor), coaching_lasts()))
    ),
    view=READ_MESSAGE,
)
"""Everyone their own; whether there is still time is a rule."""

TRAINER = Permission("messaging.trainer", Person, _coached_by)
"""An athlete may write to their present trainers, also the first word."""
