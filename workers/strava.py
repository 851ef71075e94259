"""Jobs about Strava: each asks it something, or starts again what was left behind."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from portal.strava.actions.applications import application_of
from portal.strava.actions.backfills import step_backfill
from portal.strava.actions.endings import carry_out_erasure, check_account, end_long_parked
from portal.strava.actions.events import follow_event, forget_old_events
from portal.strava.actions.imports import bring_activity
from portal.strava.actions.links import finish_link
from portal.strava.actions.subscriptions import ensure_subscription
from portal.strava.actions.tokens import go_on_reading
from portal.strava.events import StravaBackfillBegun, StravaDisconnected, StravaEventReceived, StravaLinkAsked
from portal.strava.queries.imports import due_activities, due_backfills, due_checks, due_erasures, due_events
from workers.job import again, errand, errand_on_event, job, settings


@errand_on_event()
def link_account(fact: StravaLinkAsked, *, now: datetime) -> None:
    """Trade an athlete's yes for tokens."""
    finish_link(fact.link_id, application=application_of(settings()), now=now)


@errand_on_event()
def follow_announcement(fact: StravaEventReceived, *, now: datetime) -> None:
    """Find out at Strava what an event was about."""
    follow_event(fact.strava_event_id, application=application_of(settings()), now=now)


@errand_on_event()
def start_backfill(fact: StravaBackfillBegun, *, now: datetime) -> None:
    """Take the first step of a backfill."""
    if ticket := step_backfill(fact.backfill_id, None, application=application_of(settings()), now=now):
        again(continue_backfill, fact.backfill_id, ticket)


@errand()
def continue_backfill(backfill_id: UUID, ticket: UUID | None = None, *, now: datetime) -> None:
    """Take the next step of a backfill: one page or one activity."""
    if following := step_backfill(backfill_id, ticket, application=application_of(settings()), now=now):
        again(continue_backfill, backfill_id, following)


@errand_on_event()
def erase_strava(fact: StravaDisconnected, *, now: datetime) -> None:
    """Erase everything that came from Strava, and take our access back there."""
    carry_out_erasure(fact.erasure_id, application=application_of(settings()), now=now)


@errand()
def import_activity(sync_id: UUID, *, now: datetime) -> None:
    """Bring one activity as it is now."""
    bring_activity(sync_id, application=application_of(settings()), now=now)


@errand()
def follow_late(event_id: UUID, *, now: datetime) -> None:
    """Find out what an event was about that was left behind."""
    follow_event(event_id, application=application_of(settings()), now=now)


@errand()
def ask_about_withdrawal(account_id: UUID, *, now: datetime) -> None:
    """Ask Strava whether an athlete has taken our access back."""
    check_account(account_id, application=application_of(settings()), now=now)


@errand()
def finish_erasure(erasure_id: UUID, *, now: datetime) -> None:
    """Carry out an erasure that was left behind."""
    carry_out_erasure(erasure_id, application=application_of(settings()), now=now)


@job()
def sweep_imports(*, now: datetime) -> None:
    """Start the imports that are due: retries, late streams, and whatever a worker left behind."""
    for sync_id in due_activities(now=now):
        again(import_activity, sync_id)


@job()
def sweep_backfills(*, now: datetime) -> None:
    """Go on with backfills that paused, or whose next step got lost."""
    for backfill_id in due_backfills(now=now):
        again(continue_backfill, backfill_id)


@job()
def sweep_events(*, now: datetime) -> None:
    """Follow the events that nobody followed."""
    for event_id in due_events(now=now):
        again(follow_late, event_id)


@job()
def sweep_links(*, now: datetime) -> None:
    """Ask about the accounts that may have been withdrawn; go on with those whose tokens can be opened again."""
    go_on_reading(application=application_of(settings()))
    for account_id in due_checks(now=now):
        again(ask_about_withdrawal, account_id)


@job()
def sweep_erasures(*, now: datetime) -> None:
    """Carry out what is left of erasures."""
    for erasure_id in due_erasures(now=now):
        again(finish_erasure, erasure_id)


@errand()
def check_subscription(*, now: datetime) -> None:
    """See to it that Strava sends its events to us."""
    ensure_subscription(application=application_of(settings()), now=now)


@job()
def tidy_strava(*, now: datetime) -> None:
    """End links that Strava has refused for long, and drop old events."""
    end_long_parked(now=now)
    forget_old_events(now=now)
