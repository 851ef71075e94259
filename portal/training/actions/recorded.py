"""Logging what a watch recorded: a paired activity is the doing of its session, unless the athlete logged by hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select

from portal.core.access import Actor
from portal.core.db import db
from portal.events.log import record
from portal.training.actions import sets
from portal.training.actions.closing import finish_session
from portal.training.actions.logs import Shown, log_of
from portal.training.events.logs import SessionReopened
from portal.training.models.logs import EffortLog, SessionLog, SetLog
from portal.training.models.plans import PlannedSession
from portal.training.queries.sessions import due_session, open_session
from portal.training.rules.logs import Closing, EffortDraft

MOST_RATIO = 10.0


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

    What was logged by hand stays as it is; what another recording said, or this one before, is replaced.
    Twice changes nothing.
    """
    session = db.session.get(PlannedSession, session_id, with_for_update=True)
    if session is None or session.athlete_id != recorded.athlete_id or session.dropped_at is not None:
        return
    log = log_of(session)
    if log is None:
        _begin(session, recorded, now=now)
    else:
        _replace(session, log, recorded, now=now)


def forget_recorded(recorded_ids: Collection[UUID], *, but: UUID | None = None, now: datetime) -> None:
    """Take back what `log_recorded` noted from these recordings, but in one session where it still belongs.

    A log that holds nothing else goes with it. Twice changes nothing.
    """
    rows = db.session.execute(
        select(EffortLog, SessionLog, PlannedSession)
        .join(SessionLog, SessionLog.id == EffortLog.session_log_id)
        .join(PlannedSession, PlannedSession.id == SessionLog.planned_session_id)
        .where(EffortLog.recorded_id.in_(recorded_ids), PlannedSession.id.is_distinct_from(but))
        .with_for_update(of=PlannedSession)
    ).all()
    for effort, log, session in rows:
        if _holds_more(log, effort):
            sets.remove_effort(session, effort, actor=Actor(session.athlete_id), now=now)
        else:
            _forget(log, effort, now=now)


def _begin(session: PlannedSession, recorded: Recorded, *, now: datetime) -> None:
    opened = open_session(due_session(session), today=recorded.on)
    runs = [track.track for track in opened.sheet.tracks if track.is_endurance]
    if not opened.is_open or len(runs) != 1:
        return
    shown, athlete = Shown(opened.planned, opened.reasons), Actor(session.athlete_id)
    draft = _draft(recorded, runs[0])
    effort = sets.log_effort(session, draft, shown=shown, today=recorded.on, actor=athlete, now=now)
    if effort is None:
        return
    effort.recorded_id = recorded.id
    if len(opened.sheet.tracks) == 1:
        log = finish_session(session, Closing(), shown=shown, today=recorded.on, actor=athlete, now=now)
        log.closed_at = None  # whatever a person says of it, then or since, counts for more


def _replace(session: PlannedSession, log: SessionLog, recorded: Recorded, *, now: datetime) -> None:
    mine = select(EffortLog).where(EffortLog.session_log_id == log.id, EffortLog.recorded_id.is_not(None))
    effort = db.session.scalar(mine)
    if effort is None:
        return
    draft = _draft(recorded, effort.track, rpe=effort.rpe)
    if (effort.ratio, effort.distance_m, effort.duration_s) != (draft.ratio, draft.distance_m, draft.duration_s):
        sets.log_effort(session, draft, shown=None, today=recorded.on, actor=Actor(session.athlete_id), now=now)
    effort.recorded_id = recorded.id


def _draft(recorded: Recorded, track: str, *, rpe: float | None = None) -> EffortDraft:
    ratio = min(recorded.done_pct / 100, MOST_RATIO)
    return EffortDraft(track, ratio, recorded.distance_m, recorded.duration_s, rpe)


def _forget(log: SessionLog, effort: EffortLog, *, now: datetime) -> None:
    db.session.delete(effort)
    db.session.flush()
    db.session.delete(log)
    reopened = SessionReopened(log.planned_session_id, log.id)
    record(reopened, about=log.athlete_id, by=None, now=now)


def _holds_more(log: SessionLog, effort: EffortLog) -> bool:
    """Return whether a person had a part in this log: trained something else, said something or finished it.

    What a recording finished by itself ended in the moment in which it began.
    """
    by_hand = log.finished_at is not None and log.finished_at != log.began_at
    if by_hand or log.note or log.flags or log.rpe is not None:
        return True
    by_set = exists().where(SetLog.session_log_id == log.id)
    efforts = exists().where(EffortLog.session_log_id == log.id, EffortLog.id != effort.id)
    return bool(db.session.scalar(select(by_set | efforts)))
