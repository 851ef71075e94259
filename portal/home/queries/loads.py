"""What was recorded, for statements about all clients: correlated to the coaching of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, ScalarSelect, String, bindparam, cast, func, select

from portal.activities.models import Activity
from portal.activities.policy import VIEW_ACTIVITY, counts_once
from portal.core.access import Actor
from portal.roster.models import Coaching


def last_recorded(trainer: Actor) -> ScalarSelect[Any]:
    """Return the day of the last recording that the trainer may see."""
    latest = select(func.max(Activity.local_on)).where(Activity.athlete_id == Coaching.athlete_id)
    return latest.where(VIEW_ACTIVITY.where(trainer)).correlate(Coaching).scalar_subquery()


def daily_loads(trainer: Actor) -> ScalarSelect[Any]:
    """Return one text a client since the day `loaded`: "2026-05-12:54.2,…"."""
    day = cast(Activity.local_on, String).concat(":").concat(cast(Activity.load, String))
    return (
        select(func.aggregate_strings(day, ","))
        .where(Activity.athlete_id == Coaching.athlete_id, Activity.load.is_not(None))
        .where(Activity.local_on >= bindparam("loaded", type_=Date()))
        .where(VIEW_ACTIVITY.where(trainer), counts_once())
        .correlate(Coaching)
        .scalar_subquery()
    )


def loads_in(text: str) -> dict[date, float]:
    """Return the load of each day that such a text holds."""
    loads: dict[date, float] = {}
    for part in text.split(","):
        if part:
            day, _, load = part.partition(":")
            on = date.fromisoformat(day)
            loads[on] = loads.get(on, 0.0) + float(load)
    return loads
