"""Showing activities from Strava to a trainer: the athlete's consent, per trainer, revocable at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.roster.actions import grant, revoke
from portal.roster.models import Coaching
from portal.roster.rules import DataKind
from portal.strava.client.application import Application
from portal.strava.rules.scopes import Sharing


class SharingNotOffered(Refusal):
    """The operator has decided that trainers see nothing from Strava."""


def share_with(coaching: Coaching, *, application: Application, actor: Actor, now: datetime) -> None:
    """Let this trainer see what comes from Strava. Twice changes nothing. Raises SharingNotOffered."""
    if application.sharing is not Sharing.COACH_WITH_CONSENT:
        raise SharingNotOffered(sentence("On this portal trainers see nothing that comes from Strava."))
    grant(coaching, DataKind.STRAVA, actor=actor, now=now)


def stop_sharing_with(coaching: Coaching, *, actor: Actor, now: datetime) -> None:
    """Let this trainer see nothing from Strava from the next request on. Twice changes nothing."""
    revoke(coaching, DataKind.STRAVA, actor=actor, now=now)


def stop_sharing(athlete_id: UUID, *, now: datetime) -> None:
    """Let no trainer see anything from Strava: the athlete has ended the link, here or at Strava."""
    for coaching in db.session.scalars(select(Coaching).where(Coaching.athlete_id == athlete_id)):
        revoke(coaching, DataKind.STRAVA, actor=Actor(athlete_id), now=now)
