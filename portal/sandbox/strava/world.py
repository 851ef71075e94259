"""Everything this Strava knows: athletes, activities, tokens, and what was asked of it."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.core import clock
from portal.sandbox.strava.activities import Activity, activity_of, past_of
from portal.sandbox.strava.athletes import ATHLETES, Athlete, Habit
from portal.sandbox.strava.faults import Faults
from portal.sandbox.strava.hooks import Event, Hooks
from portal.sandbox.strava.limits import Limits
from portal.sandbox.strava.shapes import samples_for
from portal.sandbox.strava.streams import Samples
from portal.sandbox.strava.tokens import Tokens

MADE_NOW = 500_000
CAP = 10
READS_ACTIVITIES = ("activity:read", "activity:read_all")


@dataclass(frozen=True)
class Call:
    """One request somebody made; never with a token in it."""

    at: datetime
    method: str
    path: str
    status: int


class World:
    """One application's Strava."""

    def __init__(self, *, client_id: str, client_secret: str, step_s: int = 1) -> None:
        self.client_id, self.client_secret, self.step_s = client_id, client_secret, step_s
        self.ahead = timedelta(0)
        self.born_on = clock.now().date()
        self.athletes = {athlete.id: athlete for athlete in ATHLETES}
        self.activities = {
            activity.id: activity for athlete in ATHLETES for activity in past_of(athlete, today=self.born_on)
        }
        self.tokens, self.limits, self.faults, self.hooks = Tokens(), Limits(), Faults(), Hooks()
        self.cap = CAP
        self.calls: deque[Call] = deque(maxlen=2_000)
        self.lock = threading.RLock()
        self.made = 0
        self.subscriptions = itertools.count(120_475)

    def now(self) -> datetime:
        """Return this Strava's time."""
        return clock.now() + self.ahead

    def of_athlete(self, athlete_id: int) -> list[Activity]:
        """Return the athlete's activities, newest first."""
        mine = (activity for activity in self.activities.values() if activity.athlete_id == athlete_id)
        return sorted(mine, key=lambda activity: (activity.starts_at, activity.id), reverse=True)

    def finish(self, athlete: Athlete, habit: Habit, *, streams_after_s: int = 0, minutes_ago: int = 0) -> Activity:
        """Let the athlete finish an activity a moment ago, and announce it."""
        with self.lock:
            self.made += 1
            ended_at = self.now() - timedelta(minutes=minutes_ago)
            activity = activity_of(athlete, habit, starts_at=ended_at, number=MADE_NOW + self.made)
            activity.starts_at = ended_at - timedelta(seconds=activity.elapsed_s)
            activity.streams_at = self.now() + timedelta(seconds=streams_after_s)
            self.activities[activity.id] = activity
        self._announce(activity, "create", {})
        return activity

    def rename(self, activity: Activity, name: str) -> None:
        """Change the title, and announce it."""
        activity.name = name
        self._announce(activity, "update", {"title": name})

    def hide(self, activity: Activity) -> None:
        """Let only the athlete see it; who may not see such ones hears that it was deleted."""
        activity.visibility = "only_me"
        grant = self.tokens.grants.get(activity.athlete_id)
        wide = grant is not None and "activity:read_all" in grant.scopes
        self._announce(activity, "update" if wide else "delete", {"private": "true"} if wide else {})

    def delete(self, activity: Activity) -> None:
        """Delete it, and announce it."""
        self.activities.pop(activity.id, None)
        self._announce(activity, "delete", {})

    def withdraw(self, athlete_id: int) -> None:
        """Let the athlete end the authorisation in Strava's own settings."""
        if self.tokens.grants.pop(athlete_id, None):
            self.announce("athlete", athlete_id, "update", athlete_id, {"authorized": "false"})

    def announce(self, kind: str, object_id: int, aspect: str, owner_id: int, updates: dict[str, str]) -> Event:
        """Announce something, true or not; return the event."""
        event: Event = {
            "object_type": kind,
            "object_id": object_id,
            "aspect_type": aspect,
            "updates": updates,
            "owner_id": owner_id,
            "event_time": int(self.now().timestamp()),
        }
        self.hooks.announce(event)
        return event

    def samples(self, activity: Activity) -> Samples:
        """Return the second-by-second story of an activity."""
        return samples_for(activity, self.athletes[activity.athlete_id], step_s=self.step_s)

    def _announce(self, activity: Activity, aspect: str, updates: dict[str, str]) -> None:
        grant = self.tokens.grants.get(activity.athlete_id)
        if grant is not None and set(READS_ACTIVITIES) & set(grant.scopes):
            self.announce("activity", activity.id, aspect, activity.athlete_id, updates)
