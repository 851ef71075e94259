"""Rows of a draft's week grid: choose how something progresses, fill in its few fields, choose weekdays."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from portal.core.guard import needs
from portal.core.language import later, say, translated
from portal.core.visitor import actor, reader
from portal.core.web import OK, go_to, page
from portal.training.actions import plans
from portal.training.forms.items import ItemForm, item_form, typed
from portal.training.forms.raceplans import RacePlanForm
from portal.training.forms.races import RaceForm
from portal.training.models.plans import Plan
from portal.training.policy.plans import EDIT_PLAN
from portal.training.queries.items import exercise_meant, names_for
from portal.training.rules.composing import ONE_RUN_PLAN, item_problem
from portal.training.rules.items import RUNS, about, counted_as, fields_of, lifting_presets, with_rounding, words_of
from portal.training.rules.layout import FIXED, RACE_PLAN, TYPED, Item, Layout
from portal.training.rules.races import USUAL_M
from portal.training.rules.racewishes import wish_of

bp = Blueprint("items", __name__)

RUN = "run"


@bp.get("/plans/<uuid:id>/items/new")
@needs(EDIT_PLAN)
def new_item(plan: Plan) -> Response:
    preset = _preset(request.args.get("preset"), request.args.get("what"))
    made = item_form(preset, with_exercise=preset not in RUNS)
    return _dialog(plan, _typed_so_far(made) or made(), key=None)


@bp.post("/plans/<uuid:id>/items")
@needs(EDIT_PLAN)
def create_item(plan: Plan) -> Response:
    return _keep(plan, None)


@bp.get("/plans/<uuid:id>/items/<key>")
@needs(EDIT_PLAN)
def edit_item(plan: Plan, key: str) -> Response:
    item = row_called(plan, key)
    if item.preset == TYPED:
        return go_to(url_for("notation.edit_row", id=plan.id, key=key))
    if item.preset == RACE_PLAN:
        return _race_dialog(plan, item)
    preset = _preset(request.args.get("preset") or item.preset, None)
    data = {**typed(preset, item.fields), "days": list(item.days), "exercise": translated(item.name)}
    made = item_form(preset, with_exercise=preset not in RUNS)
    return _dialog(plan, _typed_so_far(made) or made(data=data), key=key)


@bp.post("/plans/<uuid:id>/items/<key>")
@needs(EDIT_PLAN)
def update_item(plan: Plan, key: str) -> Response:
    return _keep(plan, row_called(plan, key).key)


@bp.delete("/plans/<uuid:id>/items/<key>")
@needs(EDIT_PLAN)
def delete_item(plan: Plan, key: str) -> Response:
    plans.remove_item(plan, key)
    return go_to(url_for("plans.show_plan", id=plan.id))


def _keep(plan: Plan, key: str | None) -> Response:
    """Put the row on the grid, new where it has no key yet; refused, the dialog stays open."""
    preset = _preset(request.form.get("preset"), None)
    form, layout = item_form(preset, with_exercise=preset not in RUNS)(request.form), Layout.from_json(plan.layout)
    item = _item_meant(form, key or _free_key(layout)) if form.is_possible() else None
    if item is None:
        return _dialog(plan, form, key=key, status=422)
    if key is None and _is_there(layout, item):
        return go_to(url_for("plans.show_plan", id=plan.id))
    problem = item_problem(item) or (ONE_RUN_PLAN if layout.with_item(item).has_two_run_plans else None)
    if problem:
        form.days.errors = [say(problem)]
        return _dialog(plan, form, key=key, status=422)
    if not item.key:
        abort(409)
    plans.put_item(plan, item)
    return go_to(url_for("plans.show_plan", id=plan.id))


def _item_meant(form: ItemForm, key: str) -> Item | None:
    """Return the row as it was typed, or None; the problems stand at their fields."""
    fields, days = form.fields(), tuple(sorted(form.days.data or ()))
    if form.preset in RUNS:
        return Item(key, "", str(later("Run plan")), form.preset, fields, days)
    found = exercise_meant(actor(), form["exercise"].data)
    if found is None:
        form["exercise"].errors = [str(later("Choose an exercise from the library, or add it there first."))]
        return None
    if not form.fits(found):
        return None
    fields = with_rounding(fields, equipment=found.equipment, measure=found.measure, system=reader().units)
    fields = counted_as(fields, measure=found.measure, preset=form.preset)
    return Item(key, str(found.id), found.name, form.preset, fields, days)


def _is_there(layout: Layout, item: Item) -> bool:
    """Return whether the dialog was sent before: its row is there, just as it would be added again."""
    return replace(item, key=request.form.get("row", "")) in layout.items


def _typed_so_far(made: type[ItemForm]) -> ItemForm | None:
    """Return the form under way, when the index of a race is to be seen before anything is saved."""
    return made(request.args) if "race_time" in request.args else None


def _dialog(plan: Plan, form: ItemForm, *, key: str | None, status: int = 200) -> Response:
    preset = form.preset
    return page(
        "training/plans/item.html",
        "dialog",
        "race_index",
        status=status,
        plan=plan,
        form=form,
        key=key,
        free_key="" if key else _free_key(Layout.from_json(plan.layout)),
        preset=preset,
        fields=fields_of(preset),
        about=about(preset),
        has_example=preset != FIXED,
        races=USUAL_M,
        race_problem=form.work_out() if status == OK and isinstance(form, RaceForm) else "",
        ways=() if preset in RUNS else lifting_presets(),
        exercises=() if preset in RUNS else names_for(actor()),
    )


def _free_key(layout: Layout) -> str:
    """Return the key of the next row, empty when the grid is full."""
    try:
        return layout.free_key()
    except ValueError:
        return ""


def _race_dialog(plan: Plan, item: Item) -> Response:
    wish = wish_of(item, race_on=plan.ends_on)
    anew = url_for("raceplans.new_race_plan", id=plan.athlete_id, show=1, **RacePlanForm().query(wish))
    return page("training/raceplans/row.html", "dialog", plan=plan, key=item.key, words=words_of(item), anew=anew)


def _preset(name: str | None, what: str | None) -> str:
    wanted = name or ("run_plan" if what == RUN else FIXED if what is None else "linear")
    if wanted == RACE_PLAN:  # it has a page of its own
        abort(404)
    try:
        fields_of(wanted)
    except ValueError:
        abort(404)
    return wanted


def row_called(plan: Plan, key: str) -> Item:
    """Return the row of this key, or say that there is none."""
    found = next((item for item in Layout.from_json(plan.layout).items if item.key == key), None)
    if found is None:
        abort(404)
    return found
