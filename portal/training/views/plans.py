"""A client's plans: begin, lay out on the week grid, publish, follow, end."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.core import clock
from portal.core.access import may
from portal.core.guard import needs
from portal.core.ids import id_of, new_id
from portal.core.visitor import actor, today
from portal.core.web import go_to, page
from portal.roster.policy import CLIENT, PLAN_FOR
from portal.roster.queries import client_head
from portal.training.actions import plans
from portal.training.forms.plans import PlanForm, TitleForm
from portal.training.models.plans import Plan
from portal.training.policy.plans import EDIT_PLAN, RESTORE_PLAN, VIEW_PLAN
from portal.training.queries.course import by_hand_in
from portal.training.queries.plans import changes_of, deleted_of, plans_of
from portal.training.queries.tables import WEEKS_BACK, table_of
from portal.training.views.their_day import their_day

bp = Blueprint("plans", __name__)

A_MONDAY = date(2024, 1, 1)
"""Any month that begins with a Monday: for the names of weekdays."""


@bp.get("/clients/<uuid:id>/plans")
@needs(CLIENT)
def list_plans(client: Person) -> Response:
    head = client_head(actor(), client.id, today=today())
    if not may(PLAN_FOR, actor(), client.id):
        return page("training/plans/unshared.html", client=head, tab="training")
    rows, deleted = plans_of(actor(), client.id), deleted_of(actor(), client.id, now=clock.now())
    gone = request.args.get("deleted", type=UUID)
    return page(
        "training/plans/list.html",
        client=head,
        tab="training",
        plans=rows,
        today=today(),
        deleted=deleted,
        just_deleted=next((plan for plan in deleted if plan.id == gone), None),
    )


@bp.get("/clients/<uuid:id>/plans/new")
@needs(PLAN_FOR)
def new_plan(client: Person) -> Response:
    form = PlanForm(data=PlanForm.beginning(today()))
    return page("training/plans/new.html", "dialog", client=client, form=form, key=new_id())


@bp.post("/clients/<uuid:id>/plans")
@needs(PLAN_FOR)
def create_plan(client: Person) -> Response:
    form, key = PlanForm(request.form), id_of(request.form.get("key", ""))
    if not form.validate():
        return page("training/plans/new.html", "dialog", client=client, form=form, key=key or new_id(), status=422)
    plan = plans.draft_plan(client, form.draft(), key=key, actor=actor(), now=clock.now())
    return go_to(url_for("plans.show_plan", id=plan.id))


@bp.get("/plans/<uuid:id>")
@needs(VIEW_PLAN)
def show_plan(plan: Plan) -> Response:
    return plan_page(plan)


@bp.get("/plans/<uuid:id>/description")
@needs(EDIT_PLAN)
def edit_plan(plan: Plan) -> Response:
    return page("training/plans/edit.html", "dialog", plan=plan, form=PlanForm(data=PlanForm.of(plan)))


@bp.post("/plans/<uuid:id>/description")
@needs(EDIT_PLAN)
def update_plan(plan: Plan) -> Response:
    form = PlanForm(request.form, data=PlanForm.of(plan))
    if not form.validate():
        return page("training/plans/edit.html", "dialog", plan=plan, form=form, status=422)
    plans.describe_plan(plan, form.draft())
    return go_to(url_for("plans.show_plan", id=plan.id))


@bp.post("/plans/<uuid:id>/days/<int:day>")
@needs(EDIT_PLAN)
def name_day(plan: Plan, day: int) -> Response:
    form = TitleForm(request.form)
    if not form.validate() or day not in range(7):
        return plan_page(plan, status=422, problems=form)
    plans.name_day(plan, day, form.title.data)
    return plan_page(plan, then=url_for("plans.show_plan", id=plan.id))


@bp.post("/plans/<uuid:id>/publication")
@needs(EDIT_PLAN)
def create_publication(plan: Plan) -> Response:
    plans.publish_plan(plan, actor=actor(), now=clock.now())
    return plan_page(plan, then=url_for("plans.show_plan", id=plan.id))


@bp.delete("/plans/<uuid:id>/publication")
@needs(EDIT_PLAN)
def delete_publication(plan: Plan) -> Response:
    plans.withdraw_plan(plan, actor=actor(), now=clock.now())
    return plan_page(plan, then=url_for("plans.show_plan", id=plan.id))


@bp.post("/plans/<uuid:id>/deletion")
@needs(RESTORE_PLAN)
def create_deletion(plan: Plan) -> Response:
    plans.delete_plan(plan, actor=actor(), now=clock.now())
    return go_to(url_for("plans.list_plans", id=plan.athlete_id, deleted=plan.id))


@bp.delete("/plans/<uuid:id>/deletion")
@needs(RESTORE_PLAN)
def delete_deletion(plan: Plan) -> Response:
    plans.restore_plan(plan, actor=actor(), now=clock.now())
    return go_to(url_for("plans.show_plan", id=plan.id))


@bp.post("/plans/<uuid:id>/end")
@needs(EDIT_PLAN)
def create_end(plan: Plan) -> Response:
    plans.end_plan(plan, today=their_day(plan), actor=actor(), now=clock.now())
    return plan_page(plan, then=url_for("plans.show_plan", id=plan.id))


@bp.delete("/plans/<uuid:id>/end")
@needs(EDIT_PLAN)
def delete_end(plan: Plan) -> Response:
    plans.resume_plan(plan, actor=actor(), now=clock.now())
    return plan_page(plan, then=url_for("plans.show_plan", id=plan.id))


def plan_page(plan: Plan, *, then: str | None = None, status: int = 200, problems: TitleForm | None = None) -> Response:
    """Return the plan: a grid to lay out while it is a draft, the weeks to come once it is published."""
    may_edit, today = may(EDIT_PLAN, actor(), plan.id), their_day(plan)
    by_hand = [] if plan.published_at is None else by_hand_in(plan)
    return page(
        "training/plans/plan.html",
        "plan_sheet",
        then=then,
        status=status,
        plan=plan,
        table=table_of(
            plan,
            today=today,
            by_hand=by_hand,
            weeks_back=WEEKS_BACK if may_edit else 0,
            is_whole="whole" in request.args,
        ),
        adjustments=changes_of(plan, by_hand),
        problems=problems,
        a_monday=A_MONDAY,
        may_edit=may_edit,
        today=today,
    )
