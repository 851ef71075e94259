"""The address where Strava announces events. It answers from the database alone, and within milliseconds."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.errors import Hidden
from portal.core.guard import public
from portal.strava.actions.events import receive_event
from portal.strava.client.application import Application
from portal.strava.forms import MOST_BYTES, announcement

bp = Blueprint("strava_hooks", __name__)

WHY = "Strava knows this address, and what it says is only a hint"


@bp.get("/hooks/strava/<token>")
@public(reason=WHY, programs=True)
def shake_hands(token: str) -> Response:
    application = _application(token)
    query = request.args
    if query.get("hub.mode") != "subscribe" or not application.is_verify_token(query.get("hub.verify_token", "")):
        raise Hidden
    return jsonify({"hub.challenge": query.get("hub.challenge", "")[:200]})


@bp.post("/hooks/strava/<token>")
@public(reason=WHY, programs=True)
def receive(token: str) -> Response:
    # Whatever comes is answered alike: a stranger learns nothing, and Strava sends nothing twice.
    application = _application(token)
    said = announcement(request.stream.read(MOST_BYTES + 1))
    if said is not None:
        receive_event(said, application=application, now=clock.now())
    return Response(status=200)


def _application(token: str) -> Application:
    """Return our application to whoever knows the address. Raises Hidden."""
    application = Application.of(current_app.config)
    if not application.is_on or not application.is_webhook_token(token):
        raise Hidden
    return application
