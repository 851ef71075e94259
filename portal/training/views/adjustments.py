"""What a trainer changes by hand: other numbers for one session, undone and put back at will."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.guard import needs
from portal.core.visitor import actor
from portal.core.web import go_to, page
from portal.training.actions import adjustments
from portal.training.forms.logs import CarriedOverrideForm, OverrideForm, RunOverrideForm, TimedOverrideForm
from portal.training.models.plans import Adjustment, PlannedSession
from portal.training.policy.plans import EDIT_ADJUSTMENT
from portal.training.policy.sessions import ADJUST_SESSION
from portal.training.queries.plans import athlete_of
from portal.training.queries.sessions import Opened, due_session, open_session
from portal.training.rules.asked import deciding_words
from portal.training.rules.exercises import Measure
from portal.training.rules.groups import count_others, count_sets, deciding
from portal.training.rules.sheets import SheetTrack
from portal.training.views.their_day import their_day

bp = Blueprint("adjustments", __name__)

FORMS = {Measure.SECONDS: TimedOverrideForm, Measure.DISTANCE: CarriedOverrideForm}


@bp.get("/sessions/<uuid:id>/adjustments/<track>/new")
@needs(ADJUST_SESSION)
def new_adjustment(session: PlannedSession, track: str) -> Response:
    opened = open_session(due_session(session), today=their_day(session))
    wanted = _track(opened, track)
    return _dialog(opened, wanted, _form(opened, wanted)(data=_now(opened, wanted)))


@bp.post("/sessions/<uuid:id>/adjustments/<track>")
@needs(ADJUST_SESSION)
def create_adjustment(session: PlannedSession, track: str) -> Response:
    opened = open_session(due_session(session), today=their_day(session))
    wanted = _track(opened, track)
    form = _form(opened, wanted)(request.form)
    if not form.validate():
        return _dialog(opened, wanted, form, status=422)
    change, reason = form.change(opened.planned[track]), form.reason.data
    adjustments.override_session(session, track=track, change=change, reason=reason, actor=actor(), now=clock.now())
    return go_to(url_for("sessions.show_session", id=session.id))


@bp.delete("/adjustments/<uuid:id>")
@needs(EDIT_ADJUSTMENT)
def delete_adjustment(adjustment: Adjustment) -> Response:
    adjustments.undo_adjustment(adjustment, athlete_id=athlete_of(adjustment), actor=actor(), now=clock.now())
    return go_to(url_for("plans.show_plan", id=adjustment.plan_id))


@bp.post("/adjustments/<uuid:id>")
@needs(EDIT_ADJUSTMENT)
def restore_adjustment(adjustment: Adjustment) -> Response:
    adjustments.restore_adjustment(adjustment, athlete_id=athlete_of(adjustment), actor=actor(), now=clock.now())
    return go_to(url_for("plans.show_plan", id=adjustment.plan_id))


def _track(opened: Opened, track: str) -> SheetTrack:
    found = next((row for row in opened.sheet.tracks if row.track == track), None)
    if found is None or opened.log is not None:
        abort(404)
    return found


def _form(opened: Opened, track: SheetTrack) -> type[OverrideForm | RunOverrideForm]:
    if track.is_endurance:
        return RunOverrideForm
    return FORMS.get(_measure(opened, track), OverrideForm)


def _measure(opened: Opened, track: SheetTrack) -> Measure:
    exercise = opened.exercises.get(track.exercise)
    return exercise.measure if exercise else Measure.LOAD_REPS


def _now(opened: Opened, track: SheetTrack) -> dict[str, object]:
    if track.is_endurance:
        return {"distance": track.distance_m or None}
    groups = deciding(opened.planned[track.track])
    return {"sets": count_sets(groups), "reps": groups[0]["reps"], "load": groups[0]["load"]}


def _dialog(opened: Opened, track: SheetTrack, form: OverrideForm | RunOverrideForm, *, status: int = 200) -> Response:
    work = opened.planned[track.track]
    others = 0 if track.is_endurance else count_others(work)
    asked = deciding_words(work, _measure(opened, track)) if others else None
    context: dict[str, Any] = {"opened": opened, "track": track, "form": form, "others": others, "asked": asked}
    return page("training/adjustment.html", "dialog", status=status, **context)
