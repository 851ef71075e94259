"""The inbox of notices, and the numbers beside the places of the menu."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.access import Actor
from portal.core.guard import lists, needs, signed_in
from portal.core.hub import nudge
from portal.core.ids import id_of
from portal.core.moments import moment_of
from portal.core.visitor import actor
from portal.core.web import go_to, page
from portal.notifications.actions import reading
from portal.notifications.forms import MailForm
from portal.notifications.models import Notice
from portal.notifications.policy import OWN_NOTICE
from portal.notifications.queries import notices_of, wants_mail

bp = Blueprint("notifications", __name__)


@bp.get("/notices")
@lists(OWN_NOTICE)
def list_notices(person: Actor) -> Response:
    return _inbox(person)


@bp.post("/notices/<uuid:id>/opening")
@needs(OWN_NOTICE)
def create_opening(notice: Notice) -> Response:
    return go_to(reading.open_notice(notice, actor=actor(), now=clock.now()))


@bp.post("/notices/seen")
@lists(OWN_NOTICE)
def create_seen(person: Actor) -> Response:
    now = clock.now()
    reading.see_all(person, now=now)
    return _changed(person, seen_at=now)


@bp.delete("/notices/seen")
@lists(OWN_NOTICE)
def delete_seen(person: Actor) -> Response:
    seen_at = moment_of(request.values.get("at"))
    if seen_at is not None:
        reading.unsee(person, seen_at=seen_at)
    return _changed(person)


@bp.post("/notices/mail")
@lists(OWN_NOTICE)
def create_mail_wish(person: Actor) -> Response:
    form = MailForm(request.form)
    reading.choose_mail(person, by_mail=form.by_mail.data, now=clock.now())
    return page("notifications/list.html", "mail_wish", form=form, then=url_for(".list_notices"))


@bp.get("/counts")
@signed_in(reason="the numbers are the visitor's own")
def show_counts(_: Actor) -> Response:
    return page("notifications/_counts.html")


def _inbox(person: Actor, *, seen_at: datetime | None = None, then: str | None = None) -> Response:
    inbox = notices_of(person, before=id_of(request.args.get("before")))
    form = MailForm(data={"by_mail": wants_mail(person.person_id)})
    return page("notifications/list.html", "notices", inbox=inbox, form=form, seen_at=seen_at, then=then)


def _changed(person: Actor, *, seen_at: datetime | None = None) -> Response:
    nudge(person.person_id, "counts")
    return _inbox(person, seen_at=seen_at, then=url_for(".list_notices"))
