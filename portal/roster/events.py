"""Facts about who coaches whom, and what they agreed on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class LifeStatusNoted(Fact, version=1):
    """Somebody noted how an athlete is for a while."""

    life_status_id: UUID


@dataclass(frozen=True)
class LifeStatusWithdrawn(Fact, version=1):
    """A life status was taken back, as if it had never been noted."""

    life_status_id: UUID


@dataclass(frozen=True)
class LifeStatusRestored(Fact, version=1):
    """A life status that was taken back holds again."""

    life_status_id: UUID


@dataclass(frozen=True)
class InvitationMade(Fact, version=1):
    """A trainer offers to coach somebody."""

    invitation_id: UUID


@dataclass(frozen=True)
class InvitationWithdrawn(Fact, version=1):
    """A trainer took an offer back."""

    invitation_id: UUID


@dataclass(frozen=True)
class InvitationRestored(Fact, version=1):
    """An offer that was taken back stands again."""

    invitation_id: UUID


@dataclass(frozen=True)
class RegistrationAsked(Fact, version=1):
    """Somebody wants to accept an invitation with a new account; their address has still to be proved."""

    registration_id: UUID


@dataclass(frozen=True)
class CoachingBegan(Fact, version=1):
    """An athlete accepted a trainer's invitation."""

    coaching_id: UUID
    trainer_id: UUID


@dataclass(frozen=True)
class CoachingEnded(Fact, version=1):
    """One of the two ended a coaching; the trainer's access ended with it."""

    coaching_id: UUID
    trainer_id: UUID


@dataclass(frozen=True)
class ConsentGranted(Fact, version=1):
    """An athlete opened a kind of data to a trainer."""

    coaching_id: UUID
    consent_id: UUID


@dataclass(frozen=True)
class ConsentRevoked(Fact, version=1):
    """An athlete closed a kind of data to a trainer."""

    coaching_id: UUID
    consent_id: UUID
