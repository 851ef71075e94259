"""The page of an athlete's link to Strava, and the way there and back."""

from __future__ import annotations

import secrets
from hmac import compare_digest
from typing import Any

from flask import Blueprint, current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.access import Actor
from portal.core.errors import Hidden
from portal.core.guard import lists, needs
from portal.core.visitor import actor
from portal.core.web import go_to, page
from portal.roster.models import Coaching
from portal.roster.policy import CONSENT_OF
from portal.strava.actions.backfills import begin_backfill
from portal.strava.actions.endings import disconnect
from portal.strava.actions.links import ask_to_link
from portal.strava.actions.sharing import share_with, stop_sharing_with
from portal.strava.client.application import Application
from portal.strava.forms import LinkForm
from portal.strava.models.accounts import StravaAccount
from portal.strava.policy import OWN_STRAVA
from portal.strava.queries.accounts import connection_of, own_progress, shares_of
from portal.strava.rules.accounts import SAID, LinkProblem
from portal.strava.rules.scopes import OFFICIAL, Sharing, may_import

bp = Blueprint("strava", __name__)

PAGE = "strava/connection.html"
BLOCKS = ("strava_link", "strava_progress", "strava_shares")
STATE = "strava_state"
NOT_OURS = (LinkProblem.ELSEWHERE, LinkProblem.CODE_REFUSED)


@bp.get("/settings/strava")
@lists(OWN_STRAVA)
def show_connection(visitor: Actor) -> Response:
    return _shown(visitor)


@bp.get("/strava/authorization")
@lists(OWN_STRAVA)
def show_authorization(_: Actor) -> Response:
    application = _application()
    session[STATE] = secrets.token_urlsafe(24)
    return redirect(application.authorization_url(state=session[STATE], again="again" in request.args))


@bp.get("/strava/callback")
@lists(OWN_STRAVA)
def show_callback(_: Actor) -> Response:
    _application()
    return _came_back(LinkForm(request.args))


@bp.post("/strava/connection")
@lists(OWN_STRAVA)
def create_connection(visitor: Actor) -> Response:
    application, form = _application(), LinkForm(request.form)
    if _problem(form) is not None:
        return _came_back(form)
    session.pop(STATE)
    ask_to_link(form.draft(), application=application, actor=visitor, now=clock.now())
    return go_to(url_for(".show_connection"))


@bp.delete("/strava/accounts/<uuid:id>")
@needs(OWN_STRAVA)
def delete_account(account: StravaAccount) -> Response:
    disconnect(account, actor=actor(), now=clock.now())
    return _shown(actor(), then=url_for(".show_connection"))


@bp.post("/strava/accounts/<uuid:id>/backfill")
@needs(OWN_STRAVA)
def create_backfill(account: StravaAccount) -> Response:
    _application()
    begin_backfill(account, now=clock.now())
    return _shown(actor(), then=url_for(".show_connection"))


@bp.post("/coachings/<uuid:id>/strava")
@needs(CONSENT_OF)
def create_share(coaching: Coaching) -> Response:
    share_with(coaching, application=_application(), actor=actor(), now=clock.now())
    return _shown(actor(), then=url_for(".show_connection"))


@bp.delete("/coachings/<uuid:id>/strava")
@needs(CONSENT_OF)
def delete_share(coaching: Coaching) -> Response:
    stop_sharing_with(coaching, actor=actor(), now=clock.now())
    return _shown(actor(), then=url_for(".show_connection"))


def _application() -> Application:
    """Return this instance's application at Strava. Raises Hidden where there is none."""
    application = Application.of(current_app.config)
    if not application.is_on:
        raise Hidden
    return application


def _shown(visitor: Actor, *, then: str | None = None) -> Response:
    application, now = Application.of(current_app.config), clock.now()
    context: dict[str, Any] = {
        "is_on": application.is_on,
        "may_share": application.sharing is Sharing.COACH_WITH_CONSENT,
        "asked": list(OFFICIAL.values()),
        "connection": connection_of(visitor, client_id=application.client_id, now=now),
        "progress": own_progress(visitor, now=now),
        "shares": shares_of(visitor),
    }
    return page(PAGE, *BLOCKS, then=then, **context)


def _came_back(form: LinkForm) -> Response:
    problem = _problem(form)
    said = None if problem is None else SAID[problem]
    status = 409 if problem in NOT_OURS else 200
    return page("strava/callback.html", "strava_callback", form=form, problem=said, status=status)


def _problem(form: LinkForm) -> LinkProblem | None:
    """Return why this way back leads nowhere; whoever did not set out from here may not come back here."""
    known = session.get(STATE, "")
    if not known or not compare_digest(str(form.state.data).encode(), known.encode()):
        return LinkProblem.ELSEWHERE
    if request.args.get("error"):
        return LinkProblem.DENIED
    if not form.validate():
        return LinkProblem.CODE_REFUSED
    return None if may_import(form.draft().scopes) else LinkProblem.SCOPE_MISSING
