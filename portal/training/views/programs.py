"""Ways to progress: what each preset does, in words and by an example."""

from __future__ import annotations

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from portal.core.access import Actor
from portal.core.guard import signed_in
from portal.core.visitor import reader
from portal.core.web import page
from portal.progression import presets
from portal.training.rules.items import ALIASES
from portal.training.rules.programs import example_of

bp = Blueprint("programs", __name__)


@bp.get("/programs")
@signed_in(reason="presets are part of the product; they hold nobody's data")
def list_programs(_: Actor) -> Response:
    return page("training/programs/list.html", presets=presets.catalogue(), aliases=ALIASES)


@bp.get("/programs/<name>")
@signed_in(reason="presets are part of the product; they hold nobody's data")
def show_program(_: Actor, name: str) -> Response:
    try:
        example = example_of(name, reader().units)
    except ValueError:
        abort(404)
    return page("training/programs/show.html", example=example)
