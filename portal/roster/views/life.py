"""How an athlete is: noted by themselves or by a trainer they opened it to."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.accounts.queries import reader_of
from portal.core import clock
from portal.core.guard import needs
from portal.core.ids import id_of, new_id
from portal.core.visitor import actor, today
from portal.core.web import go_to, page
from portal.roster.actions.life import note_life_status, restore_life_status, withdraw_life_status
from portal.roster.forms import LifeForm
from portal.roster.models import LifeStatus
from portal.roster.policy import LIFE_STATUS, SEE_HEALTH
from portal.roster.queries.life import statuses_of
from portal.roster.rules import in_force

bp = Blueprint("life", __name__)


@bp.get("/athletes/<uuid:id>/life-status")
@needs(SEE_HEALTH)
def list_statuses(athlete: Person) -> Response:
    return _list_page(athlete.id)


@bp.get("/athletes/<uuid:id>/life-status/new")
@needs(SEE_HEALTH)
def new_status(athlete: Person) -> Response:
    return _form_page(athlete, LifeForm.beginning(today()))


@bp.post("/athletes/<uuid:id>/life-status")
@needs(SEE_HEALTH)
def create_status(athlete: Person) -> Response:
    form = LifeForm(request.form)
    if not form.validate():
        return _form_page(athlete, form, status=422)
    note_life_status(athlete, form.draft(), key=_key(), actor=actor(), now=clock.now())
    return go_to(url_for("life.list_statuses", id=athlete.id))


@bp.post("/life-statuses/<uuid:id>/withdrawal")
@needs(LIFE_STATUS)
def create_withdrawal(status: LifeStatus) -> Response:
    withdraw_life_status(status, actor=actor(), now=clock.now())
    return _list_page(status.athlete_id, withdrawn=status, then=url_for("life.list_statuses", id=status.athlete_id))


@bp.delete("/life-statuses/<uuid:id>/withdrawal")
@needs(LIFE_STATUS)
def delete_withdrawal(status: LifeStatus) -> Response:
    restore_life_status(status, actor=actor(), now=clock.now())
    return _list_page(status.athlete_id, then=url_for("life.list_statuses", id=status.athlete_id))


def _form_page(athlete: Person, form: LifeForm, *, status: int = 200) -> Response:
    is_own = athlete.id == actor().person_id
    key = _key() or new_id()
    return page("roster/life_form.html", "dialog", status=status, athlete=athlete, form=form, is_own=is_own, key=key)


def _key() -> UUID | None:
    return id_of(request.form.get("key"))


def _list_page(athlete_id: UUID, *, withdrawn: LifeStatus | None = None, then: str | None = None) -> Response:
    statuses = statuses_of(actor(), athlete_id)
    return page(
        "roster/life.html",
        "life_list",
        then=then,
        athlete_id=athlete_id,
        name=reader_of(athlete_id).name,
        is_own=athlete_id == actor().person_id,
        statuses=statuses,
        current=in_force(statuses, today()),
        withdrawn=withdrawn,
        today=today(),
    )
