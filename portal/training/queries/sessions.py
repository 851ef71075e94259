"""One session as somebody sees it: what to do set by set, why, and what is logged so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, select
from sqlalchemy.orm import undefer

from portal.core.access import Actor
from portal.core.db import db
from portal.core.sentence import Sentence, sentence
from portal.progression import explain
from portal.training.models.exercises import Exercise
from portal.training.models.logs import EffortLog, SessionLog, SetLog
from portal.training.models.plans import Plan, PlannedSession
from portal.training.queries.course import course_of, is_excused
from portal.training.rules.course import counted_on, last_of
from portal.training.rules.layout import Layout, item_of
from portal.training.rules.logs import is_steps
from portal.training.rules.naming import named
from portal.training.rules.opening import reasons_from_json, sheet_of
from portal.training.rules.sessions import GRACE_DAYS, Outcome, outcome_of
from portal.training.rules.sheets import Performed, Ran, Sheet, SheetTrack

LOOK_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Candidate:
    """A session that an athlete may want to open today."""

    session: PlannedSession
    is_begun: bool
    is_finished: bool
    is_excused: bool

    @property
    def on(self) -> date:
        """The planned day."""
        return self.session.on


@dataclass(frozen=True)
class Due:
    """A session that somebody opens now."""

    session: PlannedSession
    plan: Plan
    log: SessionLog | None
    is_excused: bool


def due_for(athlete: Actor, *, today: date) -> list[Candidate]:
    """Return the athlete's open sessions from their grace on to two weeks ahead, and today's finished ones."""
    values = {"athlete": athlete.person_id, "first": today - timedelta(days=GRACE_DAYS), "last": today + LOOK_AHEAD}
    return [Candidate(*row) for row in db.session.execute(_candidates(), values)]


@cache
def _candidates() -> Any:
    return (
        select(PlannedSession, SessionLog.id.is_not(None), SessionLog.finished_at.is_not(None), is_excused())
        .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
        .where(PlannedSession.athlete_id == bindparam("athlete", type_=Uuid()), PlannedSession.dropped_at.is_(None))
        .where(PlannedSession.on.between(bindparam("first", type_=Date()), bindparam("last", type_=Date())))
        .order_by(PlannedSession.on, PlannedSession.slot)
    )


@dataclass(frozen=True)
class Opened:
    """A session that was opened, ready to be drawn."""

    session: PlannedSession
    plan: Plan
    log: SessionLog | None
    sheet: Sheet
    planned: Mapping[str, Any]
    reasons: Mapping[str, Any]
    is_open: bool
    """Whether there is something to log: in the plan, or begun."""
    is_excused: bool
    title: str
    """That of the work it asks for, which may have moved here from a missed session."""
    counted_on: date
    """The day on which it counts: that of the log, or of a log begun today."""
    today: date
    """The athlete's day on which it was opened."""
    week: int
    exercises: Mapping[str, Exercise]

    @property
    def is_closed(self) -> bool:
        """Whether it was logged to its end."""
        return self.log is not None and self.log.finished_at is not None

    @property
    def outcome(self) -> Outcome:
        """How the finished session went."""
        return outcome_of(self.log.done_pct or 0) if self.log else Outcome.PLANNED

    @property
    def lanes(self) -> list[dict[str, Any]]:
        """One lane a track, for the head of the page."""
        now = self.sheet.current
        return [
            {
                "number": track.label,
                "name": track.name,
                "done": track.done_sets if track.sets else int(track.ran is not None),
                "total": len(track.sets) or 1,
                "label": _count(track),
                "url": f"#lift_{track.track}",
                "is_now": track.track == now,
            }
            for track in self.sheet.tracks
        ]


def open_session(due: Due, *, today: date) -> Opened:
    """Return the session with its numbers: those that were shown if it was begun, else those of today."""
    found = _begun(due) if due.log is not None else _to_begin(due, today)
    layout = Layout.from_json(due.plan.layout)
    performed, ran = _logged(due.log)
    sheet = sheet_of(
        found.planned,
        layout=layout,
        reasons=reasons_from_json(found.reasons),
        performed=performed,
        ran=ran,
        last=found.last,
    )
    return Opened(
        due.session,
        due.plan,
        due.log,
        sheet,
        found.planned,
        found.reasons,
        is_open=found.is_open,
        is_excused=due.is_excused,
        title=_title(due, layout, found.planned),
        counted_on=due.log.trained_on if due.log else counted_on(due.session.on, done_on=today),
        today=today,
        week=(due.session.on - due.plan.starts_on).days // 7 + 1,
        exercises=_exercises(layout, found.planned),
    )


