"""Facts about the trainer's review. What was thought of a client stays out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class ClientReviewed(Fact, version=1):
    """A trainer has looked after a client, as far as was known at `seen_at`; with others of the same batch at once."""

    review_id: UUID
    batch_id: UUID
    coaching_id: UUID
    trainer_id: UUID
    seen_at: datetime


@dataclass(frozen=True)
class ClientSnoozed(Fact, version=1):
    """A trainer wants to look at a client later; sooner when something happens after `seen_at`."""

    review_id: UUID
    batch_id: UUID
    coaching_id: UUID
    trainer_id: UUID
    seen_at: datetime
    until_at: datetime


@dataclass(frozen=True)
class ReviewUndone(Fact, version=1):
    """A review or a snooze was a mistake and counts no more."""

    review_id: UUID
    batch_id: UUID
    coaching_id: UUID
    trainer_id: UUID
