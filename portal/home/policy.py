"""Who may look after the instance, and after whom a trainer looks."""

from __future__ import annotations

from sqlalchemy import and_, select

from portal.accounts.models import Person
from portal.core.access import Permission
from portal.home.models import Review
from portal.roster.models import Coaching
from portal.roster.policy import COACHING, coaches

RUN_INSTANCE = Permission(
    "home.run_instance", Person, lambda actor: (Person.id == actor.person_id) & Person.is_operator
)
"""An operator sees what failed and has it tried again; never whose it was."""

REVIEW = Permission(
    "home.review",
    Coaching,
    lambda actor: and_(Coaching.trainer_id == actor.person_id, Coaching.ended_at.is_(None)),
    view=COACHING,
)
"""A trainer looks after those whom they coach now."""

UNDO_REVIEW = Permission(
    "home.review.undo",
    Review,
    lambda actor: and_(
        Review.trainer_id == actor.person_id,
        select(Coaching.id)
        .where(Coaching.id == Review.coaching_id, coaches(actor, Coaching.athlete_id))
        .correlate(Review)
        .exists(),
    ),
)
"""A trainer takes back their own, as long as they coach the client."""
