"""Reading activities. Every read starts from what the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, exists, func, select, tuple_
from sqlalchemy.orm import defer, undefer

from portal.accounts.models import Person
from portal.activities.models import Activity, ActivityStream, Lap
from portal.activities.policy import PAIR_ACTIVITY, VIEW_ACTIVITY, counts_once
from portal.activities.rules.matching import OFFERS, done_outcome, window
from portal.activities.rules.recording import Source, origin_url
from portal.activities.rules.sketch import Sketch
from portal.activities.rules.sports import Sport
from portal.activities.rules.words import rate_of, title_of
from portal.core.access import Actor, asking_as, may
from portal.core.db import db
from portal.core.sentence import Sentence
from portal.core.terms import Terms, terms
from portal.training.models.plans import PlannedSession
from portal.training.policy.sessions import VIEW_SESSION
from portal.training.rules.sessions import Outcome

PAGE = 30


@dataclass(frozen=True)
class ActivityRow:
    """An activity in a list."""

    id: UUID
    name: str
    sport: Sport
    started_at: datetime
    local_on: date
    moving_s: float
    distance_m: float | None
    mean_heart_rate_bpm: float | None
    mean_power_w: float | None
    load: float | None
    done_pct: int | None
    planned_title: str | None
    """Of the planned session it was paired with, where the actor may see that."""
    source: Source
    external_id: str
    device: str

    @property
    def title(self) -> Sentence:
        """What it is called: by its athlete, its source, its plan, its sport."""
        return title_of(self.name or self.planned_title or "", self.sport)

    @property
    def origin_url(self) -> str | None:
        """Where it stands at the service it came from."""
        return origin_url(self.source, self.external_id)

    @property
    def rate(self) -> Sentence | None:
        """How fast it was, as its sport says it."""
        return rate_of(self.sport, self.distance_m, self.moving_s)

    @property
    def outcome(self) -> Outcome | None:
        """How it went against what was planned; None where nothing was planned or can be compared."""
        return None if self.planned_title is None else done_outcome(self.done_pct)


@dataclass(frozen=True)
class ActivityPage:
    """Some activities, the latest first, and where to go on."""

    rows: Sequence[ActivityRow]
    next_id: UUID | None


def activities_of(actor: Actor, athlete_id: UUID, *, before: UUID | None = None) -> ActivityPage:
    """Return activities of this athlete that the actor may see, from the one after `before` on."""
    rows = db.session.execute(_page(actor, athlete_id, before)).all()
    found = [ActivityRow(*row) for row in rows[:PAGE]]
    return ActivityPage(found, found[-1].id if len(rows) > PAGE else None)


def _page(actor: Actor, athlete_id: UUID, before: UUID | None) -> Select[Any]:
    statement = (
        select(
            Activity.id,
            _name(),
            Activity.sport,
            Activity.started_at,
            Activity.local_on,
            Activity.moving_s,
            Activity.distance_m,
            Activity.mean_heart_rate_bpm,
            Activity.mean_power_w,
            Activity.load,
            Activity.done_pct,
            PlannedSession.title,
            Activity.source,
            Activity.external_id,
            Activity.device,
        )
        .outerjoin(PlannedSession, _paired(actor))
        .where(Activity.athlete_id == athlete_id, VIEW_ACTIVITY.where(actor), counts_once())
        .order_by(Activity.started_at.desc(), Activity.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        last = select(Activity.started_at, Activity.id).where(Activity.id == before, Activity.athlete_id == athlete_id)
        statement = statement.where(tuple_(Activity.started_at, Activity.id) < last.scalar_subquery())
    return statement


def _paired(actor: Actor) -> ColumnElement[bool]:
    """True for the planned session of an activity, if the actor may see it: it has consents of its own."""
    return and_(PlannedSession.id == Activity.planned_session_id, VIEW_SESSION.where(actor))


def _name() -> Any:
    return func.coalesce(Activity.own_name, Activity.name)


@dataclass(frozen=True)
class Planned:
    """The planned session an activity was paired with."""

    id: UUID
    title: str
    on: date


@dataclass(frozen=True)
class Opened:
    """Everything the page of an activity shows."""

    activity: Activity
    athlete_name: str
    planned: Planned | None
    laps: Sequence[Lap]
    sketch: Sketch
    offered: Sequence[Planned]
    """Sessions it could be paired with, the nearest first."""
    may_pair: bool
    """Whether the actor may say what it was."""

    @property
    def outcome(self) -> Outcome | None:
        """How it went against what was planned."""
        return done_outcome(self.activity.done_pct) if self.planned else None


def open_activity(activity: Activity, actor: Actor) -> Opened:
    """Return what its page shows, in two or three statements."""
    around = db.session.execute(
        _around(asking_as(actor), terms()), {"asking": actor.person_id, "activity": activity.id}
    ).one()
    planned = Planned(around.id, around.title, around.on) if around.id else None
    offered = () if planned else _offered(activity, actor)
    laps = db.session.scalars(select(Lap).where(Lap.activity_id == activity.id).order_by(Lap.position)).all()
    is_known = bool(planned or offered) or activity.athlete_id == actor.person_id
    return Opened(
        activity=activity,
        athlete_name=around.name,
        planned=planned,
        laps=laps,
        sketch=Sketch.from_json(around.sketch) if around.sketch else Sketch(),
        offered=offered,
        may_pair=is_known or may(PAIR_ACTIVITY, actor, activity.id),
    )


def sketch_named(activity: Activity) -> Sketch:
    """Return what is drawn of this activity."""
    found = db.session.scalar(select(ActivityStream.sketch).where(ActivityStream.activity_id == activity.id))
    return Sketch.from_json(found) if found else Sketch()


@cache
def _around(actor: Actor, _terms: Terms) -> Select[Any]:
    """Return the statement for who did it, what is drawn of it, and the session it was paired with."""
    return (
        select(Person.name, ActivityStream.sketch, PlannedSession.id, PlannedSession.title, PlannedSession.on)
        .select_from(Activity)
        .join(Person, Person.id == Activity.athlete_id)
        .outerjoin(ActivityStream, ActivityStream.activity_id == Activity.id)
        .outerjoin(PlannedSession, _paired(actor))
        .where(Activity.id == bindparam("activity", type_=Uuid()))
    )


def channels_of(activity: Activity) -> dict[str, list[float | None]]:
    """Return every sample of the activity by channel; none when nothing was recorded."""
    stream = db.session.scalar(
        select(ActivityStream)
        .where(ActivityStream.activity_id == activity.id)
        .options(undefer(ActivityStream.blob), defer(ActivityStream.sketch))
    )
    return stream.channels() if stream else {}


def _offered(activity: Activity, actor: Actor) -> Sequence[Planned]:
    taken = exists().where(Activity.planned_session_id == PlannedSession.id, Activity.deleted_at.is_(None))
    rows = db.session.execute(
        select(PlannedSession.id, PlannedSession.title, PlannedSession.on)
        .where(PlannedSession.athlete_id == activity.athlete_id, VIEW_SESSION.where(actor))
        .where(PlannedSession.on.between(*window(activity.local_on)))
        .where(PlannedSession.kind.in_(OFFERS.get(activity.sport, ())))
        .where(PlannedSession.dropped_at.is_(None), ~taken)
        .order_by(PlannedSession.on, PlannedSession.slot)
    )
    return sorted((Planned(*row) for row in rows), key=lambda offer: abs(offer.on - activity.local_on))
