"""Documents: ask for one, watch it being drawn, fetch it, put it away."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, request, send_file, url_for
from werkzeug.wrappers import Response

from portal.core import clock, storage
from portal.core.access import may
from portal.core.errors import Hidden
from portal.core.guard import needs
from portal.core.limits import limited
from portal.core.visitor import actor, lapsed_sign_in_id, reader, today
from portal.core.web import go_to, page
from portal.exports import pdf
from portal.exports.actions.requests import remove_export, request_export, restore_export, weeks_to_print
from portal.exports.forms import ExportForm
from portal.exports.models import Export
from portal.exports.policy import REMOVE_EXPORT, RESTORE_EXPORT, VIEW_EXPORT
from portal.exports.queries.exports import exports_of, printable, shown
from portal.exports.rules.exports import ExportState, file_name
from portal.training.models.plans import Plan
from portal.training.policy.plans import VIEW_PLAN

bp = Blueprint("exports", __name__)

MANY = "60 per hour"


def this_browser() -> str | None:
    """Return the sign-in of this browser, as a key to count tries."""
    return str(lapsed_sign_in_id())


@bp.get("/plans/<uuid:id>/exports/new")
@needs(VIEW_PLAN)
def new_export(plan: Plan) -> Response:
    return _choice_page(plan)


@bp.post("/plans/<uuid:id>/exports")
@limited(MANY, by=this_browser)
@needs(VIEW_PLAN)
def create_export(plan: Plan) -> Response:
    form = ExportForm(request.form, weeks_left=weeks_to_print(plan, today=today()))
    if not form.validate():
        return _choice_page(plan, form=form, status=422)
    export = request_export(plan, form.draft(), actor=actor(), today=today(), now=clock.now())
    return go_to(url_for("exports.show_export", id=export.id))


@bp.get("/exports/<uuid:id>")
@needs(VIEW_EXPORT)
def show_export(export: Export) -> Response:
    return _export_page(export)


@bp.get("/exports/<uuid:id>/file")
@needs(VIEW_EXPORT)
def show_file(export: Export) -> Response:
    if export.state is not ExportState.DONE or export.expires_at <= clock.now():
        raise Hidden
    try:
        content = storage.get(export.key)
    except storage.NotStored:
        raise Hidden from None
    name = file_name(shown(export, now=clock.now()).plan.title, (export.done_at or export.asked_at).date())
    response = send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.delete("/exports/<uuid:id>")
@needs(REMOVE_EXPORT)
def delete_export(export: Export) -> Response:
    remove_export(export, actor=actor(), now=clock.now())
    if export.removed_at is not None:
        return go_to(url_for("exports.new_export", id=export.plan_id, removed=export.id))
    return _export_page(export, then=url_for("exports.show_export", id=export.id))


@bp.post("/exports/<uuid:id>/restoration")
@needs(RESTORE_EXPORT)
def create_restoration(export: Export) -> Response:
    restore_export(export, actor=actor(), now=clock.now())
    return go_to(url_for("exports.show_export", id=export.id))


def _choice_page(plan: Plan, *, form: ExportForm | None = None, status: int = 200) -> Response:
    left = printable(plan, today=today())
    if form is None and left.weeks_left:
        form = ExportForm(weeks_left=left.weeks_left, data=ExportForm.usual(reader().units, left.weeks_left))
    return page(
        "exports/new.html",
        "dialog",
        status=status,
        plan=plan,
        athlete=left.athlete,
        form=form,
        problem=pdf.problem(),
        removed_id=request.args.get("removed", type=UUID),
        exports=exports_of(actor(), plan, now=clock.now()),
    )


def _export_page(export: Export, *, then: str | None = None) -> Response:
    found = shown(export, now=clock.now())
    return page(
        "exports/export.html",
        "export_state",
        then=then,
        found=found,
        export=export,
        plan=found.plan,
        may_remove=may(REMOVE_EXPORT, actor(), export.id),
    )
