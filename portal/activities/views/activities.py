"""Activities: the athlete's list and the trainer's, and the page of each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request, send_file, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.activities.actions.activities import delete_activity, describe_activity, restore_activity
from portal.activities.actions.matching import pair_with, unpair
from portal.activities.forms import DescriptionForm, PairingForm
from portal.activities.models import Activity
from portal.activities.policy import (
    CLIENT_ACTIVITIES,
    EDIT_ACTIVITY,
    PAIR_ACTIVITY,
    RESTORE_ACTIVITY,
    VIEW_ACTIVITY,
)
from portal.activities.queries.activities import activities_of
from portal.activities.queries.deleted import deleted_of, deleted_title
from portal.activities.queries.files import original_of
from portal.activities.queries.imports import Batch, has_refused, latest_batch
from portal.activities.queries.records import records_of
from portal.activities.queries.shown import shown_activity, values_of
from portal.activities.rules.imports import SENTENCES
from portal.activities.rules.records import Record
from portal.activities.rules.words import title_of
from portal.core import clock
from portal.core.access import Actor, find, may
from portal.core.guard import lists, needs
from portal.core.visitor import actor, reader, today
from portal.core.web import go_to, page, wants_fragment
from portal.roster.policy import CLIENT
from portal.roster.queries import client_head
from portal.training.models.plans import PlannedSession
from portal.training.policy.sessions import VIEW_SESSION

bp = Blueprint("activities", __name__)


@bp.get("/activities")
@lists(VIEW_ACTIVITY)
def list_activities(athlete: Actor) -> Response:
    return list_page(athlete, latest_batch(athlete, now=clock.now()))


@bp.get("/activities/deleted")
@lists(RESTORE_ACTIVITY)
def list_deleted(athlete: Actor) -> Response:
    found = deleted_of(athlete, now=clock.now(), before=_uuid("before"))
    return page("activities/deleted.html", "deleted_list", found=found)


@bp.get("/clients/<uuid:id>/activities")
@needs(CLIENT)
def list_client_activities(client: Person) -> Response:
    head = client_head(actor(), client.id, today=today())
    found = activities_of(actor(), client.id, before=_uuid("before"))
    may_look = may(CLIENT_ACTIVITIES, actor(), client.id)
    return page(
        "activities/client.html",
        "activity_list",
        client=head,
        tab="activities",
        found=found,
        may_look=may_look,
        records=_records(client.id),
    )


@bp.get("/activities/<uuid:id>")
@needs(VIEW_ACTIVITY)
def show_activity(activity: Activity) -> Response:
    return _shown(activity)


@bp.get("/activities/<uuid:id>/values")
@needs(VIEW_ACTIVITY)
def show_values(activity: Activity) -> Response:
    title = title_of(activity.own_name or activity.name, activity.sport)
    return page("activities/values.html", "values", activity=activity, title=title, table=values_of(activity))


@bp.get("/activities/<uuid:id>/description")
@needs(EDIT_ACTIVITY)
def edit_activity(activity: Activity) -> Response:
    form = DescriptionForm(data={"name": activity.own_name or activity.name, "note": activity.note})
    return page("activities/edit.html", "dialog", activity=activity, form=form)


@bp.post("/activities/<uuid:id>/description")
@needs(EDIT_ACTIVITY)
def update_activity(activity: Activity) -> Response:
    form = DescriptionForm(request.form)
    if not form.validate():
        return page("activities/edit.html", "dialog", activity=activity, form=form, status=422)
    describe_activity(activity, form.draft(), by=actor().person_id, now=clock.now())
    return go_to(url_for(".show_activity", id=activity.id))


@bp.post("/activities/<uuid:id>/pairing")
@needs(PAIR_ACTIVITY)
def create_pairing(activity: Activity) -> Response:
    form = PairingForm(request.form)
    if not form.validate():
        return _shown(activity, status=422)
    before = activity.planned_session_id
    session: PlannedSession = find(VIEW_SESSION, actor(), form.session_id())
    pair_with(activity, session, actor=actor(), now=clock.now())
    return _shown(activity, then=url_for(".show_activity", id=activity.id), was=before, has_changed=True)


@bp.delete("/activities/<uuid:id>/pairing")
@needs(PAIR_ACTIVITY)
def delete_pairing(activity: Activity) -> Response:
    before = activity.planned_session_id
    unpair(activity, actor=actor(), now=clock.now())
    return _shown(activity, then=url_for(".show_activity", id=activity.id), was=before, has_changed=True)


@bp.post("/activities/<uuid:id>/deletion")
@needs(EDIT_ACTIVITY)
def create_deletion(activity: Activity) -> Response:
    delete_activity(activity, by=actor().person_id, now=clock.now())
    return go_to(url_for(".list_activities", deleted=activity.id))


@bp.delete("/activities/<uuid:id>/deletion")
@needs(RESTORE_ACTIVITY)
def delete_deletion(activity: Activity) -> Response:
    restore_activity(activity, by=actor().person_id, now=clock.now())
    return go_to(url_for(".show_activity", id=activity.id))


@bp.get("/activities/<uuid:id>/file")
@needs(EDIT_ACTIVITY)
def show_file(activity: Activity) -> Response:
    original = original_of(activity)
    return send_file(original.path, "application/octet-stream", as_attachment=True, download_name=original.name)


def list_page(
    athlete: Actor,
    batch: Batch | None,
    *,
    then: str | None = None,
    status: int = 200,
    problem: str = "",
    has_news: bool = False,
) -> Response:
    """Return the athlete's own list, with the files handed in last."""
    gone = _uuid("deleted")
    deleted = deleted_title(athlete, gone) if gone else None
    return page(
        "activities/list.html",
        "activity_list",
        "imports",
        then=then,
        found=activities_of(athlete, athlete.person_id, before=_uuid("before")),
        batch=batch,
        problem=problem,
        has_news=has_news,
        sentences=SENTENCES,
        has_refused=has_refused(athlete, now=clock.now()),
        records=_records(athlete.person_id),
        deleted_id=gone if deleted else None,
        deleted=deleted,
        status=status,
    )


def _shown(
    activity: Activity,
    *,
    then: str | None = None,
    status: int = 200,
    was: UUID | None = None,
    has_changed: bool = False,
) -> Response:
    shown = shown_activity(activity, actor(), reader().units, lap=request.args.get("lap", type=int))
    return page(
        "activities/show.html", "activity", then=then, status=status, shown=shown, was=was, has_changed=has_changed
    )


def _records(athlete_id: UUID) -> Sequence[Record]:
    """Return the newest records; they stand on the first page only."""
    return () if wants_fragment() or _uuid("before") else records_of(actor(), athlete_id)


def _uuid(name: str) -> UUID | None:
    return request.args.get(name, type=UUID)
