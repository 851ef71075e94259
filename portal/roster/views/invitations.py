"""A trainer's invitations: made, shared, taken back."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.core import clock, mail
from portal.core.access import Actor, find
from portal.core.guard import lists, needs, public
from portal.core.ids import id_of, new_id
from portal.core.limits import limited
from portal.core.visitor import lapsed_sign_in_id
from portal.core.web import go_to, page
from portal.roster.actions.invitations import invite, renew_link, restore_invitation, withdraw_invitation
from portal.roster.forms import InvitationForm
from portal.roster.models import Invitation
from portal.roster.policy import INVITATION, INVITE
from portal.roster.queries import open_invitations
from portal.roster.queries.invitations import opened_by

bp = Blueprint("invitations", __name__)

MANY = "60 per hour"


def this_browser() -> str | None:
    """Return the sign-in of this browser, as a key to count tries."""
    return str(lapsed_sign_in_id())


@bp.get("/invitations")
@lists(INVITATION)
def list_invitations(trainer: Actor) -> Response:
    find(INVITE, trainer, trainer.person_id)
    return _list_page(trainer)


@bp.get("/invitations/new")
@lists(INVITATION)
def new_invitation(trainer: Actor) -> Response:
    find(INVITE, trainer, trainer.person_id)
    return page("roster/invitation_form.html", "dialog", form=InvitationForm(), key=new_id())


@bp.post("/invitations")
@limited(MANY, by=this_browser)
@lists(INVITATION)
def create_invitation(trainer: Actor) -> Response:
    person: Person = find(INVITE, trainer, trainer.person_id)
    form, key = InvitationForm(request.form), id_of(request.form.get("key"))
    if not form.validate():
        return page("roster/invitation_form.html", "dialog", form=form, key=key or new_id(), status=422)
    _, token = invite(person, form.draft(), key=key, now=clock.now())
    return go_to(url_for("acceptances.show_invitation", token=token))


@bp.post("/invitations/<uuid:id>/link")
@needs(INVITATION)
def create_link(invitation: Invitation) -> Response:
    token = renew_link(invitation, now=clock.now())
    return go_to(url_for("acceptances.show_invitation", token=token))


@bp.post("/invitations/<uuid:id>/withdrawal")
@needs(INVITATION)
def create_withdrawal(invitation: Invitation) -> Response:
    withdraw_invitation(invitation, now=clock.now())
    return _list_page(Actor(invitation.trainer_id), withdrawn=invitation, then=url_for("invitations.list_invitations"))


@bp.delete("/invitations/<uuid:id>/withdrawal")
@needs(INVITATION)
def delete_withdrawal(invitation: Invitation) -> Response:
    restore_invitation(invitation, now=clock.now())
    return _list_page(Actor(invitation.trainer_id), then=url_for("invitations.list_invitations"))


@bp.get("/invitations/<token>/code.svg")
@public(reason="whoever holds the token has the link already")
def show_code(token: str) -> Response:
    opened_by(token)
    drawing = io.BytesIO()
    address = url_for("acceptances.show_invitation", token=token, _external=True)
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=2, xmldecl=False, omitsize=True)
    response = Response(drawing.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _list_page(trainer: Actor, *, withdrawn: Invitation | None = None, then: str | None = None) -> Response:
    return page(
        "roster/invitations.html",
        "invitation_list",
        then=then,
        invitations=open_invitations(trainer),
        withdrawn=withdrawn,
        sends_mail=mail.leaves(),
        now=clock.now(),
    )
