"""Activities in the background: files become activities, plans find what was done."""

from datetime import datetime

from portal.activities.actions import files, imports, logging, plans, recordings, thresholds
from portal.activities.events import (
    ActivityChanged,
    ActivityDeleted,
    ActivityForgotten,
    ActivityMatched,
    ActivityRestored,
    ActivityUnmatched,
    FileUploaded,
    ThresholdsSet,
)
from portal.roster.events import CoachingEnded, ConsentGranted, ConsentRevoked
from portal.training.events.plans import PlanPublished
from workers.job import errand, errand_on_event, job, on_event

OfOneActivity = (
    ActivityChanged | ActivityDeleted | ActivityForgotten | ActivityMatched | ActivityRestored | ActivityUnmatched
)


@errand_on_event()
def read_file(fact: FileUploaded, *, now: datetime) -> None:
    """Read a file that somebody handed in."""
    imports.read_file(fact.import_id, now=now)


@on_event()
def match_again(fact: PlanPublished, *, now: datetime) -> None:
    """Pair what was recorded before the plan was there."""
    plans.match_again(fact.plan_id, now=now)


@on_event()
def settle_log(fact: OfOneActivity, *, now: datetime) -> None:
    """Let the training log follow an activity: paired or not, changed, deleted, restored or erased."""
    logging.settle_log(fact.activity_id, now=now)


@on_event()
def settle_shared(fact: ConsentGranted | ConsentRevoked | CoachingEnded, *, now: datetime) -> None:
    """Let the training log hold of Strava what all who see it may see."""
    logging.settle_shared(fact.coaching_id, now=now)


@job()
def unlog_hidden(*, now: datetime) -> None:
    """Take back what trainers may not see any more because the operator decided so."""
    logging.unlog_hidden(now=now)


@on_event("slow")
def reckon_loads(fact: ThresholdsSet, *, now: datetime) -> None:
    """Reckon loads anew from what the athlete can hold."""
    thresholds.reckon_loads(fact.athlete_id, now=now)


@job("slow")
def give_up_imports(*, now: datetime) -> None:
    """Tell people of files that could not be read."""
    imports.give_up_imports(now=now)


@errand()
def sweep_files(*, now: datetime) -> None:
    """Erase files that were left behind."""
    files.sweep_files(now=now)


@job("slow")
def forget_deleted(*, now: datetime) -> None:
    """Erase for good what was deleted a month ago."""
    recordings.forget_deleted(now=now)
