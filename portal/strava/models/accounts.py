"""Links to athletes' accounts, and how they begin and end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.core.db import Record, one_of
from portal.strava.rules.accounts import AccountStatus, LinkProblem
from portal.strava.rules.limits import RestReason


class StravaAccount(Record):
    """An athlete's account at Strava. The row stays when the link ends; then it holds nothing of Strava's."""

    __table_args__ = (
        CheckConstraint(
            "status = 'revoked' OR (strava_athlete_id IS NOT NULL AND refresh_sealed IS NOT NULL)", name="linked"
        ),
        CheckConstraint("status <> 'revoked' OR (access_sealed IS NULL AND refresh_sealed IS NULL)", name="forgotten"),
    )

    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), unique=True)
    strava_athlete_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    status: Mapped[AccountStatus] = mapped_column(one_of(AccountStatus))
    generation: Mapped[int] = mapped_column(default=1)
    """Raised when the link ends: work that was under way then keeps nothing."""
    scopes: Mapped[list[str]]
    access_sealed: Mapped[str | None]
    refresh_sealed: Mapped[str | None]
    token_ends_at: Mapped[datetime | None]
    token_version: Mapped[int] = mapped_column(default=1)
    refreshing_until: Mapped[datetime | None]
    """One job renews the tokens; others come back later."""
    connected_at: Mapped[datetime]
    parked_at: Mapped[datetime | None]
    """Since when Strava has refused our tokens."""
    unread_since: Mapped[datetime | None]
    """Since when we cannot open the tokens ourselves; this says nothing about what the athlete wants."""
    check_at: Mapped[datetime | None]
    """When to ask Strava whether the athlete has withdrawn."""
    checked_at: Mapped[datetime | None]
    imported_at: Mapped[datetime | None]
    """When something was last fetched."""
    code_hash: Mapped[str | None]
    """Of the yes it was linked by: sent once more, it changes nothing."""


class StravaLink(Record):
    """An attempt to connect: from the athlete's yes until the tokens are here. Leaves no half-made account."""

    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), unique=True)
    code_sealed: Mapped[str | None]
    code_hash: Mapped[str | None]
    """Stays when the code is gone."""
    scopes: Mapped[list[str]]
    asked_at: Mapped[datetime]
    problem: Mapped[LinkProblem | None] = mapped_column(one_of(LinkProblem))


class StravaErasure(Record):
    """The end of a link: what was erased and when. Stays as the receipt."""

    athlete_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), index=True)
    by_athlete: Mapped[bool]
    """Ended here by the athlete, or found ended at Strava."""
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    activities: Mapped[int] = mapped_column(default=0)
    token_sealed: Mapped[str | None]
    """Still to be revoked at Strava; emptied then, as is whose it was."""
    strava_athlete_id: Mapped[int | None] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]


class StravaApplication(Record):
    """What this instance's application at Strava is allowed at the moment: one row."""

    client_id: Mapped[str] = mapped_column(unique=True)
    subscription_id: Mapped[int | None] = mapped_column(BigInteger)
    checked_at: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    rested_at: Mapped[datetime | None]
    """When the rest began."""
    rest_reason: Mapped[RestReason | None] = mapped_column(one_of(RestReason))
