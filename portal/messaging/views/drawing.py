"""What the pages of a conversation have in common."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.ids import id_of, new_id
from portal.core.language import zone
from portal.core.visitor import actor, reader, today
from portal.core.web import page
from portal.messaging.forms import MessageForm
from portal.messaging.queries.conversations import conversations_of
from portal.messaging.queries.quotes import subject_of
from portal.messaging.queries.threads import Glance, Talk, latest_in
from portal.messaging.rules import Quote
from portal.roster.queries import ClientHead


def glance() -> Glance:
    """Return whose eyes a conversation is drawn for."""
    return Glance(actor(), reader().name, clock.now(), today(), zone())


def talk_page(talk: Talk, *, form: MessageForm | None = None, status: int = 200) -> Response:
    """Return the page of a conversation, beside the list of all."""
    return page(
        "messaging/talk.html", rows=conversations_of(actor(), now=clock.now()), **thread(talk, form), status=status
    )


def client_page(talk: Talk, client: ClientHead, *, form: MessageForm | None = None, status: int = 200) -> Response:
    """Return the conversation as a part of the pages about a client."""
    return page("messaging/client.html", client=client, tab="messages", **thread(talk, form), status=status)


def thread(talk: Talk, form: MessageForm | None = None) -> dict[str, Any]:
    """Return what was said last, or before what the address says, and the form to answer with."""
    before = id_of(request.args.get("before"))
    said = latest_in(talk, glance(), before=before) if talk.id else None
    return {"said": said, "is_past": before is not None, **composer(talk, form)}


def composer(talk: Talk, form: MessageForm | None = None) -> dict[str, Any]:
    """Return the form to write with, and what it will be about."""
    form = form or MessageForm(data={"about": request.args.get("about", ""), "key": str(new_id())})
    return {"talk": talk, "form": form, "quote": _quote(form), "send_url": send_url(talk)}


def send_url(talk: Talk) -> str:
    """Return where a message goes: to the conversation, or to somebody there is none with yet."""
    if talk.id is not None:
        return url_for("messages.create_message", id=talk.id)
    name = "messages.create_first_to_client" if talk.is_trainer else "messages.create_first_to_trainer"
    return url_for(name, id=talk.other_id)


def home_of(conversation_id: UUID, *, about: str | None = None) -> str:
    """Return the address of a conversation."""
    return url_for("messaging.show_conversation", id=conversation_id, about=about)


def _quote(form: MessageForm) -> Quote | None:
    about = form.wanted_about
    subject = subject_of(actor(), about, today=today()) if about else None
    return subject.quote if subject else None
