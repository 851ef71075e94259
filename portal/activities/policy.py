"""Who may see and change activities. Sharing is the athlete's decision, and Strava's and the operator's too."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.activities.models import Activity, Import
from portal.activities.rules.recording import Source
from portal.core.access import Actor, Permission
from portal.core.terms import terms
from portal.roster.models import Coaching, Consent
from portal.roster.policy import CLIENT, PersonColumn, may_see
from portal.roster.rules import DataKind

_trainers = aliased(Coaching, name="trainers")


def _shared(actor: Actor) -> ColumnElement[bool]:
    """Return what trainers see: what is shared, and of Strava only what is shared twice and allowed here."""
    return and_(
        may_see(actor, Activity.athlete_id, DataKind.ACTIVITIES),
        or_(Activity.source != Source.STRAVA, _strava(actor, Activity.athlete_id)),
    )


def _strava(actor: Actor, athlete_id: PersonColumn) -> ColumnElement[bool]:
    return may_see(actor, athlete_id, DataKind.STRAVA) if terms().trainers_may_see_strava else false()


def _own(actor: Actor) -> ColumnElement[bool]:
    return Activity.athlete_id == actor.person_id


def _seen(actor: Actor) -> ColumnElement[bool]:
    return and_(Activity.deleted_at.is_(None), or_(_own(actor), _shared(actor)))


def may_be_logged() -> ColumnElement[bool]:
    """True where an activity may stand in the training log: whoever sees the log may see the activity, too.

    Files are shared with the training they were; what comes from Strava needs a consent of its own.
    """
    of_strava = and_(_agreed_to(DataKind.ACTIVITIES), _agreed_to(DataKind.STRAVA))
    may_look = of_strava if terms().trainers_may_see_strava else false()
    outsider = (
        select(_trainers.id)
        .where(_trainers.athlete_id == Activity.athlete_id, _trainers.ended_at.is_(None))
        .where(_agreed_to(DataKind.TRAINING), ~may_look)
    )
    return or_(Activity.source != Source.STRAVA, ~outsider.correlate_except(_trainers).exists())


def _agreed_to(kind: DataKind) -> ColumnElement[bool]:
    agreed = aliased(Consent)
    found = select(agreed.id).where(
        agreed.coaching_id == _trainers.id, agreed.kind == kind, agreed.revoked_at.is_(None)
    )
    return found.correlate_except(agreed).exists()


def counts_once() -> ColumnElement[bool]:
    """True where an activity is not the second recording of another that is still there: for lists and sums."""
    first = aliased(Activity)
    shown_as = select(first.id).where(first.id == Activity.twin_of_id, first.deleted_at.is_(None))
    return or_(Activity.twin_of_id.is_(None), ~shown_as.exists())


VIEW_ACTIVITY = Permission("activities.view", Activity, _seen)
PAIR_ACTIVITY = Permission(
    "activities.pair",
    Activity,
    lambda actor: and_(_seen(actor), or_(_own(actor), may_see(actor, Activity.athlete_id, DataKind.TRAINING))),
    view=VIEW_ACTIVITY,
)
"""Athlete and trainer may both say what an activity was."""
EDIT_ACTIVITY = Permission("activities.edit", Activity, _own, view=VIEW_ACTIVITY)
"""Name, note and file are the athlete's own, and so is deleting."""
RESTORE_ACTIVITY = Permission("activities.restore", Activity, _own)
"""Also what was deleted: to bring it back."""

CLIENT_ACTIVITIES = Permission(
    "activities.client", Person, lambda actor: may_see(actor, Person.id, DataKind.ACTIVITIES), view=CLIENT
)
VIEW_IMPORT = Permission("activities.import", Import, lambda actor: Import.athlete_id == actor.person_id)
"""Reading a file is its owner's affair until it is an activity."""
