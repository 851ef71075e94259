"""The link to an athlete's account: how it stands, how long tokens serve, why linking failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from portal.core.sentence import Sentence, sentence

SPARE = timedelta(minutes=10)
"""A token that ends sooner is renewed first."""
REFRESHING = timedelta(seconds=60)
"""How long one job has the renewal for itself."""
COOL_DOWN = timedelta(minutes=5)
"""Between two checks whether an athlete has withdrawn at Strava: anybody can send us such news."""
PARKED_AT_MOST = timedelta(days=14)
"""An account that Strava refuses for so long counts as withdrawn."""
LINKING_LASTS = timedelta(minutes=10)
"""A code that was not traded by then has ended."""
LOCAL = ("http://127.0.0.1", "http://localhost", "http://[::1]")


class AccountStatus(StrEnum):
    """How the link stands."""

    ACTIVE = "active"
    NEEDS_REAUTH = "needs_reauth"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Yes:
    """What an athlete brings back from Strava's page."""

    scopes: tuple[str, ...]
    code: str = field(repr=False)


class LinkProblem(StrEnum):
    """Why an athlete could not be linked."""

    DENIED = "denied"
    SCOPE_MISSING = "scope_missing"
    ATHLETE_CAP = "athlete_cap"
    APP_INACTIVE = "app_inactive"
    APP_REFUSED = "app_refused"
    TAKEN = "taken"
    OTHER_ACCOUNT = "other_account"
    CODE_REFUSED = "code_refused"
    UNAVAILABLE = "unavailable"
    ELSEWHERE = "elsewhere"


SAID: Mapping[LinkProblem, Sentence] = {
    LinkProblem.DENIED: sentence("You said no on Strava’s page, so nothing was connected."),
    LinkProblem.SCOPE_MISSING: sentence(
        "On Strava’s page the box for your activities was left empty. Without it there is nothing to import. "
        "Connect again and leave that box ticked."
    ),
    LinkProblem.ATHLETE_CAP: sentence(
        "Strava lets this portal connect only a limited number of athletes, and all places are taken. "
        "Nothing was connected. Please tell whoever runs this portal; files can be uploaded all the same."
    ),
    LinkProblem.APP_INACTIVE: sentence(
        "Strava does not serve this portal at the moment. Nothing was connected. "
        "Whoever runs this portal has to renew its Strava subscription."
    ),
    LinkProblem.APP_REFUSED: sentence(
        "Strava does not know this portal by the secret it was given. Nothing was connected. "
        "Please tell whoever runs this portal; files can be uploaded all the same."
    ),
    LinkProblem.TAKEN: sentence(
        "This Strava account is already connected to another person on this portal. "
        "Sign in at Strava with your own account and connect again."
    ),
    LinkProblem.OTHER_ACCOUNT: sentence(
        "This is another Strava account than the one connected so far. Disconnect that one first, then connect again."
    ),
    LinkProblem.CODE_REFUSED: sentence("Strava did not accept the connection, it may have taken too long. Try again."),
    LinkProblem.ELSEWHERE: sentence(
        "This way back from Strava did not begin in this browser, or was taken already. Connect again."
    ),
    LinkProblem.UNAVAILABLE: sentence("Strava did not answer. Nothing was connected. Try again in some minutes."),
}


def serves(ends_at: datetime | None, *, now: datetime) -> bool:
    """Return whether a token lasts long enough to begin something with it."""
    return ends_at is not None and ends_at - now > SPARE


def check_at(checked_at: datetime | None, *, now: datetime) -> datetime:
    """Return when to ask Strava whether an athlete has withdrawn."""
    return now if checked_at is None else max(now, checked_at + COOL_DOWN)


def is_reachable(public_url: str, *, base_url: str) -> bool:
    """Return whether Strava could send events to this address; a stand-in on this machine always can."""
    return base_url.startswith(LOCAL) or (public_url.startswith("https://") and "//localhost" not in public_url)
