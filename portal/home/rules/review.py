"""The review queue: who waits to be looked at, why again, and when it is done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from portal.home.rules.attention import ClientRow, Group
from portal.home.rules.reasons import Reason

FRESH = timedelta(days=7)
"""Of clients that were never reviewed, what began in the week before this one is news."""


class State(StrEnum):
    """Where a client stands in the review of this week."""

    OPEN = "open"
    DONE = "done"
    SNOOZED = "snoozed"


@dataclass(frozen=True)
class Moment:
    """When a trainer looks, and where: weeks and days are theirs."""

    now: datetime
    zone: tzinfo

    @cached_property
    def today(self) -> date:
        """Return the trainer's day."""
        return self.now.astimezone(self.zone).date()

    @cached_property
    def week_began_at(self) -> datetime:
        """Return the first moment of this week's Monday."""
        return self.first_of(self.today - timedelta(days=self.today.weekday()))

    def first_of(self, day: date) -> datetime:
        """Return the first moment of a day."""
        return datetime.combine(day, time(), self.zone)


@dataclass(frozen=True)
class Looked:
    """The last time a trainer looked at a client."""

    review_id: UUID
    batch_id: UUID
    reviewed_at: datetime
    seen_at: datetime
    """What began later was not known."""
    until_at: datetime | None
    """When a snoozed client comes back; None when the review was done."""


@dataclass(frozen=True)
class Entry:
    """One client in the queue."""

    row: ClientRow
    looked: Looked | None
    state: State
    news: tuple[Reason, ...]
    """What began since the last look."""

    @property
    def athlete_id(self) -> UUID:
        """Return who it is."""
        return self.row.client.athlete_id

    @property
    def coaching_id(self) -> UUID:
        """Return which coaching it is."""
        return self.row.client.coaching_id

    @property
    def is_fine(self) -> bool:
        """Return whether nothing speaks for more than a glance at the numbers."""
        return self.row.group is not Group.NEED_ME and not self.news


def entry_of(row: ClientRow, looked: Looked | None, at: Moment) -> Entry:
    """Return where this client stands."""
    news = news_since(row, looked.seen_at if looked else at.week_began_at - FRESH, at)
    return Entry(row, looked, _state(looked, news, at), news)


def news_since(row: ClientRow, seen_at: datetime, at: Moment) -> tuple[Reason, ...]:
    """Return the reasons to look again that began after a moment; good news and what has no beginning wait a week."""
    is_away = row.standing.is_away  # how somebody is must be known once, although it needs nothing
    return tuple(
        reason for reason in row.reasons if (reason.is_pressing or is_away) and _began_after(reason, seen_at, at)
    )


def _began_after(reason: Reason, seen_at: datetime, at: Moment) -> bool:
    since = reason.since
    if since is None:
        return False
    return (since if isinstance(since, datetime) else at.first_of(since)) > seen_at


def _state(looked: Looked | None, news: Sequence[Reason], at: Moment) -> State:
    if looked is None or news:
        return State.OPEN
    if looked.until_at is not None:
        return State.SNOOZED if at.now < looked.until_at else State.OPEN
    return State.DONE if looked.seen_at >= at.week_began_at else State.OPEN


@dataclass(frozen=True)
class Queue:
    """All clients of a trainer, those who need them first."""

    entries: tuple[Entry, ...]
    at: Moment

    @cached_property
    def needing(self) -> tuple[Entry, ...]:
        """Return who waits and is not simply fine."""
        return tuple(entry for entry in self.entries if entry.state is State.OPEN and not entry.is_fine)

    @cached_property
    def fine(self) -> tuple[Entry, ...]:
        """Return who waits and is fine."""
        return tuple(entry for entry in self.entries if entry.state is State.OPEN and entry.is_fine)

    @cached_property
    def done(self) -> tuple[Entry, ...]:
        """Return who was reviewed this week, the latest first."""
        return self._looked_at(State.DONE)

    @cached_property
    def snoozed(self) -> tuple[Entry, ...]:
        """Return who was put off, the latest first."""
        return self._looked_at(State.SNOOZED)

    @property
    def waiting(self) -> int:
        """Return how many wait."""
        return len(self.needing) + len(self.fine)

    @cached_property
    def acted(self) -> tuple[Entry, ...]:
        """Return who was looked at in the last act of today; empty when nothing was done today."""
        today_at = self.at.first_of(self.at.today)
        looks = [entry.looked for entry in self.entries if entry.looked and entry.looked.reviewed_at >= today_at]
        last = max(looks, key=lambda looked: (looked.reviewed_at, looked.review_id), default=None)
        return tuple(e for e in self.entries if last and e.looked and e.looked.batch_id == last.batch_id)

    def of(self, athlete_id: UUID) -> Entry | None:
        """Return the entry of one client."""
        return next((entry for entry in self.entries if entry.athlete_id == athlete_id), None)

    def around(self, entry: Entry) -> tuple[Entry | None, Entry | None]:
        """Return who waits before and after this one; of somebody who does not wait, the first one follows."""
        line = (*self.needing, *self.fine)
        place = next((n for n, other in enumerate(line) if other.athlete_id == entry.athlete_id), None)
        if place is None:
            return None, line[0] if line else None
        return line[place - 1] if place else None, line[place + 1] if place + 1 < len(line) else None

    def following(self, entry: Entry) -> Entry | None:
        """Return whom to show once this one is done: after the last in need nobody, all who are fine are one step."""
        _, after = self.around(entry)
        return after if after is not None and (entry.is_fine or not after.is_fine) else None

    def _looked_at(self, state: State) -> tuple[Entry, ...]:
        found = [entry for entry in self.entries if entry.state is state]
        return tuple(sorted(found, key=lambda e: e.looked.reviewed_at if e.looked else self.at.now, reverse=True))
