"""What a trainer does in the review: done, later, all who are fine, and taking it back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.ids import new_id
from portal.core.sentence import sentence
from portal.events.log import record
from portal.home.events import ClientReviewed, ClientSnoozed, ReviewUndone
from portal.home.models import Review
from portal.home.policy import REVIEW
from portal.home.queries.review import entry_for, queue_of
from portal.home.rules.review import Entry, Moment, State, news_since
from portal.roster.models import Coaching

SNOOZE_DAYS = (1, 3, 7)


class NewsCame(Refusal):
    """Something happened after the page was drawn, which the trainer has not seen."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence("Something has happened since this page was shown. Look at %(name)s once more.", name=name)
        )


class SeenLastWeek(Refusal):
    """The page was drawn in another week, or does not say when."""

    def __init__(self) -> None:
        super().__init__(sentence("This page is from another week. Load it again, then review."))


class NotSoLong(Refusal):
    """A client cannot be put off for that long."""

    def __init__(self) -> None:
        super().__init__(sentence("Choose tomorrow, in three days, or in a week."))


@dataclass(frozen=True)
class Batch:
    """What one act reviewed."""

    review_id: UUID
    count: int
    left_out: int
    """Those who were asked for but are not simply fine any more, or not coached."""


def review_client(coaching: Coaching, *, seen_at: datetime | None, actor: Actor, at: Moment) -> UUID | None:
    """Note that the client was looked after; return the review, None when that was done already.

    `seen_at` is when the page was drawn: what came later is not reviewed. The coaching must be locked, as `find`
    does. Raises NewsCame, SeenLastWeek.
    """
    entry = _entry(coaching, actor, at)
    if entry.state is State.DONE:
        return None
    seen = _seen(entry, seen_at, at)
    return _review(coaching, seen, batch_id=new_id(), actor=actor, now=at.now)


def snooze_client(coaching: Coaching, *, days: int, seen_at: datetime | None, actor: Actor, at: Moment) -> UUID | None:
    """Let the client wait until that day begins, unless something happens; return the snooze, None if there is one.

    The coaching must be locked. Raises NewsCame, NotSoLong, SeenLastWeek.
    """
    if days not in SNOOZE_DAYS:
        raise NotSoLong
    entry = _entry(coaching, actor, at)
    if entry.state is not State.OPEN:
        return None
    seen, review_id = _seen(entry, seen_at, at), new_id()
    until_at = at.first_of(at.today + timedelta(days=days))
    fact = ClientSnoozed(review_id, new_id(), coaching.id, actor.person_id, seen, until_at)
    record(fact, about=coaching.athlete_id, by=actor.person_id, now=at.now)
    return review_id


def review_fine(coaching_ids: Collection[UUID], *, seen_at: datetime | None, actor: Actor, at: Moment) -> Batch | None:
    """Note that these clients were looked after, in one act; None when nobody was left to note.

    Whoever is not simply fine any more stays, and so does who is not coached any more. Raises SeenLastWeek.
    """
    coachings = {coaching.id: coaching for coaching in _locked(coaching_ids, actor)}
    seen, batch_id = _in_this_week(seen_at, at), new_id()
    chosen = [entry for entry in queue_of(actor, at).fine if entry.coaching_id in coachings]
    if not chosen:
        return None
    ids = [_review(coachings[entry.coaching_id], seen, batch_id=batch_id, actor=actor, now=at.now) for entry in chosen]
    return Batch(ids[0], len(ids), len(set(coaching_ids)) - len(ids))


def undo_review(review: Review, *, actor: Actor, now: datetime) -> int:
    """Take back a review or a snooze, and all that were one act with it; return how many. Twice changes nothing."""
    rows = db.session.scalars(
        select(Review).where(
            Review.batch_id == review.batch_id, Review.trainer_id == actor.person_id, Review.undone_at.is_(None)
        )
    ).all()
    athletes = _athletes_of([row.coaching_id for row in rows])
    for row in rows:
        fact = ReviewUndone(row.id, row.batch_id, row.coaching_id, row.trainer_id)
        record(fact, about=athletes[row.coaching_id], by=actor.person_id, now=now)
    return len(rows)


def _review(coaching: Coaching, seen_at: datetime, *, batch_id: UUID, actor: Actor, now: datetime) -> UUID:
    fact = ClientReviewed(new_id(), batch_id, coaching.id, actor.person_id, seen_at)
    record(fact, about=coaching.athlete_id, by=actor.person_id, now=now)
    return fact.review_id


def _entry(coaching: Coaching, actor: Actor, at: Moment) -> Entry:
    entry = entry_for(actor, coaching.athlete_id, at)
    if entry is None:
        raise LookupError("who may review somebody coaches them")
    return entry


def _seen(entry: Entry, seen_at: datetime | None, at: Moment) -> datetime:
    seen = _in_this_week(seen_at, at)
    if news_since(entry.row, seen, at):
        raise NewsCame(entry.row.name)
    return seen


def _in_this_week(seen_at: datetime | None, at: Moment) -> datetime:
    if seen_at is None or seen_at < at.week_began_at:
        raise SeenLastWeek
    return min(seen_at, at.now)


def _locked(coaching_ids: Collection[UUID], actor: Actor) -> Sequence[Coaching]:
    """Return those that the trainer may review, locked in one order, so that two acts at once do not wait for ever."""
    return db.session.scalars(
        select(Coaching)
        .where(Coaching.id.in_(coaching_ids), REVIEW.where(actor))
        .order_by(Coaching.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _athletes_of(coaching_ids: Collection[UUID]) -> dict[UUID, UUID]:
    rows = db.session.execute(select(Coaching.id, Coaching.athlete_id).where(Coaching.id.in_(coaching_ids)))
    return {row.id: row.athlete_id for row in rows}
