"""Handing in files, and watching them being read."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.activities.actions.imports import take_files
from portal.activities.policy import VIEW_ACTIVITY, VIEW_IMPORT
from portal.activities.queries.imports import batch_of, refused_of
from portal.activities.rules.imports import MOST_BYTES, MOST_FILES, SENTENCES, Upload
from portal.activities.views.activities import list_page
from portal.core import clock
from portal.core.access import Actor
from portal.core.db import transaction
from portal.core.errors import Hidden
from portal.core.guard import lists
from portal.core.language import say
from portal.core.sentence import counted, sentence
from portal.core.visitor import visitor
from portal.core.web import page, wants_fragment

bp = Blueprint("imports", __name__)

ENVELOPE_BYTES = 64 * 1024
"""What a form needs besides its files."""


@bp.before_request
def _receive_files() -> None:
    # A phone may send for minutes. Everything is received before the view begins its transaction, which on
    # SQLite would keep everybody else from writing. Strangers are not waited for.
    if request.endpoint == "imports.create_imports":
        with transaction(writes=False):
            is_known = visitor() is not None
        if is_known:
            request.max_content_length = MOST_BYTES + ENVELOPE_BYTES
            request.files.getlist("files")


@bp.post("/activities")
@lists(VIEW_ACTIVITY)
def create_imports(athlete: Actor) -> Response:
    uploads = [Upload(file.filename or "", file.read()) for file in request.files.getlist("files") if file.filename]
    if not uploads:
        return list_page(athlete, None, status=422, problem=say(sentence("Choose at least one file.")))
    if len(uploads) > MOST_FILES:
        said = counted(MOST_FILES, "Choose one file at most.", "Choose %(count)s files at most.")
        return list_page(athlete, None, status=422, problem=say(said))
    batch_id = take_files(uploads, actor=athlete, now=clock.now())
    return list_page(athlete, batch_of(athlete, batch_id), then=url_for(".show_imports", batch=batch_id))


@bp.get("/activities/refused")
@lists(VIEW_IMPORT)
def list_refused(athlete: Actor) -> Response:
    found = refused_of(athlete, now=clock.now(), before=request.args.get("before", type=UUID))
    return page("activities/refused.html", "refused_list", found=found, sentences=SENTENCES)


@bp.get("/activities/imports/<uuid:batch>")
@lists(VIEW_IMPORT)
def show_imports(athlete: Actor, batch: UUID) -> Response:
    found = batch_of(athlete, batch)
    if found is None:
        raise Hidden
    return list_page(athlete, found, has_news=wants_fragment())
