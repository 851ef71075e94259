"""A new e-mail address, proved by opening its mail while signed in."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from portal.accounts.actions.profile import change_email, check_email_change
from portal.core import clock
from portal.core.access import Actor
from portal.core.errors import Hidden
from portal.core.guard import signed_in
from portal.core.web import go_fully_to, page

bp = Blueprint("emails", __name__)

GONE = 410


@bp.get("/email/<token>")
@signed_in(reason="whoever asked for the address confirms it; a stranger at a mistyped address does not")
def show_email(actor: Actor, token: str) -> Response:
    try:
        link = check_email_change(actor, token, now=clock.now())
    except Hidden:
        return page("accounts/email_change.html", email=None, token=token, status=GONE)
    return page("accounts/email_change.html", email=link.email, token=token)


@bp.post("/email/<token>")
@signed_in(reason="whoever asked for the address confirms it; a stranger at a mistyped address does not")
def update_email(actor: Actor, token: str) -> Response:
    try:
        change_email(actor, token, now=clock.now())
    except Hidden:
        return page("accounts/email_change.html", "email_change", email=None, token=token, status=GONE)
    return go_fully_to(url_for("accounts.show_settings", saved="email"))
