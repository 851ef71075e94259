"""What somebody did best and newest: worked out each time from what they logged and recorded, never kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from portal.activities.models import Activity
from portal.activities.policy import VIEW_ACTIVITY, counts_once
from portal.activities.rules.records import DISTANCES_M, FASTEST_S_PER_KM, Ran, Record, lifted, ran
from portal.activities.rules.sports import Sport
from portal.core.access import Actor
from portal.core.db import db
from portal.training.queries.records import best_sets_of

MOST = 6


def records_of(actor: Actor, athlete_id: UUID) -> Sequence[Record]:
    """Return the newest records of this athlete that the actor may see, the newest first; four statements."""
    runs = [Ran(*row) for row in db.session.execute(_best_runs(actor, athlete_id))]
    found = [*ran(runs), *(lifted(best) for best in best_sets_of(actor, athlete_id))]
    return sorted(found, key=lambda record: record.on, reverse=True)[:MOST]


def _best_runs(actor: Actor, athlete_id: UUID) -> Any:
    """Return the runs that are the fastest over a distance or more, and the longest one."""
    runs = (
        select(Activity.id)
        .where(Activity.athlete_id == athlete_id, VIEW_ACTIVITY.where(actor), counts_once())
        .where(Activity.sport == Sport.RUN, Activity.duration_s > Activity.distance_m * FASTEST_S_PER_KM / 1000)
        .correlate(None)
        .limit(1)
    )
    pace = Activity.duration_s / Activity.distance_m
    best: list[ColumnElement[Any]] = [
        runs.where(Activity.distance_m >= metres).order_by(pace, Activity.started_at).scalar_subquery()
        for metres in DISTANCES_M
    ]
    best.append(runs.order_by(Activity.distance_m.desc(), Activity.started_at).scalar_subquery())
    return select(Activity.id, Activity.local_on, Activity.distance_m, Activity.duration_s).where(
        or_(*(Activity.id == each for each in best))
    )
