"""The first account of an instance, by the link that was printed when it started."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.actions.joining import LinkUsed, become_first_trainer, check_first_trainer_link
from portal.accounts.actions.sign_ins import begin_sign_in
from portal.accounts.forms import JoinForm
from portal.core import clock
from portal.core.guard import public
from portal.core.language import say, time_zone_names
from portal.core.limits import limited
from portal.core.visitor import sign_in
from portal.core.web import go_fully_to, page

bp = Blueprint("first_trainer", __name__)

TRIES = "30 per 15 minutes"
GONE = 410


@bp.get("/first/<token>")
@limited(TRIES)
@public(reason="the one-time link stands in for the account that nobody has yet")
def new_first_trainer(token: str) -> Response:
    try:
        check_first_trainer_link(token, now=clock.now())
    except LinkUsed as used:
        return _used_page(used)
    return _form_page(JoinForm(), token)


@bp.post("/first/<token>")
@limited(TRIES)
@public(reason="the one-time link stands in for the account that nobody has yet")
def create_first_trainer(token: str) -> Response:
    form, now = JoinForm(request.form), clock.now()
    try:
        if not form.validate():
            check_first_trainer_link(token, now=now)
            return _form_page(form, token, status=422)
        person = become_first_trainer(token, form.draft(), now=now)
    except LinkUsed as used:
        return _used_page(used)
    sign_in(begin_sign_in(person, stay=True, user_agent=request.user_agent.string, now=now), stay=True)
    return go_fully_to(url_for("home.show_start"))


def _used_page(used: LinkUsed) -> Response:
    return page("accounts/first_used.html", said=say(used.sentence), status=GONE)


def _form_page(form: JoinForm, token: str, *, status: int = 200) -> Response:
    zones = time_zone_names()
    return page("accounts/first.html", "first_form", status=status, form=form, token=token, time_zones=zones)
