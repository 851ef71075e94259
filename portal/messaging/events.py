"""Facts about messages. What was said stays out of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class MessageSent(Fact, version=1):
    """One of the two said something."""

    message_id: UUID
    conversation_id: UUID


@dataclass(frozen=True)
class MessageDeleted(Fact, version=1):
    """The sender took a message back."""

    message_id: UUID
    conversation_id: UUID


@dataclass(frozen=True)
class MessageRestored(Fact, version=1):
    """The sender brought a deleted message back."""

    message_id: UUID
    conversation_id: UUID


@dataclass(frozen=True)
class ConversationSettled(Fact, version=1):
    """A trainer set aside what was said so far: it needs no answer."""

    conversation_id: UUID


@dataclass(frozen=True)
class ConversationUnsettled(Fact, version=1):
    """What was set aside waits for an answer again."""

    conversation_id: UUID
