"""A new e-mail address, proved by opening its mail."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from portal.accounts.actions.profile import change_email, check_email_change
from portal.core import clock
from portal.core.errors import Hidden
from portal.core.guard import public
from portal.core.visitor import visitor
from portal.core.web import go_fully_to, page

bp = Blueprint("emails", __name__)

GONE = 410


@bp.get("/email/<token>")
@public(reason="the link from the mail is opened wherever that mail is read")
def show_email(token: str) -> Response:
    try:
        link = check_email_change(token, now=clock.now())
    except Hidden:
        return page("accounts/email_change.html", email=None, token=token, status=GONE)
    return page("accounts/email_change.html", email=link.email, token=token)


@bp.post("/email/<token>")
@public(reason="the link from the mail is opened wherever that mail is read")
def update_email(token: str) -> Response:
    try:
        change_email(token, now=clock.now())
    except Hidden:
        return page("accounts/email_change.html", "email_change", email=None, token=token, status=GONE)
    if visitor():
        return go_fully_to(url_for("accounts.show_settings", saved="email"))
    return go_fully_to(url_for("accounts.new_session", said="email"))
