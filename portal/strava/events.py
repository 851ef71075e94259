"""Facts about Strava."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class StravaLinkAsked(Fact, version=1):
    """An athlete said yes on Strava's page; the tokens are still to be fetched."""

    link_id: UUID


@dataclass(frozen=True)
class StravaConnected(Fact, version=1):
    """An athlete's Strava account was connected, or connected again."""

    account_id: UUID


@dataclass(frozen=True)
class StravaNeedsReauth(Fact, version=1):
    """Strava no longer accepts our tokens; the athlete has to connect again."""

    account_id: UUID


@dataclass(frozen=True)
class StravaDisconnected(Fact, version=1):
    """An athlete ended the connection, here or at Strava; everything from there is to be erased."""

    erasure_id: UUID


@dataclass(frozen=True)
class StravaErased(Fact, version=1):
    """Everything that came from Strava was erased: the receipt."""

    erasure_id: UUID
    activities: int


@dataclass(frozen=True)
class StravaEventReceived(Fact, version=1):
    """Strava announced something about an athlete's account; whether it is true is still to be found out."""

    strava_event_id: UUID


@dataclass(frozen=True)
class StravaBackfillBegun(Fact, version=1):
    """The import of an athlete's last weeks began."""

    backfill_id: UUID


@dataclass(frozen=True)
class StravaBackfillFinished(Fact, version=1):
    """The import of an athlete's last weeks is complete."""

    backfill_id: UUID
    activities: int
