"""Who coaches whom, what is shown to whom, and ending it."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.core import clock
from portal.core.access import Actor
from portal.core.guard import needs, signed_in
from portal.core.language import say
from portal.core.visitor import actor, today
from portal.core.web import go_fully_to, page
from portal.roster.actions.coachings import end_coaching, grant, revoke
from portal.roster.models import Coaching
from portal.roster.policy import CLIENT, COACHING, CONSENT_OF, END_COACHING
from portal.roster.queries import client_head, trainers_of
from portal.roster.queries.relations import name_of_other, relation_with
from portal.roster.rules import ASKED, CONSENTS, DataKind

bp = Blueprint("coachings", __name__)


@bp.get("/coaching")
@signed_in(reason="the list holds only one's own trainers")
def list_coachings(_: Actor) -> Response:
    return _list_page()


@bp.post("/coachings/<uuid:id>/consents/<kind>")
@needs(CONSENT_OF)
def create_consent(coaching: Coaching, kind: str) -> Response:
    if _kind(kind) not in ASKED:  # Strava is asked about on its own page, under its own conditions
        abort(404)
    grant(coaching, _kind(kind), actor=actor(), now=clock.now())
    return _list_page(then=url_for("coachings.list_coachings"))


@bp.delete("/coachings/<uuid:id>/consents/<kind>")
@needs(CONSENT_OF)
def delete_consent(coaching: Coaching, kind: str) -> Response:
    revoke(coaching, _kind(kind), actor=actor(), now=clock.now())
    return _list_page(then=url_for("coachings.list_coachings"))


@bp.get("/coachings/<uuid:id>/ending/new")
@needs(COACHING)
def new_ending(coaching: Coaching) -> Response:
    is_trainer = coaching.trainer_id == actor().person_id
    back = url_for("coachings.list_coachings")
    if is_trainer:
        back = url_for("coachings.show_coaching", id=coaching.athlete_id)
    name = name_of_other(coaching, actor())
    return page("roster/ending.html", "dialog", coaching=coaching, name=name, is_trainer=is_trainer, back=back)


@bp.post("/coachings/<uuid:id>/ending")
@needs(END_COACHING)
def create_ending(coaching: Coaching) -> Response:
    end_coaching(coaching, actor=actor(), now=clock.now())
    is_trainer = coaching.trainer_id == actor().person_id
    return go_fully_to(url_for("clients.list_clients" if is_trainer else "coachings.list_coachings"))


@bp.get("/clients/<uuid:id>/coaching")
@needs(CLIENT)
def show_coaching(client: Person) -> Response:
    return page(
        "roster/coaching.html",
        client=client_head(actor(), client.id, today=today()),
        tab="coaching",
        relation=relation_with(actor(), client.id),
        words=_words(),
    )


def _list_page(*, then: str | None = None) -> Response:
    relations = trainers_of(actor())
    return page(
        "roster/coachings.html",
        "coaching_list",
        then=then,
        present=[relation for relation in relations if relation.ended_at is None],
        past=[relation for relation in relations if relation.ended_at is not None],
        words=_words(),
        joined=bool(request.args.get("joined")),
    )


def _words() -> dict[DataKind, tuple[str, str]]:
    return {kind: (say(text.title), say(text.meaning)) for kind, text in CONSENTS.items()}


def _kind(name: str) -> DataKind:
    try:
        return DataKind(name)
    except ValueError:
        abort(404)
