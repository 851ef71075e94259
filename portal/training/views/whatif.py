"""What if: the coming weeks of a plan, as planned and otherwise. Touches nothing."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.core.guard import needs
from portal.core.web import page
from portal.training.forms.whatif import OwnForm
from portal.training.models.plans import Plan
from portal.training.policy.plans import VIEW_PLAN
from portal.training.queries.whatif import outlook_of
from portal.training.rules.whatif import CHOICES, LABELS, Case
from portal.training.views.their_day import their_day

bp = Blueprint("whatif", __name__)


@bp.get("/plans/<uuid:id>/what-if")
@needs(VIEW_PLAN)
def show_outlook(plan: Plan) -> Response:
    wanted = request.args.get("case", "")
    case = Case(wanted) if wanted in set(Case) else Case.MISS
    outlook = outlook_of(plan, today=their_day(plan))
    form = OwnForm(request.args)
    form.offer(outlook.tracks)
    is_asked = case is Case.OWN and "track" in request.args
    own = form.own() if is_asked and form.validate() else None
    return page(
        "training/plans/whatif.html",
        "outlook",
        status=422 if is_asked and own is None else 200,
        plan=plan,
        case=case,
        label=LABELS[case],
        choices=CHOICES,
        form=form,
        asks_share=any(coming.is_run for coming in outlook.tracks.values()),
        asks_effort=any(coming.has_effort for coming in outlook.tracks.values()),
        days=outlook.days(case, own),
        problem=outlook.problem,
    )
