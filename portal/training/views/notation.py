"""Rows of a draft's week as text: typed or pasted, read while one types, added together, and changed as text again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from portal.core.guard import needs
from portal.core.language import translated
from portal.core.visitor import actor, reader
from portal.core.web import OK, go_to, page
from portal.training.actions import plans
from portal.training.forms.notation import NotationForm
from portal.training.models.plans import Plan
from portal.training.policy.plans import EDIT_PLAN
from portal.training.queries.items import known_exercises
from portal.training.queries.records import best_sets_of
from portal.training.rules.layout import TYPED, Item, Layout
from portal.training.rules.notation_words import EXAMPLES, parts_of
from portal.training.rules.offers import offers_for
from portal.training.rules.reading import (
    Desk,
    Read,
    goals_of,
    is_repeat,
    items_of,
    problem_of,
    read,
    with_exercise,
    with_mark,
)
from portal.training.rules.typed import line_of, text_of
from portal.training.views.items import row_called
from portal.training.views.plans import A_MONDAY

bp = Blueprint("notation", __name__)

LONGEST_MARK = 24


@bp.get("/plans/<uuid:id>/notation")
@needs(EDIT_PLAN)
def new_rows(plan: Plan) -> Response:
    given = Layout.from_json(plan.layout).given
    return _dialog(plan, NotationForm(data={"given": given, "text": request.args.get("text", "")}))


@bp.post("/plans/<uuid:id>/notation")
@needs(EDIT_PLAN)
def create_rows(plan: Plan) -> Response:
    form = NotationForm(request.form)
    layout = Layout.from_json(plan.layout)
    found = _read(plan, form)
    items = items_of(found, form.days.data or ())
    if is_repeat(items, layout, form.keys_given):
        return go_to(url_for("plans.show_plan", id=plan.id))
    return _keep(plan, form, found, items)


@bp.get("/plans/<uuid:id>/notation/<key>")
@needs(EDIT_PLAN)
def edit_row(plan: Plan, key: str) -> Response:
    item = _item(plan, key)
    line = line_of(item, name=translated(item.name) if item.exercise else "")
    return _dialog(plan, NotationForm(data={"text": line, "days": list(item.days)}), kept=item)


@bp.post("/plans/<uuid:id>/notation/<key>")
@needs(EDIT_PLAN)
def update_row(plan: Plan, key: str) -> Response:
    kept = _item(plan, key)
    form = NotationForm(request.form)
    found = _read(plan, form, kept)
    return _keep(plan, form, found, items_of(found, form.days.data or ()), kept=kept)


@bp.post("/plans/<uuid:id>/reading")
@needs(EDIT_PLAN)
def create_reading(plan: Plan) -> Response:
    """Read a text and say what it becomes; nothing is kept."""
    key = request.args.get("key")
    kept = _item(plan, key) if key else None
    form = NotationForm(request.form)
    form.text.data = _chosen(form.text.data, request.form.get("choice", ""))
    return _dialog(plan, form, kept=kept)


def _keep(
    plan: Plan, form: NotationForm, found: list[Read], items: tuple[Item, ...], *, kept: Item | None = None
) -> Response:
    if not form.takes(items, problem=problem_of(found)):
        return _dialog(plan, form, found, kept=kept, status=422)
    plans.put_items(plan, items)
    return go_to(url_for("plans.show_plan", id=plan.id))


def _chosen(text: str, choice: str) -> str:
    """Return the text with what was pressed beside a line written into it: an exercise, or what stands behind it."""
    number, _, what = choice.partition(":")
    if not number.isdecimal() or not 1 <= int(number[:6]) <= text.count("\n") + 1:
        return text
    kind, _, value = what.partition(":")
    if kind == "mark" and value and value.isprintable() and len(value) <= LONGEST_MARK:
        return with_mark(text, int(number), value)
    exercise = next((known for known in known_exercises(actor()) if known.id == value), None)
    return with_exercise(text, int(number), exercise) if exercise else text


def _read(plan: Plan, form: NotationForm, kept: Item | None = None) -> list[Read]:
    known = known_exercises(actor(), besides=UUID(kept.exercise) if kept and kept.exercise else None)
    return read(form.text.data or "", Desk(known, Layout.from_json(plan.layout), reader().units, kept))


def _dialog(
    plan: Plan,
    form: NotationForm,
    found: list[Read] | None = None,
    *,
    kept: Item | None = None,
    status: int = OK,
) -> Response:
    found = found or _read(plan, form, kept)
    best = best_sets_of(actor(), plan.athlete_id) if any(one.needs == "maximum" for one in found) else []
    sources = {str(row.exercise_id): row for row in best}
    layout, system = Layout.from_json(plan.layout), reader().units
    return page(
        "training/plans/notation.html",
        "dialog",
        "reading",
        status=status,
        plan=plan,
        form=form,
        key=kept.key if kept else None,
        here=url_for("notation.create_reading", id=plan.id, key=kept.key if kept else None),
        lines=[one for one in found if not one.line.is_blank],
        rows=sum(one.item is not None for one in found),
        is_ready=problem_of(found) is None,
        week_text="" if kept else text_of(layout, shown=translated),
        goals_of=goals_of,
        parts_of=parts_of,
        examples=EXAMPLES,
        a_monday=A_MONDAY,
        offers={one.line.number: offers_for(one, layout=layout, best=sources, system=system) for one in found},
    )


def _item(plan: Plan, key: str) -> Item:
    item = row_called(plan, key)
    if item.preset != TYPED:
        abort(404)
    return item
