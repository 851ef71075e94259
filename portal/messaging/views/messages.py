"""Single messages: sending, what came since, taking back."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.core import clock
from portal.core.access import find
from portal.core.guard import needs
from portal.core.hub import nudge
from portal.core.ids import id_of
from portal.core.visitor import actor, today
from portal.core.web import go_to, page, wants_fragment
from portal.messaging import actions
from portal.messaging.forms import MessageForm
from portal.messaging.models import Conversation, Message
from portal.messaging.policy import DELETE_MESSAGE, READ_CONVERSATION, READ_MESSAGE, TRAINER, WRITE_MESSAGE
from portal.messaging.queries.threads import Talk, latest_in, new_talk, newer_in, one_said, talk_of
from portal.messaging.views.drawing import client_page, composer, glance, home_of, talk_page
from portal.roster.policy import CLIENT
from portal.roster.queries import client_head

bp = Blueprint("messages", __name__)


@bp.post("/messages/<uuid:id>")
@needs(WRITE_MESSAGE)
def create_message(conversation: Conversation) -> Response:
    form = MessageForm(request.form)
    if not form.validate():
        talk = talk_of(actor(), conversation)
        return _again(talk, form, lambda: talk_page(talk, form=form, status=422))
    _send(conversation, form)
    then = home_of(conversation.id)
    response = page("messaging/_composer.html", **composer(talk_of(actor(), conversation)), then=then)
    response.headers["HX-Trigger"] = json.dumps({f"live:conversation-{conversation.id}": ""})
    return response


@bp.post("/clients/<uuid:id>/messages")
@needs(CLIENT)
def create_first_to_client(client: Person) -> Response:
    form = MessageForm(request.form)
    if not form.validate():
        talk = new_talk(client, athlete_id=client.id)
        head = client_head(actor(), client.id, today=today())
        return _again(talk, form, lambda: client_page(talk, head, form=form, status=422))
    _send(_opened(trainer_id=actor().person_id, athlete_id=client.id), form)
    return go_to(url_for("messaging.show_client", id=client.id))


@bp.post("/trainers/<uuid:id>/messages")
@needs(TRAINER)
def create_first_to_trainer(trainer: Person) -> Response:
    form = MessageForm(request.form)
    athlete_id = actor().person_id
    if not form.validate():
        talk = new_talk(trainer, athlete_id=athlete_id)
        return _again(talk, form, lambda: talk_page(talk, form=form, status=422))
    conversation = _opened(trainer_id=trainer.id, athlete_id=athlete_id)
    _send(conversation, form)
    return go_to(home_of(conversation.id))


@bp.get("/messages/<uuid:id>/newer")
@needs(READ_CONVERSATION)
def list_newer(conversation: Conversation) -> Response:
    talk = talk_of(actor(), conversation)
    said = newer_in(talk, glance(), after=id_of(request.args.get("after")))
    return page("messaging/_newer.html", said=said, talk=talk) if said.said else Response(status=204)


@bp.get("/messages/<uuid:id>/earlier")
@needs(READ_CONVERSATION)
def list_earlier(conversation: Conversation) -> Response:
    talk = talk_of(actor(), conversation)
    said = latest_in(talk, glance(), before=id_of(request.args.get("before")))
    return page("messaging/_earlier.html", said=said, talk=talk)


@bp.get("/message/<uuid:id>")
@needs(READ_MESSAGE)
def show_message(message: Message) -> Response:
    return _alone(message, _conversation_of(message))


@bp.post("/message/<uuid:id>/deletion")
@needs(DELETE_MESSAGE)
def create_deletion(message: Message) -> Response:
    conversation = _conversation_of(message)
    actions.delete_message(message, athlete_id=conversation.athlete_id, actor=actor(), now=clock.now())
    return _changed(message, conversation, is_deleted=True)


@bp.delete("/message/<uuid:id>/deletion")
@needs(DELETE_MESSAGE)
def delete_deletion(message: Message) -> Response:
    conversation = _conversation_of(message)
    actions.restore_message(message, athlete_id=conversation.athlete_id, actor=actor(), now=clock.now())
    return _changed(message, conversation)


def _opened(*, trainer_id: UUID, athlete_id: UUID) -> Conversation:
    opened = actions.open_conversation(trainer_id=trainer_id, athlete_id=athlete_id, now=clock.now())
    return find(WRITE_MESSAGE, actor(), opened.id)


def _send(conversation: Conversation, form: MessageForm) -> None:
    actions.send_message(conversation, form.draft(), actor=actor(), today=today(), now=clock.now())
    _tell_both(conversation, f"conversation-{conversation.id}", "counts")


def _tell_both(conversation: Conversation, *topics: str) -> None:
    for person_id in (conversation.trainer_id, conversation.athlete_id):
        nudge(person_id, *topics)


def _again(talk: Talk, form: MessageForm, whole: Callable[[], Response]) -> Response:
    """Return the form with what is wrong: alone for htmx, else on its page."""
    if wants_fragment():
        return page("messaging/_composer.html", **composer(talk, form), status=422)
    return whole()


def _conversation_of(message: Message) -> Conversation:
    return find(READ_CONVERSATION, actor(), message.conversation_id)


def _changed(message: Message, conversation: Conversation, *, is_deleted: bool = False) -> Response:
    _tell_both(conversation, f"message-{message.id}", "counts")
    return _alone(message, conversation, just_deleted=is_deleted, then=home_of(conversation.id))


def _alone(
    message: Message, conversation: Conversation, *, just_deleted: bool = False, then: str | None = None
) -> Response:
    talk = talk_of(actor(), conversation)
    said = one_said(message, talk, glance())
    return page("messaging/_one.html", one=said, talk=talk, just_deleted=just_deleted, then=then)
