"""The server: one Flask application for one world."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, request

from portal.sandbox.strava import api, control, oauth
from portal.sandbox.strava.memory import save
from portal.sandbox.strava.world import Call, World


def create_server(world: World, *, path: Path | None = None) -> Flask:
    """Return the server of this world, which writes it to `path` after every change."""
    app = Flask(__name__)
    app.extensions["world"] = world
    app.json.sort_keys = False  # type: ignore[attr-defined]
    for part in (oauth, api, control):
        app.register_blueprint(part.bp)
    app.before_request(_go_wrong)
    app.after_request(_remember)
    if path is not None:
        app.after_request(lambda response: _keep(response, world, path))
    return app


def _go_wrong() -> Response | None:
    if _is_control():
        return None
    return oauth.the_world().faults.answer_to(f"{request.method} {request.path}")


def _remember(response: Response) -> Response:
    if not _is_control():
        world = oauth.the_world()
        world.calls.append(Call(world.now(), request.method, request.path, response.status_code))
    return response


def _keep(response: Response, world: World, path: Path) -> Response:
    if request.method != "GET":
        save(world, path)
    return response


def _is_control() -> bool:
    return request.blueprint == "control"
