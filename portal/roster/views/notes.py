"""A trainer's own note about a client; nobody else ever reads it."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.core.access import find
from portal.core.guard import needs
from portal.core.visitor import actor, today
from portal.core.web import fragment, page, wants_fragment
from portal.roster.actions.coachings import write_note
from portal.roster.forms import NoteForm
from portal.roster.models import Coaching
from portal.roster.policy import CLIENT, NOTE_ON
from portal.roster.queries import client_head

bp = Blueprint("notes", __name__)


@bp.get("/clients/<uuid:id>/note")
@needs(CLIENT)
def show_note(client: Person) -> Response:
    head = client_head(actor(), client.id, today=today())
    coaching = find(NOTE_ON, actor(), head.coaching_id)
    form = NoteForm(note=coaching.note)
    if wants_fragment():
        return fragment("roster/note.html", "client_note", coaching=coaching, form=form)
    return _note_page(coaching, form)


@bp.post("/coachings/<uuid:id>/note")
@needs(NOTE_ON)
def update_note(coaching: Coaching) -> Response:
    form = NoteForm(request.form)
    if not form.validate():
        return _note_page(coaching, form, status=422)
    write_note(coaching, form.note.data or "")
    return _note_page(coaching, form, then=url_for("notes.show_note", id=coaching.athlete_id))


def _note_page(coaching: Coaching, form: NoteForm, *, status: int = 200, then: str | None = None) -> Response:
    client = client_head(actor(), coaching.athlete_id, today=today())
    return page(
        "roster/note.html", "client_note", then=then, status=status, coaching=coaching, form=form, client=client, tab=""
    )
