"""Authorisation: the page an athlete says yes on, and everything about tokens."""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from portal.sandbox.strava.faults import error
from portal.sandbox.strava.shapes import athlete_row
from portal.sandbox.strava.tokens import Grant
from portal.sandbox.strava.world import World

bp = Blueprint("oauth", __name__, url_prefix="/oauth")

WORDS = {
    "read": "View data about your public profile",
    "read_all": "View your private routes, segments and events",
    "profile:read_all": "View your complete Strava profile",
    "profile:write": "Change your profile",
    "activity:read": "View data about your activities",
    "activity:read_all": "View data about your private activities",
    "activity:write": "Upload your activities from this application",
}


def the_world() -> World:
    """Return the world of the server that answers."""
    found: World = current_app.extensions["world"]
    return found


@bp.get("/authorize")
@bp.get("/mobile/authorize")
def ask() -> AnyResponse | str:
    """Ask an athlete, whom one may choose here, which scopes they grant."""
    query = request.args
    if query.get("client_id") != the_world().client_id or query.get("response_type") != "code":
        return error(400, "Bad Request", "Application", "client_id", "invalid")
    if not urlsplit(query.get("redirect_uri", "")).scheme.startswith("http"):
        return error(400, "Bad Request", "Application", "redirect_uri", "invalid")
    athletes = the_world().athletes.values()
    return render_template("authorize.html", athletes=athletes, scopes=_offered(), words=WORDS, query=query.to_dict())


@bp.post("/authorize")
def answer() -> AnyResponse:
    """Send the athlete back with a code, or without one."""
    if request.form.get("answer") != "yes":
        return _back(error="access_denied")
    world = the_world()
    athlete_id, scopes = int(request.form["athlete"]), ("read", *request.form.getlist("scope"))
    scopes = tuple(dict.fromkeys(scopes))
    return _back(code=world.tokens.offer(athlete_id, scopes, now=world.now()), scope=scopes)


@bp.post("/token")
def token() -> Response:
    """Trade a code or a refresh token for tokens."""
    form = request.form
    if not _is_ours(form.get("client_id", ""), form.get("client_secret", "")):
        return error(401, "Authorization Error", "Application", "", "invalid")
    if form.get("grant_type") == "refresh_token":
        return _renewed(form.get("refresh_token", ""))
    if form.get("grant_type") == "authorization_code":
        return _redeemed(form.get("code", ""))
    return error(400, "Bad Request", "Token", "grant_type", "invalid")


@bp.post("/revoke")
def revoke() -> Response:
    """End an authorisation; unknown tokens are fine."""
    given = request.authorization
    if given is None or not _is_ours(given.username or "", given.password or ""):
        return error(401, "Authorization Error", "Application", "", "invalid")
    the_world().tokens.revoke(request.form.get("token", ""))
    return Response(status=200)


@bp.post("/deauthorize")
def deauthorize() -> Response:
    """End an authorisation the old way."""
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if the_world().tokens.revoke(bearer or request.form.get("access_token", "")) is None:
        return error(401, "Authorization Error", "Athlete", "access_token", "invalid")
    return jsonify({"access_token": bearer})


def _offered() -> list[str]:
    # Strava offers the narrow box beside the wide one, so that private activities can be left out.
    asked = set(request.args.get("scope", "read").split(","))
    return [scope for scope in WORDS if scope in asked or (scope == "activity:read" and "activity:read_all" in asked)]


def _back(*, scope: tuple[str, ...] = (), **values: str) -> AnyResponse:
    if scope:
        values["scope"] = ",".join(scope)
    query = {"state": request.values.get("state", ""), **values}
    return redirect(f"{request.values['redirect_uri']}?{urlencode(query)}")


def _is_ours(client_id: str, client_secret: str) -> bool:
    world = the_world()
    return client_id == world.client_id and hmac.compare_digest(client_secret.encode(), world.client_secret.encode())


def _redeemed(code: str) -> Response:
    world = the_world()
    with world.lock:
        waiting = world.tokens.codes.get(code)
        if waiting and waiting.athlete_id not in world.tokens.grants and len(world.tokens.grants) >= world.cap:
            return error(403, "Limit of connected athletes exceeded")
        grant = world.tokens.redeem(code, now=world.now())
    if grant is None:
        return error(400, "Bad Request", "AuthorizationCode", "code", "invalid")
    return jsonify({**_tokens(grant), "athlete": athlete_row(world.athletes[grant.athlete_id])})


def _renewed(refresh_token: str) -> Response:
    world = the_world()
    with world.lock:
        grant = world.tokens.renew(refresh_token, now=world.now())
    if grant is None:
        return error(400, "Bad Request", "RefreshToken", "refresh_token", "invalid")
    return jsonify(_tokens(grant))


def _tokens(grant: Grant) -> dict[str, Any]:
    access_token, ends_at = grant.newest
    return {
        "token_type": "Bearer",
        "access_token": access_token,
        "refresh_token": grant.refresh_token,
        "expires_at": int(ends_at.timestamp()),
        "expires_in": int((ends_at - the_world().now()).total_seconds()),
        "scope": ",".join(grant.scopes),
    }
