"""Who may see and end a link to Strava: nobody but the athlete. What trainers see of activities is decided there."""

from __future__ import annotations

from portal.core.access import Permission
from portal.strava.models.accounts import StravaAccount

OWN_STRAVA = Permission("strava.account", StravaAccount, lambda actor: StravaAccount.athlete_id == actor.person_id)
