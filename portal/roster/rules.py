"""What a coaching relation is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from portal.core.sentence import Sentence, sentence

INVITATION_HOLDS = timedelta(days=14)
REGISTRATION_HOLDS = timedelta(days=2)
FORGOTTEN_AFTER = timedelta(days=30)
"""When invitations and registrations that led to nothing are deleted."""
CONSENT_TEXT = 1
"""Version of the sentences people agree to; a changed meaning raises it."""
LONGEST_NOTE = 20_000
LONGEST_LIFE_DAYS = 366
"""A life status with an end lasts no longer; what lasts longer is open."""


class DataKind(StrEnum):
    """A kind of data that an athlete may open to a trainer."""

    TRAINING = "training"
    ACTIVITIES = "activities"
    HEALTH = "health"
    STRAVA = "strava"


@dataclass(frozen=True)
class ConsentText:
    """What an athlete agrees to, in words."""

    title: Sentence
    meaning: Sentence


CONSENTS: Mapping[DataKind, ConsentText] = {
    DataKind.TRAINING: ConsentText(
        sentence("Training"),
        sentence(
            "Your plans, what you log in them, how far you get, and on which days you need not train, without the "
            "reason. Without this, nobody can write a plan for you."
        ),
    ),
    DataKind.ACTIVITIES: ConsentText(
        sentence("Activities"),
        sentence("What your watch or phone recorded and you put here: routes, pace, power, heart rate."),
    ),
    DataKind.HEALTH: ConsentText(
        sentence("Health"),
        sentence("Whether you are ill, injured or away, and until when, so that missed work is excused."),
    ),
    DataKind.STRAVA: ConsentText(
        sentence("Strava"),
        sentence("The activities that come from your Strava account. Strava asks for an agreement of its own."),
    ),
}
ASKED = (DataKind.TRAINING, DataKind.ACTIVITIES, DataKind.HEALTH)
"""What is asked when a coaching begins; Strava is asked on its own page, where its terms stand."""


class Life(StrEnum):
    """How somebody is; everything but `ACTIVE` and `TRAVEL` excuses missed work."""

    ACTIVE = "active"
    PAUSED = "paused"
    HOLIDAY = "holiday"
    TRAVEL = "travel"
    ILL = "ill"
    INJURED = "injured"


EXCUSING = frozenset(Life) - {Life.ACTIVE, Life.TRAVEL}


@dataclass(frozen=True)
class LifeDraft:
    """How somebody is from one day to another; without an end until it is changed."""

    kind: Life
    from_on: date
    until_on: date | None


class Lasting(Protocol):
    """Something that holds from one day to another."""

    @property
    def id(self) -> UUID: ...
    @property
    def from_on(self) -> date: ...
    @property
    def until_on(self) -> date | None: ...


S = TypeVar("S", bound=Lasting)


def covers(status: Lasting, day: date) -> bool:
    """Return whether the status holds on this day, its first and last day included."""
    return status.from_on <= day and (status.until_on is None or day <= status.until_on)


def in_force(statuses: Iterable[S], day: date) -> S | None:
    """Return the status that counts on this day: of those that hold, the one that began last."""
    holding = [status for status in statuses if covers(status, day)]
    return max(holding, key=lambda status: (status.from_on, status.id), default=None)


def problem(draft: LifeDraft) -> Sentence | None:
    """Return why a life status cannot be, or None."""
    if draft.until_on is None:
        return None
    if draft.until_on < draft.from_on:
        return sentence("The last day is before the first. Choose a later one.")
    if (draft.until_on - draft.from_on).days > LONGEST_LIFE_DAYS:
        return sentence("That is longer than a year. Choose “until changed” instead.")
    return None


@dataclass(frozen=True)
class InvitationDraft:
    """Whom a trainer invites; without an address the link is handed over by other means."""

    name: str
    email: str = ""


class Standing(StrEnum):
    """What may still become of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def standing(
    *, accepted_at: datetime | None, withdrawn_at: datetime | None, ends_at: datetime, now: datetime
) -> Standing:
    """Return how an invitation stands."""
    if accepted_at is not None:
        return Standing.ACCEPTED
    if withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.EXPIRED if ends_at <= now else Standing.OPEN


def why_closed(state: Standing, trainer_name: str) -> Sentence:
    """Return why an invitation cannot be accepted any more. Raises KeyError for an open one."""
    return {
        Standing.ACCEPTED: sentence(
            "This invitation was accepted already. If that was you, sign in; if not, ask %(name)s for a new one.",
            name=trainer_name,
        ),
        Standing.WITHDRAWN: sentence(
            "%(name)s has taken this invitation back. Ask for a new one if you think that is a mistake.",
            name=trainer_name,
        ),
        Standing.EXPIRED: sentence(
            "This invitation has expired. Ask %(name)s for a new one; it takes a moment.", name=trainer_name
        ),
    }[state]
