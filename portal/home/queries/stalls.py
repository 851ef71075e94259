"""Which lifts of clients do not get on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, select

from portal.core.access import Actor, asking_as
from portal.core.db import db
from portal.core.terms import Terms, terms
from portal.home.rules.stalls import Stall, Stalled, Trained, stalled_in
from portal.roster.policy import may_see
from portal.roster.rules import DataKind
from portal.training.models.logs import SessionLog
from portal.training.models.plans import Plan
from portal.training.rules.layout import Layout, name_of

LOOKED_AT_DAYS = 21
"""A lift that is trained once a week shows two failures within this time."""


def stalls_of(trainer: Actor, athlete_ids: Collection[UUID], *, today: date) -> Mapping[UUID, tuple[Stall, ...]]:
    """Return the lifts that stall, by athlete; of those who show this trainer their training, in two statements."""
    values = {"asking": trainer.person_id, "wanted": list(athlete_ids), "since": today - timedelta(days=LOOKED_AT_DAYS)}
    sessions: dict[UUID, list[Trained]] = defaultdict(list)
    for row in db.session.execute(_trained(asking_as(trainer), terms()), values):
        trained = Trained(row.plan_id, row.finished_at, row.planned, row.done, is_excused=bool(row.flags))
        sessions[row.athlete_id].append(trained)
    found = {athlete_id: stalled_in(trained) for athlete_id, trained in sessions.items()}
    names = _names({stalled.plan_id for each in found.values() for stalled in each})
    return {athlete_id: tuple(_named(stalled, names)) for athlete_id, stalled in found.items() if stalled}


@cache
def _trained(trainer: Actor, _terms: Terms) -> Any:
    return (
        select(
            SessionLog.athlete_id,
            SessionLog.plan_id,
            SessionLog.finished_at,
            SessionLog.planned,
            SessionLog.done,
            SessionLog.flags,
        )
        .where(SessionLog.athlete_id.in_(bindparam("wanted", type_=Uuid(), expanding=True)))
        .where(SessionLog.trained_on >= bindparam("since", type_=Date()), SessionLog.finished_at.is_not(None))
        .where(may_see(trainer, SessionLog.athlete_id, DataKind.TRAINING))
        .order_by(SessionLog.trained_on, SessionLog.finished_at, SessionLog.id)
    )


def _names(plan_ids: Collection[UUID]) -> dict[UUID, Layout]:
    if not plan_ids:
        return {}
    rows = db.session.execute(select(Plan.id, Plan.layout).where(Plan.id.in_(plan_ids)))
    return {row.id: Layout.from_json(row.layout) for row in rows}


def _named(stalled: Iterable[Stalled], layouts: Mapping[UUID, Layout]) -> Iterable[Stall]:
    for each in stalled:
        if not any(item.key == each.track.partition("_")[0] for item in layouts[each.plan_id].items):
            continue  # the row was taken out of the plan
        yield Stall(name_of(layouts[each.plan_id], each.track), each.times, each.since_at)
