"""Facts about activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class FileUploaded(Fact, version=1):
    """Somebody handed in a file; it is read in the background."""

    import_id: UUID


@dataclass(frozen=True)
class ImportFinished(Fact, version=1):
    """A file was read: so many activities came out of it, none if it was refused."""

    import_id: UUID
    activities: int


@dataclass(frozen=True)
class ActivityStored(Fact, version=1):
    """A recorded activity is new here."""

    activity_id: UUID
    local_on: date


@dataclass(frozen=True)
class ActivityChanged(Fact, version=1):
    """A recorded activity was changed by its source or by a person."""

    activity_id: UUID


@dataclass(frozen=True)
class ActivityDeleted(Fact, version=1):
    """Somebody deleted an activity; for some days it can be brought back."""

    activity_id: UUID


@dataclass(frozen=True)
class ActivityRestored(Fact, version=1):
    """A deleted activity is back."""

    activity_id: UUID


@dataclass(frozen=True)
class ActivityForgotten(Fact, version=1):
    """An activity and everything recorded with it is gone for good."""

    activity_id: UUID


@dataclass(frozen=True)
class ActivityMatched(Fact, version=1):
    """A recorded activity was taken as the doing of a planned session."""

    activity_id: UUID
    planned_session_id: UUID


@dataclass(frozen=True)
class ActivityUnmatched(Fact, version=1):
    """A recorded activity is not taken as the doing of a planned session any more."""

    activity_id: UUID
    planned_session_id: UUID


@dataclass(frozen=True)
class ThresholdsSet(Fact, version=1):
    """Somebody said what an athlete can hold; loads are reckoned anew."""

    athlete_id: UUID


@dataclass(frozen=True)
class LoadsReckoned(Fact, version=1):
    """The loads of all activities follow from what the athlete can hold now."""

    athlete_id: UUID
