"""Reading notices."""

from __future__ import annotations

from sqlalchemy import ScalarSelect, func, select

from portal.core.access import Actor
from portal.notifications.models import Notice


def unseen_count(actor: Actor) -> ScalarSelect[int]:
    """Return how many notices this person has not seen yet."""
    return (
        select(func.count(Notice.id))
        .where(Notice.person_id == actor.person_id, Notice.seen_at.is_(None))
        .scalar_subquery()
    )
