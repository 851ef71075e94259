"""What messages are about, judged for whoever reads them now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, union

from portal.activities.models import Activity
from portal.activities.policy import VIEW_ACTIVITY
from portal.activities.rules.words import title_of
from portal.core.access import Actor
from portal.core.db import db
from portal.core.sentence import Sentence, sentence
from portal.core.units import Day, Distance, Duration, HeartRate, Number
from portal.messaging.models import Message
from portal.messaging.rules import About, AboutKind, Quote
from portal.training.models.logs import SessionLog, SetLog
from portal.training.models.plans import Plan, PlannedSession
from portal.training.policy.sessions import VIEW_SESSION
from portal.training.queries.course import is_excused
from portal.training.queries.exercises import measures_in
from portal.training.rules.course import is_missed
from portal.training.rules.exercises import Measure
from portal.training.rules.layout import Layout, has_track, item_of, name_of
from portal.training.rules.logs import sets_planned
from portal.training.rules.sessions import Outcome, outcome_of
from portal.training.rules.words import set_words

HIDDEN = Quote(sentence("Something you may not see"))


@dataclass(frozen=True)
class Subject:
    """What a new message is to be about."""

    athlete_id: UUID
    quote: Quote
    is_gone: bool = False
    """Whether it was there once: whoever wrote of it is still read, and nobody writes of it anew."""


def quotes_of(actor: Actor, abouts: Collection[About], *, today: date) -> dict[About, Quote]:
    """Return what the messages are about; the same words for what is gone and for what the actor may not see.

    At most three statements: one for training, one for what is counted in quoted sets, one for activities.
    """
    seen = dict(_subjects(actor, abouts, today=today))
    return {about: seen[about].quote if about in seen else HIDDEN for about in abouts}


def subject_of(actor: Actor, about: About, *, today: date) -> Subject | None:
    """Return what this is and whose; None when it is not there or the actor may not see it."""
    found = dict(_subjects(actor, {about}, today=today)).get(about)
    return None if found is None or found.is_gone else found


def about_in(message: Message) -> About | None:
    """Return what the message is about."""
    if message.about_kind is None or message.about_id is None:
        return None
    return About(message.about_kind, message.about_id, message.about_place)


def _subjects(actor: Actor, abouts: Collection[About], *, today: date) -> Iterator[tuple[About, Subject]]:
    by_kind = {kind: [about for about in abouts if about.kind is kind] for kind in AboutKind}
    if by_kind[AboutKind.SESSION] or by_kind[AboutKind.SET]:
        yield from _training(actor, by_kind[AboutKind.SESSION], by_kind[AboutKind.SET], today=today)
    if by_kind[AboutKind.ACTIVITY]:
        yield from _activities(actor, by_kind[AboutKind.ACTIVITY])


def _training(
    actor: Actor, sessions: Collection[About], sets: Collection[About], *, today: date
) -> Iterator[tuple[About, Subject]]:
    wanted = set(sessions)
    rows = db.session.execute(_statement(actor, sessions, sets)).all()
    measures = measures_in([Layout.from_json(row.layout) for row in rows if row.track is not None])
    by_place = {(id_, row.track, row.position): row for row in rows for id_ in (row.id, row.log_id)}
    by_id = {id_: row for row in rows for id_ in (row.id, row.log_id)}
    for row in by_id.values():
        session = About(AboutKind.SESSION, row.id)
        if session in wanted:
            yield session, Subject(row.athlete_id, _session(row, today))
    for about in sets:
        if found := by_place.get((about.id, about.track, about.position)):
            yield about, Subject(found.athlete_id, _set(found, measures))
        elif gone := by_id.get(about.id):
            yield about, Subject(gone.athlete_id, _taken_back(gone, about), is_gone=True)


def _statement(actor: Actor, sessions: Collection[About], sets: Collection[About]) -> Any:
    quoted = or_(false(), *(_is_set(about) for about in sets))
    places = [about.id for about in sets]
    of_places = or_(PlannedSession.id.in_(places), SessionLog.id.in_(places))
    wanted = union(
        select(PlannedSession.id).where(PlannedSession.id.in_([*places, *(about.id for about in sessions)])),
        select(SessionLog.planned_session_id).where(SessionLog.id.in_(places)),
    )
    return (
        select(
            PlannedSession.id,
            PlannedSession.athlete_id,
            PlannedSession.on,
            PlannedSession.title,
            is_excused().label("excused"),
            SessionLog.id.label("log_id"),
            SessionLog.finished_at,
            SessionLog.trained_on,
            SessionLog.done_pct,
            SetLog.track,
            SetLog.position,
            SetLog.load_kg,
            SetLog.reps,
            SetLog.rpe,
            case((of_places, Plan.layout)).label("layout"),
            case((SetLog.id.is_not(None), SessionLog.planned)).label("planned"),
        )
        .select_from(PlannedSession)
        .join(Plan, Plan.id == PlannedSession.plan_id)
        .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
        .outerjoin(SetLog, and_(SetLog.session_log_id == SessionLog.id, quoted))
        .where(VIEW_SESSION.where(actor), PlannedSession.dropped_at.is_(None))
        .where(PlannedSession.id.in_(wanted))
    )


def _is_set(about: About) -> ColumnElement[bool]:
    # Old messages name the log, which goes with the last set of an unfinished session; the session stays.
    of_session = or_(PlannedSession.id == about.id, SessionLog.id == about.id)
    return and_(of_session, SetLog.track == about.track, SetLog.position == about.position)


def _session(row: Any, today: date) -> Quote:
    facts = (sentence("%(day)s", day=Day(row.trained_on or row.on)),)
    return Quote(row.title, facts, f"/sessions/{row.id}", _outcome(row, today))


def _outcome(row: Any, today: date) -> Outcome:
    if row.finished_at is not None:
        return outcome_of(row.done_pct)
    if row.excused:
        return Outcome.EXCUSED
    return Outcome.MISSED if is_missed(row.on, today) else Outcome.PLANNED


def _taken_back(row: Any, about: About) -> Quote:
    layout, said = Layout.from_json(row.layout), sentence("This set was taken back.")
    if not has_track(layout, about.track):
        return Quote(said)
    facts = (sentence("%(day)s", day=Day(row.trained_on or row.on)), said)
    return Quote(_title(layout, about.track, about.position), facts, f"/sessions/{row.id}")


def _title(layout: Layout, track: str, position: int) -> Sentence:
    return sentence("%(exercise)s, set %(number)s", exercise=Sentence(name_of(layout, track)), number=position + 1)


def _set(row: Any, measures: Mapping[str, Measure]) -> Quote:
    layout = Layout.from_json(row.layout)
    title = _title(layout, row.track, row.position)
    measure = measures.get(item_of(layout, row.track).exercise, Measure.LOAD_REPS)
    return Quote(title, tuple(_set_facts(row, measure)), f"/sessions/{row.id}#set_{row.track}_{row.position}")


def _set_facts(row: Any, measure: Measure) -> Iterator[Sentence]:
    yield sentence("%(day)s", day=Day(row.trained_on))
    yield set_words(row.load_kg, row.reps, measure=measure)
    if row.rpe is not None:
        yield sentence("RPE %(rpe)s", rpe=Number(row.rpe, 1))
    groups = sets_planned(row.planned.get(row.track, ()))
    if row.position < len(groups):
        group = groups[row.position]
        asked = {"reps_to": group.get("reps_to"), "is_amrap": bool(group.get("amrap")), "measure": measure}
        planned = set_words(group.get("load"), int(group["reps"]), **asked)
        yield sentence("planned %(set)s", set=planned)


def _activities(actor: Actor, abouts: Collection[About]) -> Iterator[tuple[About, Subject]]:
    rows = db.session.execute(
        select(
            Activity.id,
            Activity.athlete_id,
            func.coalesce(Activity.own_name, Activity.name).label("name"),
            Activity.sport,
            Activity.local_on,
            Activity.moving_s,
            Activity.distance_m,
            Activity.mean_heart_rate_bpm,
        ).where(Activity.id.in_([about.id for about in abouts]), VIEW_ACTIVITY.where(actor))
    )
    for row in rows:
        yield About(AboutKind.ACTIVITY, row.id), Subject(row.athlete_id, _activity(row))


def _activity(row: Any) -> Quote:
    facts = [sentence("%(day)s", day=Day(row.local_on))]
    if row.distance_m:
        facts.append(sentence("%(distance)s", distance=Distance(row.distance_m)))
    facts.append(sentence("%(duration)s", duration=Duration(row.moving_s)))
    if row.mean_heart_rate_bpm:
        facts.append(sentence("%(rate)s", rate=HeartRate(row.mean_heart_rate_bpm)))
    return Quote(title_of(row.name, row.sport), tuple(facts), f"/activities/{row.id}")
