"""A plan up to a race: asked for, looked at week by week, then made a draft of."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.accounts.queries import today_of
from portal.core import clock
from portal.core.guard import needs
from portal.core.language import say
from portal.core.sentence import Sentence, sentence
from portal.core.units import Day
from portal.core.visitor import actor, reader
from portal.core.web import OK, go_to, page
from portal.roster.policy import PLAN_FOR
from portal.training.actions.raceplans import draft_race_plan
from portal.training.forms.raceplans import RacePlanForm
from portal.training.models.plans import Plan
from portal.training.queries.plans import plans_around
from portal.training.rules.feasible import alternatives
from portal.training.rules.plans import Missed, PlanDraft
from portal.training.rules.raceplans import RaceOutlook
from portal.training.rules.races import USUAL_M
from portal.training.rules.weekchart import weeks_chart

bp = Blueprint("raceplans", __name__)


@bp.get("/clients/<uuid:id>/race-plans/new")
@needs(PLAN_FOR)
def new_race_plan(client: Person) -> Response:
    form = RacePlanForm(request.args)
    if "show" not in request.args:
        return _shown(client, form, None)
    today = today_of(client.id, now=clock.now())
    if not form.is_possible(today):
        return _shown(client, form, None, status=422)
    return _shown(client, form, RaceOutlook(form.wish(), today))


@bp.post("/clients/<uuid:id>/race-plans")
@needs(PLAN_FOR)
def create_race_plan(client: Person) -> Response:
    form, today = RacePlanForm(request.form), today_of(client.id, now=clock.now())
    if not form.is_possible(today):
        return _shown(client, form, None, status=422)
    outlook = RaceOutlook(form.wish(), today)
    if form.starts_on.data not in (None, outlook.starts_on):
        moved = sentence("Another day has come since you looked: the plan now begins on %(day)s. Look at it once more.")
        return _shown(client, form, outlook, status=422, moved=moved)
    draft = PlanDraft(_title(outlook), outlook.starts_on, len(outlook.weeks), Missed.SKIP)
    plan = draft_race_plan(client, draft, outlook.item, actor=actor(), now=clock.now())
    return go_to(url_for("plans.show_plan", id=plan.id))


def _beside(client: Person, outlook: RaceOutlook) -> list[Plan]:
    """Return the plans under way in these weeks: who has two, trains both."""
    found = plans_around(actor(), client.id, first=outlook.starts_on, last=outlook.wish.race_on)
    return [plan for plan in found if plan.published_at is not None and plan.ended_at is None]


def _title(outlook: RaceOutlook) -> str:
    names = {metres: name for name, metres in USUAL_M.items()}
    return say(sentence("%(race)s on %(day)s", race=names[outlook.wish.race_m], day=Day(outlook.wish.race_on)))


def _shown(
    client: Person,
    form: RacePlanForm,
    outlook: RaceOutlook | None,
    *,
    status: int = OK,
    moved: Sentence | None = None,
) -> Response:
    is_new = outlook is None and status == OK
    is_near = form.has_wish() and not is_new and (outlook is None or not outlook.is_feasible)
    near = alternatives(form.wish(), today_of(client.id, now=clock.now())) if is_near else ()
    here = url_for(".new_race_plan", id=client.id)
    return page(
        "training/raceplans/new.html",
        "race_plan",
        "race_index",
        status=status,
        client=client,
        form=form,
        here=here,
        outlook=outlook,
        beside=_beside(client, outlook) if outlook else (),
        alternatives=[
            (way.words, url_for(".new_race_plan", id=client.id, show=1, **form.query(way.instead))) for way in near
        ],
        query=form.query(outlook.wish) if outlook else {},
        chart=weeks_chart(outlook.weeks, reader().units) if outlook else None,
        moved=moved,
        races=USUAL_M,
        race_problem=form.work_out() if is_new else "",
    )
