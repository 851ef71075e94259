"""On which day a training counts: when it was done, not when the phone found a network."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.core.units import Day
from portal.core.writing import zone_named
from portal.training.models.plans import Plan, PlannedSession
from portal.training.rules.course import counted_on


class NotThatDay(Refusal):
    """The session cannot have been trained on that day."""


def day_trained(session: PlannedSession, *, done_at: datetime | None, today: date, now: datetime) -> date:
    """Return the athlete's day at the moment it was done; `today` where the phone does not know it or errs.

    What is logged after its grace counts on its planned day, unless somebody names another.
    """
    done_on = today if done_at is None else _day_at(session, min(done_at, now), today)
    return counted_on(session.on, done_on=done_on)


def day_named(session: PlannedSession, day: date, *, today: date) -> date:
    """Return the day that somebody names. Raises NotThatDay before the plan and in the time to come."""
    starts_on = db.session.scalars(select(Plan.starts_on).where(Plan.id == session.plan_id)).one()
    if not starts_on <= day <= today:
        raise NotThatDay(sentence("Choose a day from %(first)s until today.", first=Day(starts_on)))
    return day


def _day_at(session: PlannedSession, at: datetime, today: date) -> date:
    time_zone, starts_on = db.session.execute(
        select(Person.time_zone, Plan.starts_on)
        .join(Plan, Plan.athlete_id == Person.id)
        .where(Plan.id == session.plan_id)
    ).one()
    day = at.astimezone(zone_named(time_zone)).date()
    return day if day >= starts_on else today
