"""Showing activities from Strava to a trainer: the athlete's consent, per trainer, revocable at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.roster.models import Coaching, Consent
from portal.roster.rules import CONSENT_TEXT, DataKind
from portal.strava.actions.rows import add_if_new
from portal.strava.client.application import Application
from portal.strava.rules.scopes import Sharing


class SharingNotOffered(Refusal):
    """The operator has decided that trainers see nothing from Strava."""


def share_with(coaching: Coaching, *, application: Application, now: datetime) -> None:
    """Let this trainer see what comes from Strava. Twice changes nothing. Raises SharingNotOffered."""
    if application.sharing is not Sharing.COACH_WITH_CONSENT:
        raise SharingNotOffered(sentence("On this portal trainers see nothing that comes from Strava."))
    row = {"coaching_id": coaching.id, "kind": DataKind.STRAVA, "text_version": CONSENT_TEXT, "granted_at": now}
    add_if_new(Consent, row)


def stop_sharing_with(coaching: Coaching, *, now: datetime) -> None:
    """Let this trainer see nothing from Strava from the next request on. Twice changes nothing."""
    _revoke([coaching.id], now)


def stop_sharing(athlete_id: UUID, *, now: datetime) -> None:
    """End every such consent of this athlete."""
    _revoke(db.session.scalars(select(Coaching.id).where(Coaching.athlete_id == athlete_id)).all(), now)


def _revoke(coaching_ids: Sequence[UUID], now: datetime) -> None:
    db.session.execute(
        update(Consent)
        .where(Consent.coaching_id.in_(coaching_ids), Consent.kind == DataKind.STRAVA, Consent.revoked_at.is_(None))
        .values(revoked_at=now)
    )
