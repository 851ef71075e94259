"""What every page shows around its content: how much is unread."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.core.access import Actor
from portal.core.db import db
from portal.messaging.queries import unread_count
from portal.notifications.queries import unseen_count


@dataclass(frozen=True)
class Counts:
    """What waits for somebody."""

    messages: int
    notices: int


def counts_of(actor: Actor) -> Counts:
    """Return what waits for this person, in one statement."""
    row = db.session.execute(select(unread_count(actor), unseen_count(actor))).one()
    return Counts(*row)
