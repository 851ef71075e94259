"""Signing in and out: a session is a thing one creates and deletes."""

from __future__ import annotations

import structlog
from flask import Blueprint, current_app, make_response, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from portal.accounts.actions.sign_ins import begin_sign_in, end_sign_in, note_seen, recognise
from portal.accounts.forms import SignInForm
from portal.accounts.models import Person
from portal.accounts.queries import person_signed_in_by
from portal.accounts.rules import SEEN_EVERY, Credentials, own_path, plain_email
from portal.accounts.views.kept import KeptForm, carried_form, refused_form
from portal.accounts.views.settings import settings_page
from portal.core import clock, passwords
from portal.core.access import Actor
from portal.core.db import transaction
from portal.core.guard import public, signed_in
from portal.core.language import say
from portal.core.limits import forgive, limited
from portal.core.sentence import sentence
from portal.core.visitor import drawn_for, lapsed_sign_in_id, sign_in, sign_out, visitor
from portal.core.web import fragment, go_fully_to, page

bp = Blueprint("accounts", __name__)

FROM_ONE_PLACE = "60 per 15 minutes"
FOR_ONE_ADDRESS = "10 per 15 minutes"
OWN_ENDPOINTS = {"accounts.new_session", "accounts.create_session"}
FIRST_ERROR = 400
NOT_RECOGNISED = sentence("That e-mail address and password do not match.")
CLEARED = '"cache"'
"""What a browser keeps of a person that is gone; not its storage, where sets wait that were not sent yet."""

log = structlog.get_logger(__name__)


def typed_address() -> str | None:
    """Return the e-mail address this form is about."""
    return plain_email(request.form.get("email", ""))[:254] or None


@bp.get("/session/new")
@public(reason="one cannot be signed in before signing in")
def new_session() -> Response:
    if visitor() is not None and not request.args.get("again"):
        return go_fully_to(_next())
    return _form_page(SignInForm(), None)


@bp.post("/session")
@limited(FROM_ONE_PLACE)
@limited(FOR_ONE_ADDRESS, by=typed_address)
@public(reason="one cannot be signed in before signing in")
def create_session() -> Response:
    form, kept = SignInForm(request.form), carried_form()
    person = _recognised(form.draft()) if form.validate() else None
    if person is None:
        if not form.errors:
            form.form_errors.append(say(NOT_RECOGNISED))
        return _form_page(form, kept, status=422)
    former_id = lapsed_sign_in_id()
    before = person_signed_in_by(former_id) if former_id else None
    _enter(person, stay=bool(form.stay.data))
    wrote = drawn_for() or (before and str(before))
    response = _entered(kept, is_same=wrote == str(person.id), is_first=wrote is None)
    if before not in {None, person.id}:
        response.headers["Clear-Site-Data"] = CLEARED
    return response


@bp.get("/session/unsent")
@signed_in(reason="it says who is signed in now, and nothing else")
def show_unsent(_: Actor) -> Response:
    return page("accounts/unsent.html")


@bp.delete("/session")
@public(reason="signing out twice is harmless")
def delete_session() -> Response:
    sign_in_id = lapsed_sign_in_id()
    if sign_in_id is not None:
        end_sign_in(sign_in_id, now=clock.now())
    sign_out()
    response = go_fully_to(url_for("accounts.new_session"))
    response.headers["Clear-Site-Data"] = CLEARED
    return response


def keep_form() -> Response:
    """Answer a form that came too late: ask to sign in, and carry what was typed."""
    with transaction(writes=False):
        return make_response(_form_page(SignInForm(), refused_form(), status=401))


@bp.get("/settings")
@signed_in(reason="one's own account")
def show_settings(_: Actor) -> Response:
    return settings_page(saved=request.args.get("saved", ""))


@bp.after_app_request
def renew(response: Response) -> Response:
    """Note now and then that a sign-in is in use, in a short transaction after the request's own."""
    if request.endpoint == "static" or response.status_code >= FIRST_ERROR:
        return response
    found, now = visitor(), clock.now()
    if found is not None and now - found.seen_at >= SEEN_EVERY:
        try:
            with transaction():
                note_seen(found.sign_in_id, now=now)
        except OperationalError:  # another process writes for long; the next request tries again
            log.warning("sign_in_not_renewed")
    return response


def _recognised(credentials: Credentials) -> Person | None:
    if credentials.password == passwords.DEMO and not current_app.config["DEMO"]:
        return None  # the demo's password is known to everybody
    person = recognise(credentials)
    if person is not None:
        forgive(FOR_ONE_ADDRESS, create_session.__module__, create_session.__name__, credentials.email)
    return person


def _enter(person: Person, *, stay: bool) -> None:
    former_id, now = lapsed_sign_in_id(), clock.now()
    if former_id is not None:
        end_sign_in(former_id, now=now)
        sign_out()
    sign_in(begin_sign_in(person, stay=stay, user_agent=request.user_agent.string, now=now), stay=stay)


def _entered(kept: KeptForm | None, *, is_same: bool, is_first: bool) -> Response:
    if request.form.get("again"):
        return _back_in_place(is_same=is_same)
    if kept and not (is_first or is_same):
        return go_fully_to(url_for("accounts.show_unsent"))
    return page("accounts/send_again.html", kept=kept) if kept else go_fully_to(_next())


def _back_in_place(*, is_same: bool) -> Response:
    """Close the dialog over a page: its own person sends on what was typed, others are told that it was not sent."""
    if not is_same:
        return go_fully_to(url_for("accounts.show_unsent"))
    response = make_response("", 204)
    response.headers["HX-Trigger"] = "signed-in"
    return response


def _next() -> str:
    return own_path(request.values.get("next", "")) or url_for("home.show_start")


def _form_page(form: SignInForm, kept: KeptForm | None, *, status: int = 200) -> Response:
    # Not where a form came too late: its fields are its own, whatever they are called.
    asked = request.values if request.endpoint in OWN_ENDPOINTS else {}
    if asked.get("again"):
        return fragment("accounts/again.html", "again_form", form=form, status=status)
    return page(
        "accounts/session.html",
        status=status,
        form=form,
        kept=kept,
        drawn_for=drawn_for(),
        next=own_path(asked.get("next", "")) or "",
        said=asked.get("said", ""),
    )
