"""The end of a session: finished, opened again, excused. Of two answers the one that was given later stays."""

from __future__ import annotations

from datetime import date, datetime

from portal.core.access import Actor
from portal.training.actions.days import day_named, day_trained
from portal.training.actions.logs import Shown, announce, begin_log, count_done, log_of
from portal.training.events.logs import (
    LogCorrected,
    SessionExcused,
    SessionExpected,
    SessionFinished,
    SessionReopened,
)
from portal.training.models.logs import SessionLog
from portal.training.models.plans import PlannedSession
from portal.training.rules.logs import Closing, answered_at, comes_too_late


def finish_session(
    session: PlannedSession, closing: Closing, *, shown: Shown | None, today: date, actor: Actor, now: datetime
) -> SessionLog:
    """Close the session: what comes next follows from it.

    Finishing again only changes what was said, and only where it was said later. Raises StaleSheet and NotThatDay.
    """
    named = None if closing.trained_on is None else day_named(session, closing.trained_on, today=today)
    log, at = log_of(session), answered_at(closing.done_at, now=now)
    if log is not None and comes_too_late(at, after=log.closed_at):
        return log
    if log is None:
        on = named or day_trained(session, done_at=closing.done_at, today=today, now=now)
        log = begin_log(session, shown=shown, on=on, actor=actor, now=now)
    log.trained_on, log.closed_at = named or log.trained_on, at
    log.rpe, log.note, log.flags = closing.rpe, closing.note, [flag.value for flag in closing.flags]
    if log.finished_at is not None:
        announce(LogCorrected(session.id, log.id), session, actor, now)
        return log
    log.finished_at = now
    count_done(log)
    fact = SessionFinished(session.id, log.id, session.plan_id)
    announce(fact, session, actor, now)
    return log


def reopen_session(session: PlannedSession, *, done_at: datetime | None, actor: Actor, now: datetime) -> None:
    """Open a session again that was finished before `done_at`; its sets stay. Reopening twice changes nothing."""
    log, at = log_of(session), answered_at(done_at, now=now)
    if log is None or log.finished_at is None or comes_too_late(at, after=log.closed_at):
        return
    log.finished_at, log.done_pct, log.closed_at = None, None, at
    announce(SessionReopened(session.id, log.id), session, actor, now)


def excuse_session(session: PlannedSession, *, actor: Actor, now: datetime) -> None:
    """Say that the session need not be done. Excusing twice changes nothing."""
    if session.excused_at is not None:
        return
    session.excused_at = now
    announce(SessionExcused(session.id), session, actor, now)


def expect_session(session: PlannedSession, *, actor: Actor, now: datetime) -> None:
    """Take an excuse back. Twice changes nothing."""
    if session.excused_at is None:
        return
    session.excused_at = None
    announce(SessionExpected(session.id), session, actor, now)