def _title(due: Due, layout: Layout, planned: Mapping[str, Any]) -> str:
    plan = due.plan
    name = named(layout, plan.program, starts_on=plan.starts_on, on=due.session.on, tracks=planned)
    return name.title if name else due.session.title


def _count(track: SheetTrack) -> Sentence:
    total = len(track.sets) or 1
    done = track.done_sets if track.sets else int(track.ran is not None)
    return sentence("%(done)s of %(total)s done", done=done, total=total)


def due_session(session: PlannedSession) -> Due:
    """Return one session with its plan and log."""
    return Due(session, *db.session.execute(_due(), {"id": session.id}).one())


@cache
def _due() -> Any:
    return (
        select(Plan, SessionLog, is_excused())
        .select_from(PlannedSession)
        .join(Plan, Plan.id == PlannedSession.plan_id)
        .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
        .where(PlannedSession.id == bindparam("id", type_=Uuid()))
        .options(undefer(SessionLog.reasons))
    )


@dataclass(frozen=True)
class _Numbers:
    planned: Mapping[str, Any]
    reasons: Mapping[str, Any]
    last: Mapping[str, tuple[date, Any]]
    is_open: bool


def _begun(due: Due) -> _Numbers:
    """What is logged keeps the numbers it was begun with: the plan need not be asked again."""
    log, slot = due.log, due.session.slot
    if log is None:
        raise LookupError("a session is begun with its log")
    rows = db.session.execute(
        select(SessionLog.trained_on, SessionLog.done)
        .join(PlannedSession, PlannedSession.id == SessionLog.planned_session_id)
        .where(SessionLog.plan_id == due.plan.id, SessionLog.finished_at.is_not(None))
        .where(PlannedSession.slot < slot, PlannedSession.dropped_at.is_(None))
        .order_by(PlannedSession.slot)
    ).all()
    trained = [(row.trained_on, row.done) for row in rows]
    last = {track: found for track in log.planned if (found := last_of(trained, track))}
    return _Numbers(log.planned, log.reasons, last, is_open=True)


def _to_begin(due: Due, today: date) -> _Numbers:
    course, _ = course_of(due.plan, today=today)
    slot = due.session.slot
    shown = course.shown(slot)
    planned = shown.prescription if shown else {}
    return _Numbers(
        planned,
        {track: [reason.as_json() for reason in explain.reasons_ahead(shown, track)] for track in planned}
        if shown
        else {},
        {track: found for track in planned if (found := course.last_done(track, before=slot))},
        is_open=shown is not None,
    )


def _logged(log: SessionLog | None) -> tuple[dict[str, dict[int, Performed]], dict[str, Ran]]:
    performed: dict[str, dict[int, Performed]] = {}
    if log is None:
        return performed, {}
    for row in db.session.scalars(select(SetLog).where(SetLog.session_log_id == log.id)):
        performed.setdefault(row.track, {})[row.position] = Performed(row.load_kg, row.reps, row.rpe)
    if not any(is_steps(work) for work in log.planned.values()):
        return performed, {}
    efforts = db.session.scalars(select(EffortLog).where(EffortLog.session_log_id == log.id))
    return performed, {
        row.track: Ran(row.ratio, row.distance_m, row.duration_s, row.rpe, is_recorded=row.recorded_id is not None)
        for row in efforts
    }


def _exercises(layout: Layout, planned: Mapping[str, Any]) -> dict[str, Exercise]:
    wanted = {UUID(key) for track in planned if (key := item_of(layout, track).exercise)}
    rows: Sequence[Exercise] = (
        db.session.scalars(select(Exercise).where(Exercise.id.in_(wanted))).all() if wanted else []
    )
    return {str(row.id): row for row in rows}
