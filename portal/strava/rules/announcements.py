"""What Strava announces: a hint that something changed, never a reason to believe it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Subject(StrEnum):
    """What an event is about."""

    ACTIVITY = "activity"
    ATHLETE = "athlete"


class Aspect(StrEnum):
    """What is said to have happened."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True)
class Announcement:
    """One event as it came, without the names in it."""

    key: str
    """The same for repetitions of the same event."""
    subject: Subject
    object_id: int
    aspect: Aspect
    owner_id: int
    subscription_id: int
    happened_at: datetime
    says_withdrawn: bool
    """It claims that the athlete ended the authorisation."""
