"""Which day it is for whoever trains: midnight is theirs, whoever looks."""

from __future__ import annotations

from datetime import date

from portal.accounts.queries import today_of
from portal.core import clock
from portal.core.visitor import actor, today
from portal.training.models.plans import Plan, PlannedSession


def their_day(whose: Plan | PlannedSession) -> date:
    """Return the athlete's day. One statement, none for one's own."""
    athlete_id = whose.athlete_id
    return today() if actor().person_id == athlete_id else today_of(athlete_id, now=clock.now())
