"""One session: to read, to log set by set, to close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from portal.accounts.queries import name_of
from portal.core import clock
from portal.core.guard import needs
from portal.core.language import say, translated
from portal.core.moments import moment_of
from portal.core.visitor import actor
from portal.core.web import go_to, page
from portal.training.actions import closing, sets
from portal.training.actions.days import NotThatDay
from portal.training.actions.logs import Shown, log_of
from portal.training.forms.logs import ClosingForm, EffortForm, SetForm
from portal.training.models.logs import SessionLog
from portal.training.models.plans import PlannedSession
from portal.training.policy.sessions import LOG_SESSION, VIEW_LOG, VIEW_SESSION
from portal.training.queries.sessions import Opened, due_session, open_session
from portal.training.rules.course import is_ahead, is_missed
from portal.training.rules.exercises import Measure
from portal.training.rules.logs import planned_metres, planned_seconds
from portal.training.rules.plans import Missed
from portal.training.rules.plates import loading
from portal.training.rules.sheets import SheetTrack
from portal.training.rules.words import set_words
from portal.training.views.their_day import their_day

bp = Blueprint("sessions", __name__)

BLOCKS = ("session_sheet",)


@bp.get("/sessions/<uuid:id>")
@needs(VIEW_SESSION)
def show_session(session: PlannedSession) -> Response:
    return sheet_page(open_session(due_session(session), today=their_day(session)))


@bp.get("/logs/<uuid:id>")
@needs(VIEW_LOG)
def show_log(log: SessionLog) -> Response:
    return go_to(url_for("sessions.show_session", id=log.planned_session_id))


@bp.post("/sessions/<uuid:id>/sets")
@needs(LOG_SESSION)
def create_set(session: PlannedSession) -> Response:
    form = SetForm(request.form)
    if not form.validate():
        return _again(session, form)
    sets.log_set(
        session,
        form.draft(),
        shown=_shown(session),
        today=their_day(session),
        actor=actor(),
        now=clock.now(),
    )
    return _then(session)


@bp.delete("/sessions/<uuid:id>/sets/<track>/<int(max=999):position>")
@needs(LOG_SESSION)
def delete_set(session: PlannedSession, track: str, position: int) -> Response:
    sets.remove_set(session, track=track, position=position, done_at=_done_at(), actor=actor(), now=clock.now())
    return _then(session)


@bp.post("/sessions/<uuid:id>/efforts")
@needs(LOG_SESSION)
def create_effort(session: PlannedSession) -> Response:
    form = EffortForm(request.form)
    if not form.validate():
        return _again(session, form)
    shown, log = _shown(session), log_of(session)
    asked = log.planned if log else shown.planned if shown else {}
    work = asked.get(form.track.data, ())
    draft = form.draft(planned_m=planned_metres(work), planned_s=planned_seconds(work))
    sets.log_effort(session, draft, shown=shown, today=their_day(session), actor=actor(), now=clock.now())
    return _then(session)


@bp.delete("/sessions/<uuid:id>/efforts/<track>")
@needs(LOG_SESSION)
def delete_effort(session: PlannedSession, track: str) -> Response:
    sets.take_back_effort(session, track=track, done_at=_done_at(), actor=actor(), now=clock.now())
    return _then(session)


@bp.post("/sessions/<uuid:id>/completion")
@needs(LOG_SESSION)
def create_completion(session: PlannedSession) -> Response:
    form = ClosingForm(request.form)
    if not form.validate():
        return _again(session, form)
    try:
        closing.finish_session(
            session,
            form.draft(),
            shown=_shown(session),
            today=their_day(session),
            actor=actor(),
            now=clock.now(),
        )
    except NotThatDay as refusal:
        form.trained_on.errors = [say(refusal.sentence)]
        return _again(session, form)
    return _then(session)


@bp.delete("/sessions/<uuid:id>/completion")
@needs(LOG_SESSION)
def delete_completion(session: PlannedSession) -> Response:
    closing.reopen_session(session, done_at=_done_at(), actor=actor(), now=clock.now())
    return _then(session)


@bp.post("/sessions/<uuid:id>/excuse")
@needs(LOG_SESSION)
def create_excuse(session: PlannedSession) -> Response:
    closing.excuse_session(session, actor=actor(), now=clock.now())
    return _then(session)


@bp.delete("/sessions/<uuid:id>/excuse")
@needs(LOG_SESSION)
def delete_excuse(session: PlannedSession) -> Response:
    closing.expect_session(session, actor=actor(), now=clock.now())
    return _then(session)


def sheet_page(opened: Opened, **context: Any) -> Response:
    """Return the page of an opened session; what is shown travels with it, signed, to be logged against."""
    shown = {"planned": opened.planned, "reasons": opened.reasons}
    # Also where a log holds it already: what was logged may be taken back, and the log with it, while the page is open.
    token = _signer(opened.session).dumps(shown) if opened.is_open and not opened.is_closed else ""
    context = {
        "opened": opened,
        "sheet": opened.sheet,
        "shown": token,
        "today": opened.today,
        "form": ClosingForm(obj=opened.log, trained_on=None),
        "effort_forms": {track.track: _effort_form(track) for track in opened.sheet.tracks if track.is_endurance},
        "typed_effort": None,
        "problems": None,
        "is_missed": _is_missed(opened),
        "is_ahead": _is_ahead(opened),
        "waits": opened.plan.layout["missed"] == Missed.SHIFT,
        "lanes": [{**lane, "name": translated(lane["name"]), "label": say(lane["label"])} for lane in opened.lanes],
        "set_words": set_words,
        "default_measure": Measure.LOAD_REPS,
        "loading": loading,
        **_onlooker(opened),
        **context,
    }
    return page("training/sessions/session.html", *BLOCKS, **context)


def _is_missed(opened: Opened) -> bool:
    return opened.log is None and not opened.is_excused and is_missed(opened.session.on, opened.today)


def _is_ahead(opened: Opened) -> bool:
    """Return whether doing it today would overtake other sessions, on which its numbers count."""
    to_do = opened.is_open and not opened.is_closed and not opened.is_excused
    return to_do and is_ahead(opened.session.on, opened.today)


def _onlooker(opened: Opened) -> dict[str, Any]:
    """Return what a trainer sees beside the session of somebody else: whose it is."""
    athlete_id = opened.session.athlete_id
    is_onlooker = athlete_id != actor().person_id
    return {"may_adjust": actor().is_trainer and is_onlooker, "athlete": name_of(athlete_id) if is_onlooker else ""}


def _effort_form(track: SheetTrack) -> EffortForm:
    """Return the form of a run, with what was typed of it before."""
    ran = track.ran
    return EffortForm(data={"distance": ran.distance_m, "duration": ran.duration_s} if ran else None)


def _then(session: PlannedSession) -> Response:
    return sheet_page(
        open_session(due_session(session), today=their_day(session)),
        then=url_for("sessions.show_session", id=session.id),
    )


def _again(session: PlannedSession, form: Any) -> Response:
    typed: dict[str, Any] = {"form": form} if isinstance(form, ClosingForm) else {}
    if isinstance(form, EffortForm):
        form.belong_to(form.track.data)
        typed = {"typed_effort": form}
    return sheet_page(open_session(due_session(session), today=their_day(session)), status=422, problems=form, **typed)


def _done_at() -> datetime | None:
    """Return when the button was pressed, where the page says so: what a phone kept arrives later."""
    return moment_of(request.form.get("done_at"))


def _shown(session: PlannedSession) -> Shown | None:
    """Return the prescription this visitor was looking at: signed when it was drawn, so nobody can write their own."""
    try:
        shown = _signer(session).loads(request.form.get("shown", ""))
    except BadData:
        return None
    return Shown(shown["planned"], shown["reasons"])


def _signer(session: PlannedSession) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"shown-{session.id}")
