"""Activities in the background: files become activities, plans find what was done."""

from datetime import datetime

from portal.activities.actions import imports, logging, plans, recordings, thresholds
from portal.activities.events import (
    ActivityDeleted,
    ActivityForgotten,
    ActivityMatched,
    ActivityRestored,
    ActivityUnmatched,
    FileUploaded,
    ThresholdsSet,
)
from portal.training.events.plans import PlanPublished
from workers.job import job, on_event


@on_event("slow")
def read_file(fact: FileUploaded, *, now: datetime) -> None:
    """Read a file that somebody handed in."""
    imports.read_file(fact.import_id, now=now)


@on_event()
def match_again(fact: PlanPublished, *, now: datetime) -> None:
    """Pair what was recorded before the plan was there."""
    plans.match_again(fact.plan_id, now=now)


@on_event()
def log_paired(fact: ActivityMatched, *, now: datetime) -> None:
    """Count a recorded run as the doing of its planned session."""
    logging.log_paired(fact.activity_id, fact.planned_session_id, now=now)


@on_event()
def log_again(fact: ActivityRestored, *, now: datetime) -> None:
    """Count a recording again that was deleted and restored."""
    logging.log_again(fact.activity_id, now=now)


@on_event()
def unlog(fact: ActivityUnmatched | ActivityDeleted | ActivityForgotten, *, now: datetime) -> None:
    """Take back what was logged from a recording that is gone, or belongs elsewhere."""
    logging.unlog(fact.activity_id, now=now)


@on_event("slow")
def reckon_loads(fact: ThresholdsSet, *, now: datetime) -> None:  # noqa: ARG001 -- jobs know the moment
    """Reckon loads anew from what the athlete can hold."""
    thresholds.reckon_loads(fact.athlete_id)


@job("slow")
def give_up_imports(*, now: datetime) -> None:
    """Tell people of files that could not be read."""
    imports.give_up_imports(now=now)


@job("slow")
def forget_deleted(*, now: datetime) -> None:
    """Erase for good what was deleted a month ago."""
    recordings.forget_deleted(now=now)
