"""The cast: Carla coaches Ana, Otto used to, Sam is a stranger, Ada runs the instance."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from portal.accounts.models import Person
from portal.core import passwords
from portal.core.db import db
from portal.roster.models import Coaching, Consent
from portal.roster.rules import CONSENT_TEXT, DataKind

PASSWORD = "trackside-demo"  # noqa: S105 -- printed on purpose, demo data only

CAST: dict[str, tuple[str, dict[str, Any]]] = {
    "carla": ("Carla Moreau", {"is_trainer": True, "time_zone": "Europe/Zagreb"}),
    "ana": ("Ana Kovač", {"time_zone": "Europe/Zagreb"}),
    "otto": ("Otto Brandt", {"is_trainer": True, "time_zone": "Europe/Zagreb"}),
    "sam": ("Sam Reyes", {"time_zone": "Europe/Zagreb"}),
    "ada": ("Ada Lind", {"is_operator": True, "time_zone": "Europe/Zagreb"}),
}


def plant(*, now: datetime, password_hash: str | None = None) -> dict[str, Person]:
    """Add the cast and who coaches whom; return them by first name."""
    hashed = password_hash or passwords.hash_of(PASSWORD)
    people = {
        key: Person(
            name=name,
            email=f"{key}@trackside.example",
            password_hash=hashed,
            joined_at=now - timedelta(days=400),
            **settings,
        )
        for key, (name, settings) in CAST.items()
    }
    db.session.add_all(people.values())
    db.session.flush()
    coach(people["carla"], people["ana"], since=now - timedelta(days=200))
    former = coach(people["otto"], people["ana"], since=now - timedelta(days=390))
    former.ended_at, former.ended_by_id = now - timedelta(days=210), people["ana"].id
    return people


def coach(trainer: Person, athlete: Person, *, since: datetime) -> Coaching:
    """Let the trainer coach the athlete, who agreed to show everything but Strava."""
    coaching = Coaching(trainer_id=trainer.id, athlete_id=athlete.id, began_at=since)
    db.session.add(coaching)
    db.session.flush()
    for kind in (DataKind.TRAINING, DataKind.ACTIVITIES, DataKind.HEALTH):
        db.session.add(Consent(coaching_id=coaching.id, kind=kind, text_version=CONSENT_TEXT, granted_at=since))
    return coaching
