"""Logging what was done: sets and efforts. Of two answers for one place the one that was given later stays."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import and_, delete, select

from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.training.actions.days import day_trained
from portal.training.actions.logs import Shown, begin_log, log_of, settle, settle_or_go
from portal.training.models.logs import EffortLog, SessionLog, SetLog, TakenBack
from portal.training.models.plans import PlannedSession
from portal.training.rules.logs import (
    MOST_EXTRA_SETS,
    EffortDraft,
    SetDraft,
    answered_at,
    comes_too_late,
    is_steps,
    sets_planned,
)

OF_EFFORT = 0
"""The place of an effort in its track: there is one."""


class NotInThisSession(Refusal):
    """The set or effort does not belong to what the session asks for."""


def log_set(
    session: PlannedSession, draft: SetDraft, *, shown: Shown | None, today: date, actor: Actor, now: datetime
) -> None:
    """Note one set. The same set again changes nothing; of two answers for its place the one given later stays.

    Two phones, a double tap and a retry all end in one row; only the first set needs to know what was shown.
    Raises NotInThisSession and StaleSheet.
    """
    log, row, taken_at = _log_and_set(session, draft)
    done_at = answered_at(draft.done_at, now=now)
    if comes_too_late(done_at, after=row.done_at if row else taken_at):
        return
    if log is None:
        on = day_trained(session, done_at=draft.done_at, today=today, now=now)
        log = begin_log(session, shown=shown, on=on, actor=actor, now=now)
    _check_place(log, draft)
    if row is None:
        row = SetLog(session_log_id=log.id, track=draft.track, position=draft.position)
        db.session.add(row)
    row.load_kg, row.reps, row.rpe, row.done_at = draft.load_kg, draft.reps, draft.rpe, done_at
    settle(session, log, actor=actor, now=now)


def remove_set(
    session: PlannedSession, *, track: str, position: int, done_at: datetime | None, actor: Actor, now: datetime
) -> None:
    """Take back a set that was logged before `done_at`; with the last of an unfinished session its log goes too.

    Removing twice changes nothing.
    """
    log, at = log_of(session), answered_at(done_at, now=now)
    if log is None or track not in log.planned:
        return
    _note_taken_back(session, track=track, position=position, at=at)
    of_place = SetLog.session_log_id == log.id, SetLog.track == track, SetLog.position == position
    gone = delete(SetLog).where(*of_place, SetLog.done_at <= at).returning(SetLog.id)
    if db.session.scalars(gone).all():
        settle_or_go(session, log, actor=actor, now=now)


def log_effort(
    session: PlannedSession, draft: EffortDraft, *, shown: Shown | None, today: date, actor: Actor, now: datetime
) -> EffortLog | None:
    """Note how much of an endurance track was done; of two answers the one given later stays.

    Returns what is known then, None where it was taken back later. Raises NotInThisSession and StaleSheet.
    """
    log, at = log_of(session), answered_at(draft.done_at, now=now)
    if comes_too_late(at, after=_taken_back_at(session, draft.track)):
        return None
    if log is None:
        on = day_trained(session, done_at=draft.done_at, today=today, now=now)
        log = begin_log(session, shown=shown, on=on, actor=actor, now=now)
    if not is_steps(log.planned.get(draft.track, ())):
        raise NotInThisSession(sentence("This session does not ask for that. Load the page again."))
    row = db.session.scalar(select(EffortLog).where(EffortLog.session_log_id == log.id, EffortLog.track == draft.track))
    if row is None:
        row = EffortLog(session_log_id=log.id, track=draft.track)
        db.session.add(row)
    elif row.recorded_id is None and comes_too_late(at, after=row.done_at):
        return row
    row.ratio, row.distance_m, row.duration_s, row.rpe = draft.ratio, draft.distance_m, draft.duration_s, draft.rpe
    row.recorded_id, row.done_at = None, at
    settle(session, log, actor=actor, now=now)
    return row


def take_back_effort(
    session: PlannedSession, *, track: str, done_at: datetime | None, actor: Actor, now: datetime
) -> None:
    """Take back what somebody said before `done_at` of an endurance track; what was recorded stays.

    Doing it twice changes nothing.
    """
    log, at = log_of(session), answered_at(done_at, now=now)
    if log is None or track not in log.planned:
        return
    _note_taken_back(session, track=track, position=OF_EFFORT, at=at)
    row = db.session.scalar(select(EffortLog).where(EffortLog.session_log_id == log.id, EffortLog.track == track))
    if row is not None and row.recorded_id is None and not comes_too_late(at, after=row.done_at):
        remove_effort(session, row, actor=actor, now=now)


def remove_effort(session: PlannedSession, effort: EffortLog, *, actor: Actor, now: datetime) -> None:
    """Take an effort back; a session that a person finished stays finished."""
    db.session.delete(effort)
    log = log_of(session)
    if log is not None:
        settle_or_go(session, log, actor=actor, now=now)


def _log_and_set(session: PlannedSession, draft: SetDraft) -> tuple[SessionLog | None, SetLog | None, datetime | None]:
    """Return the log, what it holds in that place, and when that place was last taken back."""
    place = and_(SetLog.track == draft.track, SetLog.position == draft.position)
    emptied = and_(TakenBack.track == draft.track, TakenBack.position == draft.position)
    found = (
        select(SessionLog, SetLog, TakenBack.taken_at)
        .select_from(PlannedSession)
        .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
        .outerjoin(SetLog, and_(SetLog.session_log_id == SessionLog.id, place))
        .outerjoin(TakenBack, and_(TakenBack.planned_session_id == PlannedSession.id, emptied))
        .where(PlannedSession.id == session.id)
    )
    log, row, taken_at = db.session.execute(found).one()
    return log, row, taken_at


def _taken_back_at(session: PlannedSession, track: str) -> datetime | None:
    place = TakenBack.track == track, TakenBack.position == OF_EFFORT
    return db.session.scalar(select(TakenBack.taken_at).where(TakenBack.planned_session_id == session.id, *place))


def _note_taken_back(session: PlannedSession, *, track: str, position: int, at: datetime) -> None:
    place = TakenBack.planned_session_id == session.id, TakenBack.track == track, TakenBack.position == position
    row = db.session.scalar(select(TakenBack).where(*place))
    if row is None:
        row = TakenBack(planned_session_id=session.id, track=track, position=position, taken_at=at)
        db.session.add(row)
    row.taken_at = max(row.taken_at, at)


def _check_place(log: SessionLog, draft: SetDraft) -> None:
    groups = log.planned.get(draft.track)
    if groups is None or is_steps(groups):
        raise NotInThisSession(sentence("This session does not ask for that. Load the page again."))
    if not 0 <= draft.position < len(sets_planned(groups)) + MOST_EXTRA_SETS:
        raise NotInThisSession(sentence("That is more sets than a session can hold."))
