"""The application's subscription to events: one, and ours."""

from __future__ import annotations

import logging
from datetime import datetime

from portal.core.db import transaction
from portal.strava.actions.applications import application_row
from portal.strava.client.application import Application
from portal.strava.client.gateway import Gateway
from portal.strava.client.problems import StravaError
from portal.strava.rules.accounts import is_reachable

log = logging.getLogger(__name__)


def ensure_subscription(*, application: Application, now: datetime) -> None:
    """See to it that Strava sends us events, if it can reach us. May be repeated."""
    if not application.is_on or not is_reachable(application.public_url, base_url=application.base_url):
        return
    try:
        with application.gateway() as gateway:
            subscription_id = _ours(gateway, application)
    except StravaError as error:
        log.warning("Strava may not send events to this portal: %s", error)
        return
    with transaction():
        row = application_row(application)
        row.subscription_id, row.checked_at = subscription_id, now


def _ours(gateway: Gateway, application: Application) -> int:
    """Return our subscription. One with another address ends: there can be only one, and events would get lost."""
    there = gateway.subscriptions()
    if application.webhook_url in there:
        return there[application.webhook_url]
    for subscription_id in there.values():
        log.warning("The Strava subscription pointed to another address; it is replaced")
        gateway.unsubscribe(subscription_id)
    return gateway.subscribe(application.webhook_url, application.verify_token)
