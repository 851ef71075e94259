"""Conversations, the messages in them, and how far each person has read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.core.db import Record, one_of
from portal.core.ids import new_id
from portal.messaging.rules import AboutKind


class Conversation(Record):
    """All that a trainer and an athlete write to each other; one for each pair, also when coaching begins anew."""

    __table_args__ = (
        CheckConstraint("trainer_id <> athlete_id", name="two_people"),
        UniqueConstraint("trainer_id", "athlete_id"),
    )

    trainer_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), index=True)
    began_at: Mapped[datetime]


class Message(Record):
    """What one of the two said, perhaps about something that was planned, done or recorded."""

    __table_args__ = (
        CheckConstraint("(about_kind IS NULL) = (about_id IS NULL)", name="about_whole"),
        UniqueConstraint("sender_id", "key"),
        Index(None, "conversation_id", "sent_at"),
        Index(None, "conversation_id", "sender_id", "sent_at"),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey(Conversation.id))
    sender_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    key: Mapped[UUID] = mapped_column(default=new_id)
    """Made where the message was written, so that sending it twice keeps it once."""
    text: Mapped[str]
    about_kind: Mapped[AboutKind | None] = mapped_column(one_of(AboutKind))
    about_id: Mapped[UUID | None]
    """A planned session (of an old message about a set: its log) or an activity, as the kind says."""
    about_place: Mapped[str] = mapped_column(default="")
    """Of a set: track and position, such as squat:3."""
    sent_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class ReadMark(Record):
    """How far somebody has read a conversation."""

    __table_args__ = (UniqueConstraint("conversation_id", "person_id"),)

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey(Conversation.id))
    person_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    read_at: Mapped[datetime]
    """When the newest message they have seen was sent."""
    settled_at: Mapped[datetime | None]
    """What was sent until then needs no answer of theirs."""
