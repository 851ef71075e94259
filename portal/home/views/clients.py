"""The trainer's clients: who needs attention, and the page of each."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.core import clock
from portal.core.access import Actor
from portal.core.guard import lists, needs
from portal.core.visitor import actor, today
from portal.core.web import page, searched
from portal.home.queries.clients import clients_of
from portal.home.queries.overview import overview_of
from portal.home.rules.attention import Group
from portal.roster.policy import CLIENT
from portal.roster.queries import client_head

bp = Blueprint("clients", __name__)


@bp.get("/clients")
@lists(CLIENT)
def list_clients(trainer: Actor) -> Response:
    search = searched()
    rows = clients_of(trainer, today=today(), now=clock.now(), search=search)
    groups = [(group, [row for row in rows if row.group is group]) for group in Group]
    return page("home/clients.html", "client_rows", groups=groups, total=len(rows), search=search, today=today())


@bp.get("/clients/<uuid:id>")
@needs(CLIENT)
def show_client(client: Person) -> Response:
    overview = overview_of(actor(), client.id, today=today())
    return page(
        "home/client.html",
        client=client_head(actor(), client.id, today=today()),
        tab="overview",
        weeks=overview.weeks,
        happenings=overview.happenings,
        today=today(),
    )
