"""What is to be fetched, and what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Record, one_of
from portal.core.ids import new_id
from portal.strava.models.accounts import StravaAccount
from portal.strava.rules.announcements import Aspect, Subject
from portal.strava.rules.backfills import BackfillState
from portal.strava.rules.syncs import SyncState


class StravaEvent(Record):
    """Something Strava announced, without the names in it."""

    account_id: Mapped[UUID] = mapped_column(ForeignKey(StravaAccount.id), index=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[Subject] = mapped_column(one_of(Subject))
    object_id: Mapped[int] = mapped_column(BigInteger)
    aspect: Mapped[Aspect] = mapped_column(one_of(Aspect))
    says_withdrawn: Mapped[bool]
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]


class StravaBackfill(Record):
    """Fetching what an athlete did before connecting. How far it is follows from its activities."""

    __table_args__ = (Index(None, "state", "next_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey(StravaAccount.id), index=True)
    generation: Mapped[int]
    state: Mapped[BackfillState] = mapped_column(one_of(BackfillState))
    since_at: Mapped[datetime]
    cursor_s: Mapped[int | None] = mapped_column(BigInteger)
    """Epoch second of the oldest activity listed."""
    tries: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime]
    details_at: Mapped[datetime | None]
    stepped_at: Mapped[datetime]
    ticket: Mapped[UUID] = mapped_column(default=new_id)
    """Changed by each step: a job that brings an older one belongs to a chain that another has overtaken."""
    next_at: Mapped[datetime | None]
    """When to go on after a pause; empty while step follows step."""
    finished_at: Mapped[datetime | None]


class StravaActivitySync(Record):
    """One activity at Strava and how far it has come. Events only raise what is wanted."""

    __table_args__ = (
        UniqueConstraint("account_id", "strava_id"),
        CheckConstraint("done_rev <= want_rev", name="not_ahead"),
        Index(None, "next_at"),
        Index(None, "backfill_id", "state", "began_at"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey(StravaAccount.id))
    strava_id: Mapped[int] = mapped_column(BigInteger)
    backfill_id: Mapped[UUID | None] = mapped_column(ForeignKey(StravaBackfill.id))
    began_at: Mapped[datetime | None]
    state: Mapped[SyncState] = mapped_column(one_of(SyncState), default=SyncState.WANTED)
    want_rev: Mapped[int] = mapped_column(default=1)
    done_rev: Mapped[int] = mapped_column(default=0)
    delete_said: Mapped[bool] = mapped_column(default=False)
    """An event claimed that it was deleted; the next look decides."""
    attempts: Mapped[int] = mapped_column(default=0)
    missing_tries: Mapped[int] = mapped_column(default=0)
    missing_since: Mapped[datetime | None]
    streams_tries: Mapped[int] = mapped_column(default=0)
    busy_until: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    """When to look; empty while nothing is due, or while its backfill has not come to it."""
    last_error: Mapped[str | None]
    """A word of ours, never text from Strava."""
    given_up_at: Mapped[datetime | None]
