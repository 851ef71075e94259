"""What comes in: an athlete back from Strava's page, and events from Strava."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from portal.core.forms import Form, TextField, at_most, filled, later
from portal.strava.rules.accounts import Yes
from portal.strava.rules.announcements import Announcement, Aspect, Subject
from portal.strava.rules.backfills import LARGEST_ID
from portal.strava.rules.scopes import granted

MOST_BYTES = 4096
"""Of an event; the real ones have about 200."""
LATEST_S = 2**33


class LinkForm(Form):
    """The way back from Strava's page: in the address first, then in our own form."""

    state = TextField(later("State"), [filled, at_most(100)])
    code = TextField(later("Code"), [filled, at_most(200)])
    scope = TextField(later("Scopes"), [at_most(300)])

    def draft(self) -> Yes:
        """Return what the athlete brings."""
        return Yes(granted(self.scope.data), self.code.data)


def announcement(body: bytes) -> Announcement | None:
    """Return the event in this body, or None when it cannot be one."""
    try:
        said = json.loads(body) if len(body) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("updates", {}), dict):
        return None
    if not all(_is_number(said.get(name)) for name in ("object_id", "owner_id", "subscription_id", "event_time")):
        return None
    try:
        return _announcement(said)
    except ValueError:  # no such subject, no such aspect, no such moment
        return None


def _announcement(said: Mapping[str, Any]) -> Announcement:
    if said["event_time"] > LATEST_S:
        raise ValueError("not a moment")
    subject = Subject(str(said.get("object_type")))
    withdrawn = str(said.get("updates", {}).get("authorized")).lower() == "false"
    return Announcement(
        key=_key(said),
        subject=subject,
        object_id=said["object_id"],
        aspect=Aspect(str(said.get("aspect_type"))),
        owner_id=said["owner_id"],
        subscription_id=said["subscription_id"],
        happened_at=datetime.fromtimestamp(said["event_time"], UTC),
        says_withdrawn=subject is Subject.ATHLETE and withdrawn,
    )


def _key(said: Mapping[str, Any]) -> str:
    names = ("subscription_id", "object_type", "object_id", "aspect_type", "event_time", "owner_id", "updates")
    same = json.dumps([said.get(name) for name in names], sort_keys=True)
    return hashlib.sha256(same.encode()).hexdigest()


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_ID
