"""What an athlete can hold: the numbers that loads are reckoned from."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.activities.actions.thresholds import set_thresholds
from portal.activities.forms import ThresholdsForm
from portal.activities.queries.athletes import athlete_named
from portal.core import clock
from portal.core.access import Actor
from portal.core.guard import signed_in
from portal.core.web import go_to, page

bp = Blueprint("thresholds", __name__)


@bp.get("/activities/thresholds")
@signed_in(reason="everybody has thresholds of their own")
def edit_thresholds(athlete: Actor) -> Response:
    form = ThresholdsForm.of(athlete_named(athlete.person_id).thresholds)
    return page("activities/thresholds.html", "dialog", form=form)


@bp.post("/activities/thresholds")
@signed_in(reason="everybody has thresholds of their own")
def update_thresholds(athlete: Actor) -> Response:
    form = ThresholdsForm(request.form)
    if not form.validate():
        return page("activities/thresholds.html", "dialog", form=form, status=422)
    set_thresholds(athlete.person_id, form.draft(), by=athlete.person_id, now=clock.now())
    return go_to(url_for("activities.list_activities"))
