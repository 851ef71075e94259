"""What people do in conversations."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update

from portal.core.access import Actor
from portal.core.db import db, found_or_added
from portal.core.errors import Refusal
from portal.core.ids import new_id
from portal.core.sentence import sentence
from portal.events.log import record
from portal.messaging.events import (
    ConversationSettled,
    ConversationUnsettled,
    MessageDeleted,
    MessageRestored,
    MessageSent,
)
from portal.messaging.models import Conversation, Message, ReadMark
from portal.messaging.queries.quotes import subject_of
from portal.messaging.rules import (
    ERASED_AFTER,
    About,
    MessageDraft,
    may_still_delete,
    may_still_restore,
    moment_after,
)


class NotTheirs(Refusal):
    """What the message is about does not belong to this athlete, or its writer may not see it."""


class TooLate(Refusal):
    """The time in which a message can be deleted or restored has passed."""


def open_conversation(*, trainer_id: UUID, athlete_id: UUID, now: datetime) -> Conversation:
    """Return the conversation of the two, new if they never spoke. May be repeated."""
    return found_or_added(
        select(Conversation).filter_by(trainer_id=trainer_id, athlete_id=athlete_id),
        lambda: Conversation(trainer_id=trainer_id, athlete_id=athlete_id, began_at=now),
    )


def send_message(
    conversation: Conversation, draft: MessageDraft, *, actor: Actor, today: date, now: datetime
) -> Message:
    """Say something. The same draft sent twice is said once. Raises NotTheirs.

    The conversation must be locked, as `find` does: messages then have an order.
    """
    twin = db.session.scalar(select(Message).filter_by(sender_id=actor.person_id, key=draft.key))
    if twin is not None and twin.conversation_id == conversation.id and twin.text == draft.text:
        return twin
    about = _checked(draft.about, conversation, actor=actor, today=today)
    latest = select(func.max(Message.sent_at)).where(Message.conversation_id == conversation.id)
    message = Message(
        conversation_id=conversation.id,
        sender_id=actor.person_id,
        key=draft.key if twin is None else new_id(),  # other words under a known key: somebody went back and wrote on
        text=draft.text,
        about_kind=about and about.kind,
        about_id=about and about.id,
        about_place=about.place if about else "",
        sent_at=moment_after(db.session.scalar(latest), now),
    )
    db.session.add(message)
    fact = MessageSent(message.id, conversation.id)
    record(fact, about=conversation.athlete_id, by=actor.person_id, now=now)
    return message


def delete_message(message: Message, *, athlete_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a message back; its words can be restored for a while. Twice changes nothing. Raises TooLate."""
    if message.deleted_at is not None:
        return
    if not may_still_delete(message.sent_at, now):
        raise TooLate(sentence("A message can be deleted within five minutes. This one has been sent for longer."))
    message.deleted_at = now
    fact = MessageDeleted(message.id, message.conversation_id)
    record(fact, about=athlete_id, by=actor.person_id, now=now)


def restore_message(message: Message, *, athlete_id: UUID, actor: Actor, now: datetime) -> None:
    """Bring back a deleted message. Twice changes nothing. Raises TooLate."""
    if message.deleted_at is None:
        return
    if not may_still_restore(message.deleted_at, now):
        raise TooLate(
            sentence("A deleted message can be brought back within five minutes. For this one it is too late.")
        )
    message.deleted_at = None
    fact = MessageRestored(message.id, message.conversation_id)
    record(fact, about=athlete_id, by=actor.person_id, now=now)


def mark_read(conversation: Conversation, *, through: UUID, actor: Actor) -> None:
    """Remember that this person has seen a message and all before it. Earlier ones change nothing."""
    sent_at = db.session.scalar(
        select(Message.sent_at).where(Message.id == through, Message.conversation_id == conversation.id)
    )
    if sent_at is None:
        return
    mark = _mark(conversation, actor)
    if mark is None:
        db.session.add(ReadMark(conversation_id=conversation.id, person_id=actor.person_id, read_at=sent_at))
    elif mark.read_at < sent_at:
        mark.read_at = sent_at


def settle(conversation: Conversation, *, actor: Actor, now: datetime) -> None:
    """Note that what was said so far needs no answer of this person. Twice changes nothing."""
    latest = db.session.scalar(select(func.max(Message.sent_at)).where(Message.conversation_id == conversation.id))
    if latest is None:
        return
    mark = _mark(conversation, actor)
    if mark is None:
        mark = ReadMark(conversation_id=conversation.id, person_id=actor.person_id, read_at=latest)
        db.session.add(mark)
    if mark.settled_at == latest:
        return
    mark.settled_at = latest
    record(ConversationSettled(conversation.id), about=conversation.athlete_id, by=actor.person_id, now=now)


def unsettle(conversation: Conversation, *, actor: Actor, now: datetime) -> None:
    """Take back `settle`. Twice changes nothing."""
    mark = _mark(conversation, actor)
    if mark is None or mark.settled_at is None:
        return
    mark.settled_at = None
    record(ConversationUnsettled(conversation.id), about=conversation.athlete_id, by=actor.person_id, now=now)


def erase_deleted(*, now: datetime) -> None:
    """Forget the words of messages that were deleted long enough ago. May be repeated."""
    db.session.execute(
        update(Message)
        .where(Message.deleted_at < now - ERASED_AFTER, Message.text != "")
        .values(text="", about_kind=None, about_id=None, about_place="")
        .execution_options(synchronize_session=False)
    )


def _checked(about: About | None, conversation: Conversation, *, actor: Actor, today: date) -> About | None:
    if about is None:
        return None
    subject = subject_of(actor, about, today=today)
    if subject is None:
        raise NotTheirs(sentence("What this message is about is not there, or you may not see it. Send it without."))
    if subject.athlete_id != conversation.athlete_id:
        raise NotTheirs(sentence("What this message is about belongs to somebody else. Send it without."))
    return about


def _mark(conversation: Conversation, actor: Actor) -> ReadMark | None:
    return db.session.scalar(select(ReadMark).filter_by(conversation_id=conversation.id, person_id=actor.person_id))
