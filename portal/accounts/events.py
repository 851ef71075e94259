"""Facts about people and their sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class PersonJoined(Fact, version=1):
    """Somebody has an account from now on."""

    person_id: UUID


@dataclass(frozen=True)
class PasswordResetAsked(Fact, version=1):
    """Somebody asked for a mail to choose a new password; whether the address has an account is not known here."""

    link_id: UUID


@dataclass(frozen=True)
class PasswordChanged(Fact, version=1):
    """A person has a new password."""

    person_id: UUID


@dataclass(frozen=True)
class EmailChangeAsked(Fact, version=1):
    """A person wants to be reached at another address, which has still to be proved."""

    link_id: UUID


@dataclass(frozen=True)
class EmailChanged(Fact, version=1):
    """A person is reached at another address from now on."""

    person_id: UUID
