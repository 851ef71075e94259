"""The review queue: everybody once a week, or when something happened, until nobody waits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.activities.queries.records import records_of
from portal.core import clock
from portal.core.access import Actor
from portal.core.errors import Hidden
from portal.core.guard import lists, needs
from portal.core.hub import nudge
from portal.core.visitor import actor, today
from portal.core.web import is_asked_for, page
from portal.core.writing import zone
from portal.home import actions
from portal.home.forms import ReviewForm
from portal.home.models import Review
from portal.home.policy import REVIEW, UNDO_REVIEW
from portal.home.queries.overview import last_weeks_of
from portal.home.queries.review import queue_of
from portal.home.rules.past import STRIP_DAYS, is_lately
from portal.home.rules.review import Moment, Queue
from portal.roster.models import Coaching
from portal.roster.policy import CLIENT

bp = Blueprint("review", __name__)


@bp.get("/review")
@lists(CLIENT)
def show_queue(trainer: Actor) -> Response:
    return _page(queue_of(trainer, _now()), trainer)


@bp.get("/review/<uuid:id>")
@needs(CLIENT)
def show_client(client: Person) -> Response:
    return _page(queue_of(actor(), _now()), actor(), chosen_id=client.id)


@bp.get("/review/<uuid:id>/records")
@needs(CLIENT)
def show_records(client: Person) -> Response:
    found = [record for record in records_of(actor(), client.id) if is_lately(record.on, today=today())]
    return page("home/review/_records.html", records=found, days=STRIP_DAYS)


@bp.get("/reviews/new")
@lists(CLIENT)
def new_reviews(trainer: Actor) -> Response:
    at = _now()
    fine, seen = queue_of(trainer, at).fine, at.now.isoformat()
    return page("home/review/fine.html", "dialog", fine=fine, seen=seen, is_dialog=is_asked_for("dialog"))


@bp.post("/reviews")
@lists(CLIENT)
def create_reviews(trainer: Actor) -> Response:
    form = ReviewForm(request.form)
    batch = actions.review_fine(form.coaching_ids, seen_at=form.seen_at, actor=trainer, at=_now())
    return _acted(trainer, form.then_id, batch=batch)


@bp.post("/coachings/<uuid:id>/reviews")
@needs(REVIEW)
def create_review(coaching: Coaching) -> Response:
    form = ReviewForm(request.form)
    made = actions.review_client(coaching, seen_at=form.seen_at, actor=actor(), at=_now())
    return _acted(actor(), form.then_id, made=made)


@bp.post("/coachings/<uuid:id>/snoozes")
@needs(REVIEW)
def create_snooze(coaching: Coaching) -> Response:
    form = ReviewForm(request.form)
    made = actions.snooze_client(coaching, days=form.days_off, seen_at=form.seen_at, actor=actor(), at=_now())
    return _acted(actor(), form.then_id, made=made)


@bp.delete("/reviews/<uuid:id>")
@needs(UNDO_REVIEW)
def delete_review(review: Review) -> Response:
    undone = actions.undo_review(review, actor=actor(), now=clock.now())
    queue = queue_of(actor(), _now())
    entry = next((entry for entry in queue.entries if entry.coaching_id == review.coaching_id), None)
    return _acted(actor(), entry.athlete_id if entry and undone else None, queue=queue)


def _now() -> Moment:
    return Moment(clock.now(), zone())


def _acted(trainer: Actor, then_id: UUID | None, *, queue: Queue | None = None, **told: Any) -> Response:
    """Show who comes next: whom the page named, if they still wait, else whoever needs the trainer most."""
    queue = queue or queue_of(trainer, _now())
    nudge(trainer.person_id, "counts")
    following = then_id if then_id in {entry.athlete_id for entry in (*queue.needing, *queue.fine)} else None
    then = url_for("review.show_client", id=following) if following else url_for("review.show_queue")
    response = _page(queue, trainer, chosen_id=following, then=then, **told)
    response.headers["HX-Push-Url"] = then
    return response


def _page(
    queue: Queue, trainer: Actor, *, chosen_id: UUID | None = None, then: str | None = None, **told: Any
) -> Response:
    entry = queue.of(chosen_id) if chosen_id else next(iter(queue.needing), None)
    if chosen_id and entry is None:
        raise Hidden
    before, after = queue.around(entry) if entry else (None, None)
    return page(
        "home/review/queue.html",
        "review",
        "review_list",
        "review_bar",
        then=then,
        here=url_for("review.show_client", id=chosen_id) if chosen_id else url_for("review.show_queue"),
        queue=queue,
        entry=entry,
        is_open=chosen_id is not None,
        before=before,
        after=after,
        following=queue.following(entry) if entry else None,
        weeks=last_weeks_of(trainer, entry.athlete_id, today=queue.at.today) if entry else (),
        seen=queue.at.now.isoformat(),
        today=queue.at.today,
        **{"made": None, "batch": None, **told},
    )
