"""The application at Strava: which it is, and its rests, during which nobody asks Strava anything."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.core.db import db
from portal.strava.actions.rows import add_if_new
from portal.strava.client.application import Application
from portal.strava.client.problems import Problem
from portal.strava.models.accounts import StravaApplication
from portal.strava.rules.limits import PROBE_AFTER, REFUSED_PROBE_AFTER, RestReason, Usage, reason_of, window_ends_at

log = logging.getLogger(__name__)


def application_of(settings: Mapping[str, Any]) -> Application:
    """Return the application that the operator's settings describe, for jobs."""
    return Application.of(settings)


def application_row(application: Application) -> StravaApplication:
    """Return what is known about this application at Strava, locked."""
    add_if_new(StravaApplication, {"client_id": application.client_id})
    return db.session.scalars(
        select(StravaApplication).where(StravaApplication.client_id == application.client_id).with_for_update()
    ).one()


def resting_until(application: Application, *, now: datetime) -> datetime | None:
    """Return until when nobody asks Strava, or None."""
    until = db.session.scalar(
        select(StravaApplication.rests_until).where(StravaApplication.client_id == application.client_id)
    )
    return until if until is not None and until > now else None


def rest(application: Application, problem: Problem, *, usage: Usage | None, now: datetime) -> datetime | None:
    """Let everybody rest when the problem asks for it; return until when. The longer of two rests holds."""
    if problem is Problem.RATE_LIMITED:
        until, reason = window_ends_at(now, usage), reason_of(usage)
    elif problem is Problem.APP_INACTIVE:
        until, reason = now + PROBE_AFTER, RestReason.INACTIVE
    elif problem is Problem.APP_REFUSED:
        until, reason = now + REFUSED_PROBE_AFTER, RestReason.REFUSED
        log.error("Strava refuses this portal: STRAVA_CLIENT_ID or STRAVA_CLIENT_SECRET is wrong")
    else:
        return None
    row = application_row(application)
    if row.rests_until is None or row.rests_until < until:
        row.rests_until, row.rest_reason, row.rested_at = until, reason, now
    return row.rests_until
