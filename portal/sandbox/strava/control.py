"""The control page for people, and the same as JSON for tests."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from portal.sandbox.strava.activities import Activity
from portal.sandbox.strava.athletes import Athlete, Habit
from portal.sandbox.strava.faults import Fault
from portal.sandbox.strava.hooks import Event, Mode
from portal.sandbox.strava.limits import Headers
from portal.sandbox.strava.oauth import the_world
from portal.sandbox.strava.shapes import summary_row

bp = Blueprint("control", __name__)

HABITS = {
    "run": Habit("Run", "tempo", "Run that was just finished", 34, 0),
    "ride": Habit("Ride", "endurance", "Ride that was just finished", 62, 0),
}
SHOWN = 8


@bp.get("/")
def show() -> str:
    """Show the athletes, what they did last, and what was sent."""
    world = the_world()
    last = {athlete_id: world.of_athlete(athlete_id)[:SHOWN] for athlete_id in world.athletes}
    return render_template("control.html", world=world, last=last)


@bp.get("/control/state")
def state() -> Response:
    """Return who has connected, and what was asked."""
    world = the_world()
    subscription = world.hooks.subscription
    return jsonify(
        athletes=[
            {
                "id": athlete.id,
                "activities": len(world.of_athlete(athlete.id)),
                "scopes": world.tokens.grants[athlete.id].scopes if athlete.id in world.tokens.grants else None,
            }
            for athlete in world.athletes.values()
        ],
        subscription_id=subscription and subscription.id,
        held=len(world.hooks.held),
        calls=[[call.method, call.path, call.status] for call in world.calls],
        now=world.now().isoformat(),
    )


@bp.post("/control/athletes/<int:athlete_id>/activities")
def finish(athlete_id: int) -> AnyResponse:
    """Finish an activity a moment ago."""
    athlete, asked = _athlete(athlete_id), _asked()
    activity = the_world().finish(
        athlete,
        HABITS[asked.get("habit", "run")],
        streams_after_s=int(asked.get("streams_after_s", 0)),
        minutes_ago=int(asked.get("minutes_ago", 0)),
    )
    return _done(activity)


@bp.post("/control/activities/<int:activity_id>")
def change(activity_id: int) -> AnyResponse:
    """Rename or hide an activity."""
    activity, asked = _activity(activity_id), _asked()
    if "name" in asked:
        the_world().rename(activity, str(asked["name"]))
    if asked.get("visibility") == "only_me":
        the_world().hide(activity)
    return _done(activity)


@bp.post("/control/activities/<int:activity_id>/deletion")
def delete(activity_id: int) -> AnyResponse:
    """Delete an activity."""
    activity = _activity(activity_id)
    the_world().delete(activity)
    return _done(activity)


@bp.post("/control/athletes/<int:athlete_id>/withdrawal")
def withdraw(athlete_id: int) -> AnyResponse:
    """End the authorisation from Strava's side."""
    the_world().withdraw(_athlete(athlete_id).id)
    return _done()


@bp.post("/control/events")
def forge() -> AnyResponse:
    """Announce something whether it is true or not."""
    asked = _asked()
    event = the_world().announce(
        asked["object_type"], asked["object_id"], asked["aspect_type"], asked["owner_id"], asked.get("updates", {})
    )
    return jsonify(event)


@bp.post("/control/events/deliveries")
def deliver() -> AnyResponse:
    """Hand over the events held back: so many times each, in order or shuffled."""
    asked, hooks = _asked(), the_world().hooks
    events: list[Event] = hooks.take_held() * int(asked.get("times", 1))
    if "seed" in asked:
        random.Random(asked["seed"]).shuffle(events)  # noqa: S311 -- an order, not a secret
    return jsonify(statuses=[hooks.post(event) for event in events])


@bp.post("/control/hooks")
def set_hooks() -> AnyResponse:
    """Say what happens to events from now on."""
    asked, hooks = _asked(), the_world().hooks
    hooks.mode, hooks.copies = Mode(asked.get("mode", "send")), int(asked.get("copies", 1))
    return _done()


@bp.post("/control/faults")
def add_fault() -> AnyResponse:
    """Let coming calls go wrong."""
    try:
        the_world().faults.add(Fault(**_asked()))
    except (TypeError, ValueError):
        abort(422)
    return _done()


@bp.delete("/control/faults")
def clear_faults() -> AnyResponse:
    """Let everything go well again."""
    the_world().faults.clear()
    return _done()


@bp.post("/control/limits")
def set_limits() -> AnyResponse:
    """Set the limits, the headers, and how much is used already."""
    world, asked = the_world(), _asked()
    limits = world.limits
    limits.overall = tuple(asked.get("overall", limits.overall))
    limits.read = tuple(asked.get("read", limits.read))
    limits.headers = Headers(asked.get("headers", limits.headers))
    limits.use(int(asked.get("used", 0)), now=world.now())
    return _done()


@bp.post("/control/clock")
def move_clock() -> AnyResponse:
    """Let time pass, or every access token end."""
    world, asked = the_world(), _asked()
    world.ahead += timedelta(seconds=float(asked.get("seconds", 0)))
    if asked.get("tokens") == "expired":
        world.tokens.expire(now=world.now())
    return _done()


def _asked() -> dict[str, Any]:
    asked: dict[str, Any] = request.get_json(silent=True) or request.form.to_dict()
    return {name: value for name, value in asked.items() if name != "by_hand"}


def _done(activity: Activity | None = None) -> AnyResponse:
    if "by_hand" in request.form:
        return redirect("/", 303)
    return jsonify(summary_row(activity) if activity else {})


def _athlete(athlete_id: int) -> Athlete:
    return the_world().athletes.get(athlete_id) or abort(404)


def _activity(activity_id: int) -> Activity:
    return the_world().activities.get(activity_id) or abort(404)
