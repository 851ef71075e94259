"""Conversations: all of them, one, and those with somebody one has not written to yet."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.core import clock
from portal.core.access import Actor
from portal.core.errors import Hidden
from portal.core.guard import lists, needs
from portal.core.hub import nudge
from portal.core.ids import id_of
from portal.core.visitor import actor, today
from portal.core.web import go_to, page, wants_fragment
from portal.messaging import actions
from portal.messaging.models import Conversation
from portal.messaging.policy import READ_CONVERSATION, TRAINER
from portal.messaging.queries.conversations import Rows, conversations_of, trainers_of, week_of
from portal.messaging.queries.quotes import subject_of
from portal.messaging.queries.threads import new_talk, talk_of, talk_with
from portal.messaging.rules import About, about_of, place_of
from portal.messaging.views.drawing import client_page, home_of, talk_page, thread
from portal.roster.policy import CLIENT
from portal.roster.queries import client_head

bp = Blueprint("messaging", __name__)


@bp.get("/messages")
@lists(READ_CONVERSATION)
def list_conversations(visitor: Actor) -> Response:
    return _all(visitor, about=None)


@bp.get("/messages/new")
@lists(READ_CONVERSATION)
def new_about(visitor: Actor) -> Response:
    about = about_of(request.args.get("about", ""))
    subject = subject_of(visitor, about, today=today()) if about else None
    if subject is None:
        raise Hidden
    if subject.athlete_id != visitor.person_id:
        return go_to(url_for(".show_client", id=subject.athlete_id, about=str(about)))
    return _all(visitor, about=about)


@bp.get("/messages/rows")
@lists(READ_CONVERSATION)
def show_rows(visitor: Actor) -> Response:
    rows = conversations_of(visitor, now=clock.now(), after=place_of(request.args.get("after")))
    return page("messaging/_rows.html", rows=rows, open_id=id_of(request.args.get("open")))


@bp.get("/messages/<uuid:id>")
@needs(READ_CONVERSATION)
def show_conversation(conversation: Conversation) -> Response:
    return talk_page(talk_of(actor(), conversation))


@bp.get("/clients/<uuid:id>/messages")
@needs(CLIENT)
def show_client(client: Person) -> Response:
    talk = talk_with(actor(), client.id, athlete_id=client.id)
    if "begun" in request.args:  # asked by this page while nothing was said yet
        return go_to(url_for(".show_client", id=client.id)) if talk else Response(status=204)
    head = client_head(actor(), client.id, today=today())
    return client_page(talk or new_talk(client, athlete_id=client.id), head)


@bp.get("/clients/<uuid:id>/messages/beside")
@needs(CLIENT)
def show_beside(client: Person) -> Response:
    talk = talk_with(actor(), client.id, athlete_id=client.id) or new_talk(client, athlete_id=client.id)
    return page("messaging/_beside.html", **thread(talk))


@bp.get("/trainers/<uuid:id>/messages")
@needs(TRAINER)
def show_trainer(trainer: Person) -> Response:
    athlete = actor()
    talk = talk_with(athlete, trainer.id, athlete_id=athlete.person_id)
    if talk is not None and talk.id is not None:
        return go_to(home_of(talk.id, about=request.args.get("about")))
    if "begun" in request.args:
        return Response(status=204)
    return talk_page(new_talk(trainer, athlete_id=athlete.person_id))


@bp.get("/messages/<uuid:id>/week")
@needs(READ_CONVERSATION)
def show_week(conversation: Conversation) -> Response:
    return page("messaging/_week.html", week=week_of(actor(), conversation.athlete_id, today=today()), today=today())


@bp.get("/messages/<uuid:id>/seen")
@needs(READ_CONVERSATION)
def show_seen(conversation: Conversation) -> Response:
    return page("messaging/_seen.html", talk=talk_of(actor(), conversation))


@bp.post("/messages/<uuid:id>/reading")
@needs(READ_CONVERSATION)
def create_reading(conversation: Conversation) -> Response:
    through = id_of(request.form.get("through"))
    if through is not None:
        actions.mark_read(conversation, through=through, actor=actor())
    return _noted(conversation)


@bp.post("/messages/<uuid:id>/settlement")
@needs(READ_CONVERSATION)
def create_settlement(conversation: Conversation) -> Response:
    actions.settle(conversation, actor=actor(), now=clock.now())
    return _settled(conversation)


@bp.delete("/messages/<uuid:id>/settlement")
@needs(READ_CONVERSATION)
def delete_settlement(conversation: Conversation) -> Response:
    actions.unsettle(conversation, actor=actor(), now=clock.now())
    return _settled(conversation)


def _all(visitor: Actor, *, about: About | None) -> Response:
    rows = conversations_of(visitor, now=clock.now(), after=place_of(request.args.get("after")))
    trainers = trainers_of(visitor)
    only = _only_one(rows, trainers) if not visitor.is_trainer and rows.after is None else None
    if only is not None:
        endpoint, other_id = only
        return go_to(url_for(endpoint, id=other_id, about=about and str(about)))
    return page("messaging/list.html", rows=rows, trainers=trainers, about=about)


def _only_one(rows: Rows, trainers: Sequence[Person]) -> tuple[str, UUID] | None:
    """Return where an athlete goes who can only mean one conversation, had or not."""
    if len(rows.all) == 1 and (rows.all[0].is_open or not trainers) and len(trainers) <= 1:
        return ".show_conversation", rows.all[0].id
    if not rows.all and len(trainers) == 1:
        return ".show_trainer", trainers[0].id
    return None


def _noted(conversation: Conversation) -> Response:
    nudge(_other(conversation), f"read-{conversation.id}")
    nudge(actor().person_id, "counts")
    return Response() if wants_fragment() else go_to(home_of(conversation.id))


def _settled(conversation: Conversation) -> Response:
    nudge(actor().person_id, "counts")
    then = home_of(conversation.id)
    return page("messaging/_settlement.html", talk=talk_of(actor(), conversation), just_now=True, then=then)


def _other(conversation: Conversation) -> UUID:
    both = {conversation.trainer_id, conversation.athlete_id}
    return (both - {actor().person_id}).pop()
