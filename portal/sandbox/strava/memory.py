"""The world on disk, so that a demo goes on where it was."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from portal.sandbox.strava.activities import Activity
from portal.sandbox.strava.hooks import Subscription
from portal.sandbox.strava.tokens import Code, Grant
from portal.sandbox.strava.world import World

VERSION = 1


def save(world: World, path: Path) -> None:
    """Write the world, all of it or nothing."""
    draft = path.with_suffix(".draft")
    with world.lock:
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(_plain(world), default=_text))
        draft.replace(path)


def restore(world: World, path: Path) -> None:
    """Let the world be as it was when it was last written, if it ever was."""
    if not path.exists():
        return
    kept = json.loads(path.read_text())
    if kept.get("version") != VERSION:
        return
    world.born_on, world.made = date.fromisoformat(kept["born_on"]), kept["made"]
    world.activities = {row["id"]: _activity(row) for row in kept["activities"]}
    for key, row in kept["codes"].items():
        world.tokens.codes[key] = Code(row["athlete_id"], tuple(row["scopes"]), datetime.fromisoformat(row["ends_at"]))
    for row in kept["grants"]:
        access = {token: datetime.fromisoformat(end) for token, end in row["access"].items()}
        grant = Grant(row["athlete_id"], tuple(row["scopes"]), row["refresh_token"], access)
        world.tokens.grants[grant.athlete_id] = grant
    if kept["subscription"]:
        world.hooks.subscription = Subscription(**kept["subscription"])


def _plain(world: World) -> dict[str, Any]:
    subscription = world.hooks.subscription
    return {
        "version": VERSION,
        "born_on": world.born_on,
        "made": world.made,
        "activities": [asdict(activity) for activity in world.activities.values()],
        "codes": {key: asdict(code) for key, code in world.tokens.codes.items()},
        "grants": [asdict(grant) for grant in world.tokens.grants.values()],
        "subscription": asdict(subscription) if subscription else None,
    }


def _activity(row: dict[str, Any]) -> Activity:
    moments = {name: datetime.fromisoformat(row[name]) for name in ("starts_at", "streams_at")}
    return Activity(**{**row, **moments})


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))
