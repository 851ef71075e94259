"""Setting a value of a plan under way: which there are, and one of them anew."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.guard import needs
from portal.core.visitor import actor
from portal.core.web import OK, go_to, page
from portal.training.actions.adjustments import set_variables
from portal.training.forms.races import RaceForm
from portal.training.forms.values import ValueForm, value_form
from portal.training.models.plans import Plan
from portal.training.policy.plans import EDIT_PLAN
from portal.training.queries.values import Values, values_of
from portal.training.rules.races import USUAL_M
from portal.training.rules.values import Value
from portal.training.views.their_day import their_day

bp = Blueprint("values", __name__)


@bp.get("/plans/<uuid:id>/values")
@needs(EDIT_PLAN)
def list_values(plan: Plan) -> Response:
    return page("training/plans/values.html", "dialog", plan=plan, values=values_of(plan, today=their_day(plan)))


@bp.get("/plans/<uuid:id>/values/<key>")
@needs(EDIT_PLAN)
def edit_value(plan: Plan, key: str) -> Response:
    value = _called(values_of(plan, today=their_day(plan)), key)
    made = value_form(value)
    form = made(request.args) if "race_time" in request.args else made(data={"number": value.now * made.scale})
    return _dialog(plan, value, form)


@bp.post("/plans/<uuid:id>/values/<key>")
@needs(EDIT_PLAN)
def update_value(plan: Plan, key: str) -> Response:
    values = values_of(plan, today=their_day(plan))
    value = _called(values, key)
    form = value_form(value)(request.form)
    if not form.validate():
        return _dialog(plan, value, form, status=422)
    set_variables(
        plan,
        track=value.track,
        values={value.name: form.value()},
        reason=form.reason.data,
        on=their_day(plan),
        after=values.after,
        actor=actor(),
        now=clock.now(),
    )
    return go_to(url_for("plans.show_plan", id=plan.id))


def _called(values: Values, key: str) -> Value:
    value = values.called(key)
    if value is None:
        abort(404)
    return value


def _dialog(plan: Plan, value: Value, form: ValueForm, *, status: int = 200) -> Response:
    return page(
        "training/plans/value.html",
        "dialog",
        "race_index",
        plan=plan,
        value=value,
        form=form,
        status=status,
        races=USUAL_M,
        race_problem=form.work_out() if status == OK and isinstance(form, RaceForm) else "",
    )
