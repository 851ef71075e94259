"""What an athlete may grant, in Strava's own words, and what this instance may show to whom."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from portal.core.sentence import Sentence, sentence


class Sharing(StrEnum):
    """What the operator chose to do with activities from Strava."""

    OFF = "off"
    ATHLETE_ONLY = "athlete_only"
    COACH_WITH_CONSENT = "coach_with_consent"


READ = "read"
ACTIVITIES = "activity:read"
ALL_ACTIVITIES = "activity:read_all"

ASKED = (READ, ALL_ACTIVITIES)
"""Nothing is asked for that is not used."""

OFFICIAL: Mapping[str, Sentence] = {
    READ: sentence(
        "Read public segments, public routes, public profile data, public posts, public events, club feeds, "
        "and leaderboards"
    ),
    ACTIVITIES: sentence(
        "Read your activity data for activities that are visible to Everyone and Followers, excluding privacy zone data"
    ),
    ALL_ACTIVITIES: sentence(
        "The same access as the one before, plus privacy zone data and access to read your activities with "
        "visibility set to Only You"
    ),
}
"""Strava's documentation says it so. Its page offers the narrow box beside the wide one."""


def granted(text: str) -> tuple[str, ...]:
    """Return the scopes of a list with commas or spaces, each once."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


def may_import(scopes: tuple[str, ...]) -> bool:
    """Return whether activities can be read at all: every box on Strava's page may be left empty."""
    return ACTIVITIES in scopes or ALL_ACTIVITIES in scopes


def misses_private(scopes: tuple[str, ...]) -> bool:
    """Return whether activities that only the athlete sees stay at Strava."""
    return ALL_ACTIVITIES not in scopes
