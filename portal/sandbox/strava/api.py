"""The API, version 3: what a token's holder may read, and the application's subscription."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, g, jsonify, request

from portal.sandbox.strava.activities import Activity
from portal.sandbox.strava.faults import error
from portal.sandbox.strava.oauth import the_world
from portal.sandbox.strava.shapes import athlete_row, detail_row, streams_row, summary_row
from portal.sandbox.strava.tokens import Grant
from portal.sandbox.strava.world import READS_ACTIVITIES

bp = Blueprint("api", __name__, url_prefix="/api/v3")

MOST_ROWS = 200
LONGEST_URL = 255


@bp.before_request
def recognise() -> Response | None:
    """Find out whose token this is, and count the request."""
    if request.path.startswith("/api/v3/push_subscriptions"):
        return None
    world = the_world()
    if not world.limits.take(now=world.now(), is_read=request.method == "GET"):
        return error(429, "Rate Limit Exceeded", "Application", "overall rate limit", "exceeded")
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    g.grant = world.tokens.holder(token, now=world.now())
    if g.grant is None:
        return error(401, "Authorization Error", "Athlete", "access_token", "invalid")
    return None


@bp.after_request
def tell_limits(response: Response) -> Response:
    """Write the limits on the answer."""
    if "grant" in g or response.status_code == 429:  # noqa: PLR2004
        response.headers.update(the_world().limits.written(the_world().now()))
    return response


@bp.get("/athlete")
def athlete() -> Response:
    """Return the athlete."""
    return jsonify(athlete_row(the_world().athletes[_grant().athlete_id]))


@bp.get("/athlete/activities")
def activities() -> Response:
    """Return a page of summaries, newest first."""
    if refused := _refused():
        return refused
    rows = [activity for activity in the_world().of_athlete(_grant().athlete_id) if _may_see(activity)]
    if before := request.args.get("before", type=int):
        rows = [activity for activity in rows if activity.starts_at.timestamp() < before]
    if after := request.args.get("after", type=int):
        rows = [activity for activity in rows if activity.starts_at.timestamp() > after]
    size = min(request.args.get("per_page", 30, type=int), MOST_ROWS)
    first = size * (request.args.get("page", 1, type=int) - 1)
    return jsonify([summary_row(activity) for activity in rows[first : first + size]])


@bp.get("/activities/<int:activity_id>")
def activity(activity_id: int) -> Response:
    """Return one activity."""
    if refused := _refused():
        return refused
    found = _found(activity_id)
    if found is None:
        return error(404, "Record Not Found", "Activity", "id", "not found")
    return jsonify(detail_row(found, the_world().samples(found)))


@bp.get("/activities/<int:activity_id>/streams")
def streams(activity_id: int) -> Response:
    """Return its streams, none while Strava still works on it."""
    if refused := _refused():
        return refused
    found = _found(activity_id)
    if found is None or found.is_manual:
        return error(404, "Resource Not Found", "Stream", "", "not found")
    ready = found.streams_at <= the_world().now()
    keys = set(request.args.get("keys", "").split(","))
    return jsonify(streams_row(the_world().samples(found), keys) if ready else {})


@bp.post("/push_subscriptions")
def subscribe() -> Response:
    """Begin to send events to an address that answers the handshake."""
    world, form = the_world(), request.form
    if not _is_application(form):
        return error(401, "Authorization Error", "Application", "", "invalid")
    if world.hooks.subscription is not None:
        return error(400, "Bad Request", "PushSubscription", "", "already exists")
    url = form.get("callback_url", "")
    if not 0 < len(url) <= LONGEST_URL:
        return error(400, "Bad Request", "PushSubscription", "callback url", "invalid")
    made = world.hooks.subscribe(url, form.get("verify_token", ""), number=next(world.subscriptions))
    if made is None:
        return error(400, "Bad Request", "PushSubscription", "callback url", "GET to callback URL does not return 200")
    response = jsonify({"id": made.id})
    response.status_code = 201
    return response


@bp.get("/push_subscriptions")
def subscriptions() -> Response:
    """Return the subscription, if there is one."""
    if not _is_application(request.args):
        return error(401, "Authorization Error", "Application", "", "invalid")
    found = the_world().hooks.subscription
    return jsonify([{"id": found.id, "callback_url": found.callback_url}] if found else [])


@bp.delete("/push_subscriptions/<int:subscription_id>")
def unsubscribe(subscription_id: int) -> Response:
    """Send no more events."""
    hooks = the_world().hooks
    if not _is_application(request.form):
        return error(401, "Authorization Error", "Application", "", "invalid")
    if hooks.subscription is None or hooks.subscription.id != subscription_id:
        return error(404, "Record Not Found", "PushSubscription", "id", "not found")
    hooks.subscription = None
    return Response(status=204)


def _grant() -> Grant:
    grant: Grant = g.grant
    return grant


def _refused() -> Response | None:
    if set(READS_ACTIVITIES) & set(_grant().scopes):
        return None
    return error(401, "Authorization Error", "AccessToken", "activity:read_permission", "missing")


def _may_see(activity: Activity) -> bool:
    return activity.visibility != "only_me" or "activity:read_all" in _grant().scopes


def _found(activity_id: int) -> Activity | None:
    found = the_world().activities.get(activity_id)
    mine = found is not None and found.athlete_id == _grant().athlete_id
    return found if found is not None and mine and _may_see(found) else None


def _is_application(given: Mapping[str, str]) -> bool:
    world = the_world()
    return given.get("client_id") == world.client_id and given.get("client_secret") == world.client_secret
