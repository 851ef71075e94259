"""A forgotten password: a link by mail, and a new one."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.actions.passwords import ask_reset, check_reset, reset_password
from portal.accounts.forms import AskResetForm, NewPasswordForm
from portal.accounts.rules import plain_email
from portal.core import clock, mail
from portal.core.errors import Hidden
from portal.core.guard import public
from portal.core.limits import limited
from portal.core.web import go_fully_to, page

bp = Blueprint("resets", __name__)

FROM_ONE_PLACE = "20 per hour"
FOR_ONE_ADDRESS = "3 per hour"
GONE = 410


def typed_address() -> str | None:
    """Return the address the mail is for."""
    return plain_email(request.form.get("email", ""))[:254] or None


@bp.get("/password-reset/new")
@public(reason="who forgot the password cannot sign in")
def new_reset() -> Response:
    return page("accounts/reset_ask.html", form=AskResetForm(), sent=False)


@bp.post("/password-reset/new")
@limited(FROM_ONE_PLACE)
@limited(FOR_ONE_ADDRESS, by=typed_address)
@public(reason="who forgot the password cannot sign in")
def create_reset() -> Response:
    form = AskResetForm(request.form)
    if not form.validate():
        return page("accounts/reset_ask.html", "reset_form", form=form, sent=False, status=422)
    ask_reset(form.draft(), now=clock.now())
    return page("accounts/reset_ask.html", "reset_form", form=form, sent=True, sends_mail=mail.leaves())


@bp.get("/password-reset/<token>")
@public(reason="the link from the mail stands in for the password")
def show_reset(token: str) -> Response:
    try:
        check_reset(token, now=clock.now())
    except Hidden:
        return page("accounts/reset.html", form=None, token=token, status=GONE)
    return page("accounts/reset.html", form=NewPasswordForm(), token=token)


@bp.post("/password-reset/<token>")
@limited(FROM_ONE_PLACE)
@public(reason="the link from the mail stands in for the password")
def update_password(token: str) -> Response:
    form = NewPasswordForm(request.form)
    if not form.validate():
        return page("accounts/reset.html", "password_form", form=form, token=token, status=422)
    try:
        reset_password(token, form.password.data or "", now=clock.now())
    except Hidden:
        return page("accounts/reset.html", "password_form", form=None, token=token, status=GONE)
    return go_fully_to(url_for("accounts.new_session", said="password"))
