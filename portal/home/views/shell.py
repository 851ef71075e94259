"""The frame of every page, the way in, and the jump list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, request, send_from_directory, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.access import Actor
from portal.core.guard import public, signed_in
from portal.core.language import later, say
from portal.core.visitor import visitor
from portal.core.web import fragment, go_to, page, searched
from portal.core.writing import zone
from portal.home.forms import StyleForm
from portal.home.queries.navigation import Counts, counts_of
from portal.home.queries.palette import MOST, clients_named
from portal.home.queries.review import waiting_count
from portal.home.rules.review import Moment
from portal.home.rules.samples import PLANS, RECORDS
from portal.training.queries.plans import plans_named
from portal.training.rules.programs import ways_called

bp = Blueprint("home", __name__)


@dataclass(frozen=True)
class Place:
    """Somewhere the rail or the bar leads to."""

    endpoint: str
    label: str
    icon: str
    within: tuple[str, ...]
    """Beginnings of the endpoints that belong to this place."""
    count: Callable[[Counts], int] = lambda _: 0
    counted_later: Callable[[Actor], int] | None = None
    """Counts what takes longer than most pages: asked for once the page is there, and when it may have changed."""


@dataclass(frozen=True)
class Entry:
    """One entry of the rail or the bar, as drawn."""

    label: str
    url: str
    icon: str
    current: bool
    count: int
    is_counted_later: bool


def _waiting_for_review(actor: Actor) -> int:
    return waiting_count(actor, Moment(clock.now(), zone()))


DESK = (
    Place("review.show_queue", later("Review"), "review", ("review.",), counted_later=_waiting_for_review),
    Place(
        "clients.list_clients",
        later("Clients"),
        "clients",
        (
            "clients.",
            "plans.",
            "sessions.",
            "activities.",
            "invitations.",
            "acceptances.",
            "coachings.",
            "notes.",
            "whatif.",
            "lifts.",
            "raceplans.",
            "volume.",
        ),
    ),
    Place("exercises.list_exercises", later("Library"), "library", ("exercises.", "programs.")),
    Place("messaging.list_conversations", later("Messages"), "chat", ("messaging.",), lambda c: c.messages),
    Place("notifications.list_notices", later("Notices"), "bell", ("notifications.",), lambda c: c.notices),
    Place("accounts.show_settings", later("Settings"), "settings", ("accounts.", "strava.")),
)
POCKET = (
    Place("today.show_today", later("Today"), "sun", ("today.", "sessions.")),
    Place("calendar.show_calendar", later("Calendar"), "calendar", ("calendar.", "plans.", "whatif.")),
    Place("activities.list_activities", later("Progress"), "progress", ("activities.", "strava.", "lifts.")),
    Place("messaging.list_conversations", later("Chat"), "chat", ("messaging.",), lambda c: c.messages),
    Place("notifications.list_notices", later("Notices"), "bell", ("notifications.",), lambda c: c.notices),
    Place("coachings.list_coachings", later("Coaching"), "shield", ("coachings.", "acceptances.", "life.")),
)
COUNTS = "notifications.show_counts"
"""Where pages ask for the counts alone."""
RUN = (Place("failures.list_failures", later("Failures"), "alert", ("failures.",)),)
"""For whoever runs the instance, after all others."""


def navigation_of(actor: Actor) -> list[Entry]:
    """Return the entries for this person, with what waits behind each."""
    counts, here = counts_of(actor), request.endpoint or ""
    return [
        Entry(
            str(place.label),
            url_for(place.endpoint),
            place.icon,
            here.startswith(place.within),
            _counted(place, counts, actor, here=here),
            is_counted_later=place.counted_later is not None,
        )
        for place in _places(actor)
    ]


def _counted(place: Place, counts: Counts, actor: Actor, *, here: str) -> int:
    if place.counted_later is None:
        return place.count(counts)
    return place.counted_later(actor) if here == COUNTS else 0


def _places(actor: Actor) -> tuple[Place, ...]:
    return (DESK if actor.is_trainer else POCKET) + (RUN if actor.is_operator else ())


@bp.get("/")
@public(reason="it only says where to go")
def show_start() -> Response:
    found = visitor()
    if found is None:
        return go_to(url_for("accounts.new_session"))
    return go_to(url_for("clients.list_clients" if found.actor.is_trainer else "today.show_today"))


@bp.get("/jump")
@signed_in(reason="the list holds only what this person may open")
def palette(actor: Actor) -> Response:
    typed = searched()
    return fragment("home/palette.html", "palette_results", groups=_jumps(actor, typed))


def _jumps(actor: Actor, typed: str) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    clients = clients_named(actor, typed) if actor.is_trainer else ()
    plans = plans_named(actor, typed, limit=MOST) if typed else ()
    places = [place for place in _places(actor) if typed.lower() in str(place.label).lower()]
    ways = _ways(typed) if typed and actor.is_trainer else []
    groups = [
        (later("Clients"), [(name, url_for("clients.show_client", id=who), "person", "") for who, name in clients]),
        (later("Plans"), [(plan.title, url_for("plans.show_plan", id=plan.id), "calendar", "") for plan in plans]),
        (later("Ways to progress"), ways),
        (later("Places"), [(str(place.label), url_for(place.endpoint), place.icon, "") for place in places]),
    ]
    return [(title, rows) for title, rows in groups if rows]


def _ways(typed: str) -> list[tuple[str, str, str, str]]:
    found = ((key, [say(name) for name in names]) for key, names in ways_called())
    return [
        (names[0], url_for("programs.show_program", name=key), "progress", "")
        for key, names in found
        if any(typed.lower() in name.lower() for name in names)
    ]


@bp.get("/sw.js")
@public(reason="a script; it holds nobody's data")
def service_worker() -> Response:
    # From the root, because a worker serves only what lies below its own address.
    return send_from_directory(current_app.static_folder or "", "sw.js", mimetype="text/javascript", max_age=0)


@bp.get("/styleguide")
@public(reason="components hold nobody's data; exists in development, tests and the demo only")
def show_styleguide() -> Response:
    if not (current_app.debug or current_app.testing or current_app.config["DEMO"]):
        abort(404)
    return page("styleguide.html", form=StyleForm.filled(), refused=StyleForm.refused(), records=RECORDS, plans=PLANS)
