"""What a person sets about themselves; each part is a form of its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.actions.passwords import PasswordWrong, change_password
from portal.accounts.actions.profile import ask_email_change, read_as, rename
from portal.accounts.actions.sign_ins import end_other_sign_ins, end_sign_in
from portal.accounts.forms import EmailForm, NameForm, PasswordForm, ReadingForm
from portal.accounts.models import SignIn
from portal.accounts.policy import OWN_SIGN_IN
from portal.accounts.queries import person_of, sign_ins_of
from portal.core import clock, mail
from portal.core.access import Actor
from portal.core.guard import needs, signed_in
from portal.core.language import say, time_zone_names
from portal.core.limits import limited
from portal.core.visitor import actor, lapsed_sign_in_id
from portal.core.web import go_fully_to, page

bp = Blueprint("settings", __name__)

PASSWORD_TRIES = "10 per 15 minutes"  # noqa: S105 -- a rate


def this_browser() -> str | None:
    """Return the sign-in of this browser, as a key to count tries."""
    return str(lapsed_sign_in_id())


@bp.post("/settings/name")
@signed_in(reason="one's own account")
def update_name(actor: Actor) -> Response:
    form = NameForm(request.form)
    if not form.validate():
        return settings_page(name_form=form, status=422)
    rename(actor, form.name.data or "")
    return go_fully_to(url_for("accounts.show_settings", saved="name"))


@bp.post("/settings/reading")
@signed_in(reason="one's own account")
def update_reading(actor: Actor) -> Response:
    form = ReadingForm(request.form)
    if not form.validate():
        return settings_page(reading_form=form, status=422)
    read_as(actor, form.draft())
    return go_fully_to(url_for("accounts.show_settings", saved="reading"))


@bp.post("/settings/email")
@limited(PASSWORD_TRIES, by=this_browser)
@signed_in(reason="one's own account")
def create_email_change(actor: Actor) -> Response:
    form = EmailForm(request.form)
    if not form.validate():
        return settings_page(email_form=form, status=422)
    try:
        ask_email_change(actor, email=form.draft(), password=form.password.data or "", now=clock.now())
    except PasswordWrong as wrong:
        form.password.errors = [say(wrong.sentence)]
        return settings_page(email_form=form, status=422)
    return settings_page(saved="email", then=url_for("accounts.show_settings", saved="email"))


@bp.post("/settings/password")
@limited(PASSWORD_TRIES, by=this_browser)
@signed_in(reason="one's own account")
def update_password(actor: Actor) -> Response:
    form = PasswordForm(request.form)
    if not form.validate():
        return settings_page(password_form=form, status=422)
    try:
        change_password(
            actor,
            present=form.present.data or "",
            wanted=form.wanted.data or "",
            kept=lapsed_sign_in_id(),
            now=clock.now(),
        )
    except PasswordWrong as wrong:
        form.present.errors = [say(wrong.sentence)]
        return settings_page(password_form=form, status=422)
    return settings_page(saved="password", then=url_for("accounts.show_settings", saved="password"))


@bp.delete("/settings/sign-ins/<uuid:id>")
@needs(OWN_SIGN_IN)
def delete_sign_in(sign_in: SignIn) -> Response:
    end_sign_in(sign_in.id, now=clock.now())
    return settings_page(saved="sign_ins", then=url_for("accounts.show_settings", saved="sign_ins"))


@bp.delete("/settings/sign-ins")
@signed_in(reason="one's own sign-ins")
def delete_other_sign_ins(actor: Actor) -> Response:
    end_other_sign_ins(actor, kept=lapsed_sign_in_id(), now=clock.now())
    return settings_page(saved="sign_ins", then=url_for("accounts.show_settings", saved="sign_ins"))


def settings_page(*, status: int = 200, then: str | None = None, saved: str = "", **forms: Any) -> Response:
    """Return the page with the forms given, the others as they were saved."""
    person = person_of(actor())
    shown = {
        "name_form": NameForm(name=person.name),
        "reading_form": ReadingForm.of(person),
        "email_form": EmailForm(),
        "password_form": PasswordForm(),
        **forms,
    }
    return page(
        "accounts/settings.html",
        "name_part",
        "reading_part",
        "email_part",
        "password_part",
        "sign_ins_part",
        status=status,
        then=then,
        saved=saved,
        sends_mail=mail.leaves(),
        person=person,
        sign_ins=sign_ins_of(actor(), clock.now()),
        this_sign_in=lapsed_sign_in_id(),
        time_zones=time_zone_names(),
        **shown,
    )
