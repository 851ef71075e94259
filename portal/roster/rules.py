"""What a coaching relation is made of."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

INVITATION_HOLDS = timedelta(days=14)
CONSENT_TEXT = 1
"""Version of the sentences people agree to; a changed meaning raises it."""


class DataKind(StrEnum):
    """A kind of data that an athlete may open to a trainer."""

    TRAINING = "training"
    ACTIVITIES = "activities"
    HEALTH = "health"
    STRAVA = "strava"


class Life(StrEnum):
    """How somebody is; everything but `ACTIVE` excuses missed work."""

    ACTIVE = "active"
    PAUSED = "paused"
    HOLIDAY = "holiday"
    TRAVEL = "travel"
    ILL = "ill"
    INJURED = "injured"


EXCUSING = frozenset(Life) - {Life.ACTIVE, Life.TRAVEL}
