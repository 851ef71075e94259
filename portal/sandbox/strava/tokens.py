"""Codes and tokens, with the rotation and expiry of the real ones."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CODE_SERVES = timedelta(minutes=10)
TOKEN_SERVES = timedelta(hours=6)
RENEWED_BELOW = timedelta(hours=1)


@dataclass
class Code:
    """What an athlete's yes is traded for; works once."""

    athlete_id: int
    scopes: tuple[str, ...]
    ends_at: datetime


@dataclass
class Grant:
    """What an athlete has granted, and the tokens that stand for it."""

    athlete_id: int
    scopes: tuple[str, ...]
    refresh_token: str
    access: dict[str, datetime] = field(default_factory=dict)

    @property
    def newest(self) -> tuple[str, datetime]:
        return max(self.access.items(), key=lambda entry: entry[1])


class Tokens:
    """Who may do what."""

    def __init__(self) -> None:
        self.codes: dict[str, Code] = {}
        self.grants: dict[int, Grant] = {}

    def offer(self, athlete_id: int, scopes: tuple[str, ...], *, now: datetime) -> str:
        """Return a code for what the athlete ticked."""
        code = secrets.token_hex(20)
        self.codes[code] = Code(athlete_id, scopes, now + CODE_SERVES)
        return code

    def redeem(self, code: str, *, now: datetime) -> Grant | None:
        """Trade a code for tokens; None when it is unknown, used or old.

        Who says yes again keeps the tokens they have: one athlete and one application are one grant.
        """
        found = self.codes.pop(code, None)
        if found is None or found.ends_at < now:
            return None
        grant = self.grants.setdefault(found.athlete_id, Grant(found.athlete_id, (), secrets.token_hex(20)))
        grant.scopes = found.scopes
        if not grant.access or grant.newest[1] - now <= RENEWED_BELOW:
            self._add_access(grant, now)
        return grant

    def renew(self, refresh_token: str, *, now: datetime) -> Grant | None:
        """Return the grant, with a new token if the present one ends soon; then the refresh token changes too."""
        grant = next((g for g in self.grants.values() if g.refresh_token == refresh_token), None)
        if grant is not None and grant.newest[1] - now <= RENEWED_BELOW:
            grant.refresh_token = secrets.token_hex(20)
            self._add_access(grant, now)
        return grant

    def holder(self, token: str, *, now: datetime) -> Grant | None:
        """Return whose access token this is, while it serves."""
        return next((g for g in self.grants.values() if (end := g.access.get(token)) is not None and end > now), None)

    def revoke(self, token: str) -> int | None:
        """End the grant behind either kind of token; return whose it was."""
        for grant in list(self.grants.values()):
            if token == grant.refresh_token or token in grant.access:
                del self.grants[grant.athlete_id]
                return grant.athlete_id
        return None

    def expire(self, *, now: datetime) -> None:
        """Let every access token end now; refresh tokens stay."""
        for grant in self.grants.values():
            grant.access = dict.fromkeys(grant.access, now)

    def _add_access(self, grant: Grant, now: datetime) -> None:
        grant.access[secrets.token_hex(20)] = now + TOKEN_SERVES
