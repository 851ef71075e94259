"""One-time links that must not work any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from portal.accounts.models import OneTimeLink
from portal.accounts.rules import LinkPurpose
from portal.core.db import db

IDENTITY = (LinkPurpose.RESET, LinkPurpose.EMAIL)
"""Links that change how somebody signs in: when one thing changes, nobody may change another by an older mail."""


def use_up_links(person_id: UUID, *purposes: LinkPurpose, now: datetime) -> None:
    """End the person's links of these purposes, those whose mail is yet to be written too."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person_id, OneTimeLink.purpose.in_(purposes))
        .where(OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
