"""The log of a session: how it begins, what follows from what it holds, and when it goes again.

Each act may be repeated; the phone repeats until it hears back. Two phones may send late and out of order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, or_, select

from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.events.facts import Fact
from portal.events.log import record
from portal.training.events.logs import LogCorrected, SessionBegun, SessionUnbegun
from portal.training.models.logs import EffortLog, SessionLog, SetLog
from portal.training.models.plans import PlannedSession
from portal.training.rules.logs import done_pct, is_steps


class StaleSheet(Refusal):
    """What was shown cannot be read back: the page is old or was changed on the way."""


class Shown:
    """The prescription as the athlete saw it: numbers to be judged by, and why."""

    def __init__(self, planned: Mapping[str, Any], reasons: Mapping[str, Any]) -> None:
        self.planned, self.reasons = dict(planned), dict(reasons)


def log_of(session: PlannedSession) -> SessionLog | None:
    """Return the log of this session, if one was begun."""
    return db.session.scalar(select(SessionLog).where(SessionLog.planned_session_id == session.id))


def begin_log(session: PlannedSession, *, shown: Shown | None, on: date, actor: Actor, now: datetime) -> SessionLog:
    """Begin the log with what was shown. Raises StaleSheet."""
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
    announce(SessionBegun(session.id, log.id), session, actor, now)
    return log


def settle(session: PlannedSession, log: SessionLog, *, actor: Actor, now: datetime) -> None:
    """Bring what follows from the sets up to date where a finished session was changed."""
    if log.finished_at is None:
        return
    count_done(log)
    announce(LogCorrected(session.id, log.id), session, actor, now)


def settle_or_go(session: PlannedSession, log: SessionLog, *, actor: Actor, now: datetime) -> None:
    """As `settle`; a log that holds nothing any more goes, so that the session is to come as if never begun."""
    if log.finished_at is not None or _holds_anything(log):
        settle(session, log, actor=actor, now=now)
        return
    db.session.delete(log)
    db.session.flush()
    announce(SessionUnbegun(session.id, log.id), session, actor, now)


def count_done(log: SessionLog) -> None:
    """Write down what was done, as replay reads it, and how much of what was planned that is."""
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


def announce(fact: Fact, session: PlannedSession, actor: Actor, now: datetime) -> None:
    """Record what happened to the athlete's session."""
    record(fact, about=session.athlete_id, by=actor.person_id, now=now)


def _holds_anything(log: SessionLog) -> bool:
    if log.note or log.flags or log.rpe is not None:
        return True
    db.session.flush()
    rows = (exists().where(row.session_log_id == log.id) for row in (SetLog, EffortLog))
    return bool(db.session.scalar(select(or_(*rows))))
