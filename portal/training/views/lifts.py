"""Lifts: all that somebody lifts, and each one over time."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.core.guard import needs
from portal.core.visitor import actor, reader, today
from portal.core.web import page
from portal.roster.policy import SEE_TRAINING
from portal.training.queries.lifts import lift_named, sets_of
from portal.training.queries.records import best_sets_of
from portal.training.rules.lifts import charts_of, days_of, rep_records

bp = Blueprint("lifts", __name__)

WINDOW = timedelta(days=2 * 365)
LATEST = 12
"""Sessions that are listed."""


@bp.get("/athletes/<uuid:id>/lifts")
@needs(SEE_TRAINING)
def list_lifts(athlete: Person) -> Response:
    return page("training/lifts/list.html", athlete=athlete, lifts=best_sets_of(actor(), athlete.id))


@bp.get("/athletes/<uuid:id>/lifts/<uuid:exercise_id>")
@needs(SEE_TRAINING)
def show_lift(athlete: Person, exercise_id: UUID) -> Response:
    exercise = lift_named(exercise_id)
    done = sets_of(actor(), athlete.id, exercise_id, since=today() - WINDOW) if exercise else []
    if exercise is None or not done:
        abort(404)  # whoever never lifted it has no page of it, and names of others' exercises stay theirs
    days = days_of(done)
    return page(
        "training/lifts/show.html",
        athlete=athlete,
        exercise=exercise,
        charts=charts_of(days, reader().units),
        records=rep_records(done),
        days=days[: -LATEST - 1 : -1],
        count=len(days),
    )
