"""How much a client runs now, beside a race plan."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.accounts.queries import today_of
from portal.activities.queries.volume import running_volume
from portal.core import clock
from portal.core.guard import needs
from portal.core.language import number
from portal.core.units import shown_distance
from portal.core.visitor import actor, reader
from portal.core.web import go_to, page
from portal.roster.policy import PLAN_FOR

bp = Blueprint("volume", __name__)


@bp.get("/clients/<uuid:id>/volume")
@needs(PLAN_FOR)
def show_volume(client: Person) -> Response:
    volume = running_volume(actor(), client.id, today=today_of(client.id, now=clock.now()))
    return page("activities/volume.html", "running_volume", client=client, volume=volume)


@bp.get("/clients/<uuid:id>/volume/race-plan")
@needs(PLAN_FOR)
def begin_race_plan(client: Person) -> Response:
    volume = running_volume(actor(), client.id, today=today_of(client.id, now=clock.now()))
    longest_m = volume.longest.distance_m if volume.longest else 0
    known: dict[str, Any] = {"weekly": _shown(volume.weekly_m), "longest": _shown(longest_m)}
    return go_to(url_for("raceplans.new_race_plan", id=client.id, **known if volume.is_known else {}))


def _shown(metres: float) -> str:
    return number(shown_distance(metres, reader().units), 1)
