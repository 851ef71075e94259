"""Logging what a watch recorded: a paired activity is the doing of its session, unless the athlete logged by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select

from portal.core.access import Actor
from portal.core.db import db
from portal.events.log import record
from portal.training.actions import logs
from portal.training.actions.logs import Shown
from portal.training.events.logs import SessionReopened
from portal.training.models.logs import EffortLog, SessionLog, SetLog
from portal.training.models.plans import PlannedSession
from portal.training.queries.sessions import due_session, open_session
from portal.training.rules.logs import Closing, EffortDraft


@dataclass(frozen=True)
class Recorded:
    """What is known of the recording; distance in metres, duration in seconds."""

    id: UUID
    athlete_id: UUID
    done_pct: int
    distance_m: float | None
    duration_s: float
    on: date


def log_recorded(session_id: UUID, recorded: Recorded, *, now: datetime) -> None:
    """Note the recording as the session's run, and finish the session if it asks for nothing else.

    What was logged by hand stays as it is. Twice changes nothing.
    """
    session = db.session.get(PlannedSession, session_id, with_for_update=True)
    if session is None or session.athlete_id != recorded.athlete_id or session.dropped_at is not None:
        return
    if logs.log_of(session) is not None:
        return
    opened = open_session(due_session(session), today=recorded.on)
    runs = [track.track for track in opened.sheet.tracks if track.is_endurance]
    if not opened.is_open or len(runs) != 1:
        return
    shown, athlete = Shown(opened.planned, opened.reasons), Actor(session.athlete_id)
    draft = EffortDraft(runs[0], min(recorded.done_pct / 100, 10), recorded.distance_m, recorded.duration_s)
    effort = logs.log_effort(session, draft, shown=shown, today=recorded.on, actor=athlete, now=now)
    effort.recorded_id = recorded.id
    if len(opened.sheet.tracks) == 1:
        logs.finish_session(session, Closing(), shown=shown, today=recorded.on, actor=athlete, now=now)


def forget_recorded(recorded_id: UUID, *, now: datetime) -> None:
    """Take back what `log_recorded` noted from this recording; a log that holds nothing else goes with it.

    Twice changes nothing.
    """
    rows = db.session.execute(
        select(EffortLog, SessionLog)
        .join(SessionLog, SessionLog.id == EffortLog.session_log_id)
        .where(EffortLog.recorded_id == recorded_id)
        .with_for_update(of=SessionLog)
    ).all()
    for effort, log in rows:
        db.session.delete(effort)
        log.finished_at = log.done_pct = None
        db.session.flush()
        if not _holds_anything(log):
            db.session.delete(log)
        reopened = SessionReopened(log.planned_session_id, log.id)
        record(reopened, about=log.athlete_id, by=None, now=now)


def _holds_anything(log: SessionLog) -> bool:
    sets = exists().where(SetLog.session_log_id == log.id)
    efforts = exists().where(EffortLog.session_log_id == log.id)
    return bool(db.session.scalar(select(sets | efforts))) or bool(log.note)
