"""The athlete's calendar: what was and what comes, week by week."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.core.access import Actor
from portal.core.guard import lists
from portal.core.visitor import today
from portal.core.web import page
from portal.training.policy.sessions import VIEW_SESSION
from portal.training.queries.calendar import weeks_of
from portal.training.queries.plans import plans_around

bp = Blueprint("calendar", __name__)

SHOWN = timedelta(weeks=4, days=-1)
STEP = timedelta(weeks=4)


@bp.get("/calendar")
@lists(VIEW_SESSION)
def show_calendar(athlete: Actor) -> Response:
    monday = _monday(request.args.get("from"))
    last, is_now = monday + SHOWN, monday == _monday(None)
    return page(
        "training/calendar.html",
        weeks=weeks_of(athlete, athlete.person_id, first=monday, last=last, today=today()),
        plans=plans_around(athlete, athlete.person_id, first=monday, last=None if is_now else last),
        today=today(),
        earlier=monday - STEP,
        later=monday + STEP,
        is_now=is_now,
    )


def _monday(asked: str | None) -> date:
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        day = today() - timedelta(weeks=1)
    day = min(max(day, date(2000, 1, 3)), date(2100, 1, 1))
    return day - timedelta(days=day.weekday())
