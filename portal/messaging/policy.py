"""Who may read and write what in conversations. Running the instance opens none of them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from portal.core.access import Actor, Permission
from portal.messaging.models import Conversation
from portal.roster.models import Coaching


def _open() -> ColumnElement[bool]:
    return (
        select(Coaching.id)
        .where(Coaching.trainer_id == Conversation.trainer_id)
        .where(Coaching.athlete_id == Conversation.athlete_id)
        .where(Coaching.ended_at.is_(None))
        .exists()
    )


def _readable(actor: Actor) -> ColumnElement[bool]:
    as_trainer = and_(Conversation.trainer_id == actor.person_id, _open())
    return or_(Conversation.athlete_id == actor.person_id, as_trainer)


READ_CONVERSATION = Permission("messaging.conversation.read", Conversation, _readable)
"""The trainer reads while the coaching lasts; the athlete keeps what was said."""

WRITE_MESSAGE = Permission(
    "messaging.message.write",
    Conversation,
    lambda actor: and_(_readable(actor), _open()),
    view=READ_CONVERSATION,
)
"""Either of the two, while the coaching lasts."""
