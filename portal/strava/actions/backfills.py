"""Fetching the last weeks: one page or one activity a step, the newest first, resumable at any point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update

from portal.core.db import db, transaction
from portal.core.ids import new_id
from portal.events.log import record
from portal.strava.actions.applications import rest, resting_until
from portal.strava.actions.imports import bring_activity
from portal.strava.actions.rows import add_if_new, locked
from portal.strava.actions.tokens import PARKING, Busy, Caller, NotConnected, park
from portal.strava.client.application import Application
from portal.strava.client.problems import Problem, StravaError
from portal.strava.events import StravaBackfillBegun, StravaBackfillFinished
from portal.strava.models.accounts import StravaAccount
from portal.strava.models.imports import StravaActivitySync, StravaBackfill
from portal.strava.rules.accounts import AccountStatus
from portal.strava.rules.backfills import REACH, RUNNING, BackfillState, Listed, asked_before, is_news, listed, oldest_s
from portal.strava.rules.limits import BACKFILL_SHARE, Usage, leaves_room, window_ends_at
from portal.strava.rules.syncs import SyncState, retry_at

IN_A_MOMENT = timedelta(seconds=5)


@dataclass(frozen=True)
class Step:
    """What is to be done next: an activity, or without one the next page of the list."""

    backfill_id: UUID
    ticket: UUID
    account_id: UUID
    generation: int
    cursor_s: int | None
    since_at: datetime
    sync_id: UUID | None


@dataclass(frozen=True)
class Page:
    """A page of the list; the last one when nothing lies further back."""

    rows: tuple[Listed, ...]
    is_last: bool


def begin_backfill(account: StravaAccount, *, now: datetime) -> None:
    """Begin to fetch the last 90 days. While one is under way, a second changes nothing."""
    running = select(StravaBackfill.id).where(
        StravaBackfill.account_id == account.id, StravaBackfill.state.in_(RUNNING)
    )
    if db.session.scalar(running.limit(1)) is not None:
        return
    backfill = StravaBackfill(
        account_id=account.id,
        generation=account.generation,
        state=BackfillState.LISTING,
        since_at=now - REACH,
        began_at=now,
        stepped_at=now,
    )
    db.session.add(backfill)
    record(StravaBackfillBegun(backfill.id), about=account.athlete_id, by=None, now=now)


def step_backfill(backfill_id: UUID, ticket: UUID | None, *, application: Application, now: datetime) -> UUID | None:
    """Fetch one page or one activity; return the ticket of the next step if it may follow at once. May be repeated.

    Whoever comes without a ticket begins a chain of steps anew, and the chain before ends.
    """
    step = _take(backfill_id, ticket, application=application, now=now)
    if step is None:
        return None
    if step.sync_id is None:
        usage = _list(step, application=application, now=now)
    else:
        usage = bring_activity(step.sync_id, application=application, now=now)
    with transaction():
        return step.ticket if _goes_on(step, usage, now=now) else None


def _take(backfill_id: UUID, ticket: UUID | None, *, application: Application, now: datetime) -> Step | None:
    with transaction():
        backfill = _wanted(backfill_id)
        if not application.is_on or backfill is None or not _is_due(backfill, ticket, now):
            return None
        if until := resting_until(application, now=now):
            backfill.next_at = until
            return None
        backfill.next_at, backfill.stepped_at, backfill.ticket = None, now, new_id()
        sync_id = _next_activity(backfill) if backfill.state is BackfillState.DETAILS else None
        if backfill.state is BackfillState.DETAILS and sync_id is None:
            _close_or_wait(backfill, now=now)
            return None
        return Step(
            backfill_id=backfill.id,
            ticket=backfill.ticket,
            account_id=backfill.account_id,
            generation=backfill.generation,
            cursor_s=backfill.cursor_s,
            since_at=backfill.since_at,
            sync_id=sync_id,
        )


def _is_due(backfill: StravaBackfill, ticket: UUID | None, now: datetime) -> bool:
    return ticket in (None, backfill.ticket) and (backfill.next_at is None or backfill.next_at <= now)


def _wanted(backfill_id: UUID) -> StravaBackfill | None:
    """Return the backfill, locked, if its link still stands."""
    account_id = db.session.scalar(select(StravaBackfill.account_id).where(StravaBackfill.id == backfill_id))
    account = account_id and locked(StravaAccount, account_id)
    if not account or account.status is not AccountStatus.ACTIVE:
        return None
    backfill = locked(StravaBackfill, backfill_id)
    is_wanted = backfill is not None and backfill.state in RUNNING and backfill.generation == account.generation
    return backfill if is_wanted else None


def _next_activity(backfill: StravaBackfill) -> UUID | None:
    return db.session.scalar(
        select(StravaActivitySync.id)
        .where(
            StravaActivitySync.backfill_id == backfill.id,
            StravaActivitySync.state == SyncState.WANTED,
            StravaActivitySync.next_at.is_(None),
        )
        .order_by(StravaActivitySync.began_at.desc(), StravaActivitySync.strava_id.desc())
        .limit(1)
    )


def _list(step: Step, *, application: Application, now: datetime) -> Usage | None:
    try:
        with Caller(step.account_id, application=application, now=now) as caller:
            page = _page(step, caller)
    except StravaError as error:
        with transaction():
            _put_off(step, error.problem, application=application, usage=caller.gateway.usage, now=now)
    except Busy:
        with transaction():
            _come_back(step, at=now + IN_A_MOMENT)
    except NotConnected:
        return None
    else:
        with transaction():
            _note_page(step, page, now=now)
    return caller.gateway.usage


def _page(step: Step, caller: Caller) -> Page:
    """Return what lies further back. With the overlap no page is ever empty, so one without it proves the end."""
    rows = _rows_before(asked_before(step.cursor_s), caller)
    if step.cursor_s is not None and not is_news(oldest_s(rows), cursor_s=step.cursor_s):
        rows += _rows_before(step.cursor_s, caller)
    oldest = oldest_s(rows)
    is_last = not is_news(oldest, cursor_s=step.cursor_s) or oldest is None or oldest < step.since_at.timestamp()
    return Page(rows, is_last)


def _rows_before(moment_s: int | None, caller: Caller) -> tuple[Listed, ...]:
    return listed(caller.ask(lambda token: caller.gateway.activities_before(token, moment_s)))


def _note_page(step: Step, page: Page, *, now: datetime) -> None:
    backfill = _wanted(step.backfill_id)
    if backfill is None:
        return
    rows = [row for row in page.rows if row.began_at is None or row.began_at >= step.since_at]
    _add(backfill, rows)
    backfill.cursor_s, backfill.tries = oldest_s(page.rows) or step.cursor_s, 0
    if page.is_last:
        backfill.state, backfill.details_at = BackfillState.DETAILS, now


def _add(backfill: StravaBackfill, rows: list[Listed]) -> None:
    key = {"account_id": backfill.account_id, "backfill_id": backfill.id}
    unique = {row.strava_id: row for row in rows}
    add_if_new(
        StravaActivitySync, *({**key, "strava_id": row.strava_id, "began_at": row.began_at} for row in unique.values())
    )
    known = (StravaActivitySync.account_id == backfill.account_id, StravaActivitySync.strava_id.in_(unique))
    db.session.execute(update(StravaActivitySync).where(*known).values(backfill_id=backfill.id))
    db.session.execute(  # those given up or thought gone get another chance: the list says they are there
        update(StravaActivitySync)
        .where(*known, StravaActivitySync.state.in_((SyncState.DEAD, SyncState.GONE)))
        .values(state=SyncState.WANTED, want_rev=StravaActivitySync.want_rev + 1, attempts=0, next_at=None)
    )


def _goes_on(step: Step, usage: Usage | None, *, now: datetime) -> bool:
    backfill = _wanted(step.backfill_id)
    if backfill is None or backfill.next_at is not None:
        return False
    if backfill.state is BackfillState.DETAILS and _next_activity(backfill) is None:
        _close_or_wait(backfill, now=now)
        return False
    if not leaves_room(usage):
        backfill.next_at = window_ends_at(now, usage, share=BACKFILL_SHARE)
        return False
    return True


def _close_or_wait(backfill: StravaBackfill, *, now: datetime) -> None:
    """Finish, unless activities wait for another try: then look again when the first of them is due."""
    mine = StravaActivitySync.backfill_id == backfill.id
    waiting = select(func.min(StravaActivitySync.next_at)).where(mine, StravaActivitySync.state == SyncState.WANTED)
    if first_at := db.session.scalar(waiting):
        backfill.next_at = max(first_at, now) + IN_A_MOMENT
        return
    stored = or_(StravaActivitySync.state == SyncState.DONE, StravaActivitySync.state == SyncState.STREAMS_PENDING)
    count = db.session.scalar(select(func.count()).select_from(StravaActivitySync).where(mine, stored)) or 0
    backfill.state, backfill.finished_at = BackfillState.DONE, now
    account = db.session.get_one(StravaAccount, backfill.account_id)
    record(StravaBackfillFinished(backfill.id, count), about=account.athlete_id, by=None, now=now)


def _put_off(step: Step, problem: Problem, *, application: Application, usage: Usage | None, now: datetime) -> None:
    if problem in PARKING:
        park(step.account_id, problem, generation=step.generation, now=now)
        return
    if until := rest(application, problem, usage=usage, now=now):
        _come_back(step, at=until)
        return
    backfill = _wanted(step.backfill_id)
    if backfill is None:
        return
    backfill.tries += 1
    backfill.next_at = retry_at(now, tries=backfill.tries, chance=1.0)
    if backfill.next_at is None:
        backfill.state, backfill.finished_at = BackfillState.STOPPED, now


def _come_back(step: Step, *, at: datetime) -> None:
    if backfill := _wanted(step.backfill_id):
        backfill.next_at = at
