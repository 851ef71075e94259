"""Logging: sets, efforts, the end of a session. Each may be repeated; the phone repeats until it hears back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select

from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.events.facts import Fact
from portal.events.log import record
from portal.training.actions.days import day_named, day_trained
from portal.training.events.logs import (
    LogCorrected,
    SessionBegun,
    SessionExcused,
    SessionExpected,
    SessionFinished,
    SessionReopened,
    SessionUnbegun,
)
from portal.training.models.logs import EffortLog, SessionLog, SetLog
from portal.training.models.plans import PlannedSession
from portal.training.rules.logs import MOST_EXTRA_SETS, Closing, EffortDraft, SetDraft, done_pct, is_steps, sets_planned


class NotInThisSession(Refusal):
    """The set or effort does not belong to what the session asks for."""


class StaleSheet(Refusal):
    """What was shown cannot be read back: the page is old or was changed on the way."""


class Shown:
    """The prescription as the athlete saw it: numbers to be judged by, and why."""

    def __init__(self, planned: Mapping[str, Any], reasons: Mapping[str, Any]) -> None:
        self.planned, self.reasons = dict(planned), dict(reasons)


def log_set(
    session: PlannedSession, draft: SetDraft, *, shown: Shown | None, today: date, actor: Actor, now: datetime
) -> SetLog:
    """Note one set. The same set again changes nothing; a later answer for its place replaces it.

    Two phones, a double tap and a retry all end in one row; only the first set needs to know what was shown.
    Raises NotInThisSession and StaleSheet.
    """
    log, row = _log_and_set(session, draft)
    if log is None:
        on = day_trained(session, done_at=draft.done_at, today=today, now=now)
        log = _begin(session, shown=shown, on=on, actor=actor, now=now)
    _check_place(log, draft)
    done_at = min(draft.done_at or now, now)
    if row is None:
        row = SetLog(session_log_id=log.id, track=draft.track, position=draft.position, done_at=done_at)
        db.session.add(row)
    elif row.done_at > done_at:
        return row
    row.load_kg, row.reps, row.rpe, row.done_at = draft.load_kg, draft.reps, draft.rpe, done_at
    _settle(session, log, actor=actor, now=now)
    return row


def remove_set(session: PlannedSession, *, track: str, position: int, actor: Actor, now: datetime) -> None:
    """Take a set back; with the last of an unfinished session its log goes too. Removing twice changes nothing."""
    log = log_of(session)
    if log is None:
        return
    gone = delete(SetLog).where(SetLog.session_log_id == log.id, SetLog.track == track, SetLog.position == position)
    db.session.execute(gone)
    _settle_or_go(session, log, actor=actor, now=now)


def log_effort(
    session: PlannedSession, draft: EffortDraft, *, shown: Shown | None, today: date, actor: Actor, now: datetime
) -> EffortLog:
    """Note how much of an endurance track was done; a later answer replaces it.

    Raises NotInThisSession and StaleSheet.
    """
    log = log_of(session)
    if log is None:
        on = day_trained(session, done_at=draft.done_at, today=today, now=now)
        log = _begin(session, shown=shown, on=on, actor=actor, now=now)
    if not is_steps(log.planned.get(draft.track, ())):
        raise NotInThisSession(sentence("This session does not ask for that. Load the page again."))
    row = db.session.scalar(select(EffortLog).where(EffortLog.session_log_id == log.id, EffortLog.track == draft.track))
    if row is None:
        row = EffortLog(session_log_id=log.id, track=draft.track)
        db.session.add(row)
    row.ratio, row.distance_m, row.duration_s, row.rpe = draft.ratio, draft.distance_m, draft.duration_s, draft.rpe
    row.recorded_id = None
    _settle(session, log, actor=actor, now=now)
    return row


def remove_effort(session: PlannedSession, effort: EffortLog, *, actor: Actor, now: datetime) -> None:
    """Take an effort back; a session that a person finished stays finished."""
    db.session.delete(effort)
    log = log_of(session)
    if log is not None:
        _settle_or_go(session, log, actor=actor, now=now)


def finish_session(
    session: PlannedSession, closing: Closing, *, shown: Shown | None, today: date, actor: Actor, now: datetime
) -> SessionLog:
    """Close the session: what comes next follows from it. Finishing again only changes what was said.

    Raises StaleSheet and NotThatDay.
    """
    named = None if closing.trained_on is None else day_named(session, closing.trained_on, today=today)
    log = log_of(session)
    if log is None:
        on = named or day_trained(session, done_at=closing.done_at, today=today, now=now)
        log = _begin(session, shown=shown, on=on, actor=actor, now=now)
    log.trained_on = named or log.trained_on
    log.rpe, log.note, log.flags = closing.rpe, closing.note, [flag.value for flag in closing.flags]
    if log.finished_at is not None:
        _announce(LogCorrected(session.id, log.id), session, actor, now)
        return log
    log.finished_at = now
    _count(log)
    fact = SessionFinished(session.id, log.id, session.plan_id)
    _announce(fact, session, actor, now)
    return log


def reopen_session(session: PlannedSession, *, actor: Actor, now: datetime) -> None:
    """Open a finished session again; its sets stay. Reopening twice changes nothing."""
    log = log_of(session)
    if log is None or log.finished_at is None:
        return
    log.finished_at = log.done_pct = None
    _announce(SessionReopened(session.id, log.id), session, actor, now)


def excuse_session(session: PlannedSession, *, actor: Actor, now: datetime) -> None:
    """Say that the session need not be done. Excusing twice changes nothing."""
    if session.excused_at is not None:
        return
    session.excused_at = now
    _announce(SessionExcused(session.id), session, actor, now)


def expect_session(session: PlannedSession, *, actor: Actor, now: datetime) -> None:
    """Take an excuse back. Twice changes nothing."""
    if session.excused_at is None:
        return
    session.excused_at = None
    _announce(SessionExpected(session.id), session, actor, now)


def log_of(session: PlannedSession) -> SessionLog | None:
    """Return the log of this session, if one was begun."""
    return db.session.scalar(select(SessionLog).where(SessionLog.planned_session_id == session.id))


def _log_and_set(session: PlannedSession, draft: SetDraft) -> tuple[SessionLog | None, SetLog | None]:
    place = and_(SetLog.session_log_id == SessionLog.id, SetLog.track == draft.track, SetLog.position == draft.position)
    found = db.session.execute(
        select(SessionLog, SetLog).outerjoin(SetLog, place).where(SessionLog.planned_session_id == session.id)
    ).one_or_none()
    return (found[0], found[1]) if found else (None, None)


def _begin(session: PlannedSession, *, shown: Shown | None, on: date, actor: Actor, now: datetime) -> SessionLog:
    # Whoever writes has locked the planned session, so two first sets cannot make two logs.
    if shown is None:
        raise StaleSheet(
            sentence("This page is too old to log from. Load it again; nothing you logged before is lost.")
        )
    log = SessionLog(
        planned_session_id=session.id,
        plan_id=session.plan_id,
        athlete_id=session.athlete_id,
        trained_on=on,
        began_at=now,
        planned=shown.planned,
        reasons=shown.reasons,
        flags=[],
        done={},
    )
    db.session.add(log)
    db.session.flush()
    _announce(SessionBegun(session.id, log.id), session, actor, now)
    return log


def _check_place(log: SessionLog, draft: SetDraft) -> None:
    groups = log.planned.get(draft.track)
    if groups is None or is_steps(groups):
        raise NotInThisSession(sentence("This session does not ask for that. Load the page again."))
    if not 0 <= draft.position < len(sets_planned(groups)) + MOST_EXTRA_SETS:
        raise NotInThisSession(sentence("That is more sets than a session can hold."))


def _settle(session: PlannedSession, log: SessionLog, *, actor: Actor, now: datetime) -> None:
    """Bring what follows from the sets up to date where a finished session was changed."""
    if log.finished_at is None:
        return
    _count(log)
    _announce(LogCorrected(session.id, log.id), session, actor, now)


def _settle_or_go(session: PlannedSession, log: SessionLog, *, actor: Actor, now: datetime) -> None:
    """As `_settle`; a log that holds nothing any more goes, so that the session is to come as if never begun."""
    if log.finished_at is not None or _holds_anything(log):
        _settle(session, log, actor=actor, now=now)
        return
    db.session.delete(log)
    db.session.flush()
    _announce(SessionUnbegun(session.id, log.id), session, actor, now)


def _holds_anything(log: SessionLog) -> bool:
    if log.note or log.flags or log.rpe is not None:
        return True
    db.session.flush()
    rows = (exists().where(row.session_log_id == log.id) for row in (SetLog, EffortLog))
    return bool(db.session.scalar(select(or_(*rows))))


def _count(log: SessionLog) -> None:
    db.session.flush()
    sets = db.session.scalars(select(SetLog).where(SetLog.session_log_id == log.id).order_by(SetLog.position))
    done: dict[str, Any] = {}
    for row in sets:
        entry = [row.load_kg or 0, row.reps] if row.rpe is None else [row.load_kg or 0, row.reps, row.rpe]
        rows = done.setdefault(row.track, [])
        # What was skipped keeps its place, so that each set is judged by what was planned for it.
        rows += [None] * (row.position - len(rows)) + [entry]
    for effort in db.session.scalars(select(EffortLog).where(EffortLog.session_log_id == log.id)):
        done[effort.track] = {"ratio": effort.ratio, "rpe": effort.rpe or 0}
    # What was planned and not touched is not done at all: the engine must see that it fell short.
    for track, work in log.planned.items():
        done.setdefault(track, {"ratio": 0, "rpe": 0} if is_steps(work) else [])
    log.done, log.done_pct = done, done_pct(log.planned, done)


def _announce(fact: Fact, session: PlannedSession, actor: Actor, now: datetime) -> None:
    record(fact, about=session.athlete_id, by=actor.person_id, now=now)
