"""How an athlete is for a while, which excuses missed work."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import found_or_added
from portal.core.errors import Refusal
from portal.core.ids import new_id
from portal.events.log import record
from portal.roster.events import LifeStatusNoted, LifeStatusRestored, LifeStatusWithdrawn
from portal.roster.models import LifeStatus
from portal.roster.rules import LifeDraft, problem


class SpanImpossible(Refusal):
    """The days do not go together."""


def note_life_status(
    athlete: Person, draft: LifeDraft, *, key: UUID | None = None, actor: Actor, now: datetime
) -> LifeStatus:
    """Note how the athlete is; of what holds on a day, that counts which began last.

    The same under the same `key` is noted once. Raises SpanImpossible.
    """
    if found := problem(draft):
        raise SpanImpossible(found)
    made = LifeStatus(
        id=key or new_id(),
        athlete_id=athlete.id,
        kind=draft.kind,
        from_on=draft.from_on,
        until_on=draft.until_on,
        noted_by_id=actor.person_id,
        noted_at=now,
    )
    status = found_or_added(select(LifeStatus).where(LifeStatus.id == made.id), lambda: made)
    if status is made:
        record(LifeStatusNoted(status.id), about=athlete.id, by=actor.person_id, now=now)
    elif status.withdrawn_at is not None or _meaning(status) != _meaning(made):
        return note_life_status(athlete, draft, actor=actor, now=now)  # somebody went back and noted another
    return status


def _meaning(status: LifeStatus) -> tuple[object, ...]:
    return status.athlete_id, status.noted_by_id, status.kind, status.from_on, status.until_on


def withdraw_life_status(status: LifeStatus, *, actor: Actor, now: datetime) -> None:
    """Take a life status back, as if it had never been noted. Doing it twice changes nothing."""
    if status.withdrawn_at is not None:
        return
    status.withdrawn_at = now
    record(LifeStatusWithdrawn(status.id), about=status.athlete_id, by=actor.person_id, now=now)


def restore_life_status(status: LifeStatus, *, actor: Actor, now: datetime) -> None:
    """Let a life status that was taken back hold again. Doing it twice changes nothing."""
    if status.withdrawn_at is None:
        return
    status.withdrawn_at = None
    record(LifeStatusRestored(status.id), about=status.athlete_id, by=actor.person_id, now=now)
