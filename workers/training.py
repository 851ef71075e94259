"""Jobs of the training slice."""

from datetime import datetime

from portal.exports.queries.exports import with_documents
from portal.roster.events import LifeStatusNoted, LifeStatusRestored, LifeStatusWithdrawn
from portal.training.actions import naming, plans
from portal.training.events.logs import (
    SessionBegun,
    SessionExcused,
    SessionExpected,
    SessionFinished,
    SessionReopened,
    SessionUnbegun,
)
from workers.job import errand, job, on_event

Trained = SessionBegun | SessionExcused | SessionExpected | SessionFinished | SessionReopened | SessionUnbegun
LifeChanged = LifeStatusNoted | LifeStatusRestored | LifeStatusWithdrawn


@on_event()
def name_sessions(fact: Trained, *, now: datetime) -> None:
    """Call the sessions of a plan after what they ask for now."""
    naming.name_sessions_around(fact.planned_session_id, now=now)


@on_event()
def name_sessions_of(fact: LifeChanged, *, now: datetime) -> None:
    """Call the sessions of an athlete after what they ask for, now that a life status excuses some of them."""
    naming.name_sessions_after(fact.life_status_id, now=now)


@job("slow")
def forget_deleted_plans(*, now: datetime) -> None:
    """Erase for good the drafts that were deleted a month ago, once the documents drawn of them are forgotten."""
    plans.forget_deleted_plans(besides=with_documents(), now=now)


@errand()
def name_moved_sessions(*, now: datetime) -> None:
    """Call sessions after what they ask for on a new day: what was missed waits and moves the rest."""
    naming.name_moved_sessions(now=now)
