"""The instance as an application of Strava's: its addresses, secrets and what it may show to whom."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from portal.strava.client.gateway import TIMEOUT_S, Gateway
from portal.strava.client.sealing import Box
from portal.strava.rules.scopes import ASKED, Sharing


@dataclass(frozen=True)
class Application:
    """What the settings say about Strava."""

    base_url: str
    public_url: str
    client_id: str
    sharing: Sharing
    client_secret: str = field(repr=False)
    webhook_token: str = field(repr=False)
    box: Box = field(repr=False)
    timeout_s: tuple[float, float] = TIMEOUT_S

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Application:
        """Return the application these settings describe."""
        return cls(
            base_url=settings["STRAVA_BASE_URL"].rstrip("/"),
            public_url=settings["PUBLIC_URL"].rstrip("/"),
            client_id=settings["STRAVA_CLIENT_ID"],
            client_secret=settings["STRAVA_CLIENT_SECRET"],
            webhook_token=settings["STRAVA_WEBHOOK_TOKEN"],
            sharing=Sharing(settings["STRAVA_SHARING"] or Sharing.OFF),
            box=Box(settings["SECRET_KEY"]),
            timeout_s=settings.get("STRAVA_TIMEOUT_S", TIMEOUT_S),
        )

    @property
    def is_on(self) -> bool:
        """Return whether this instance talks to Strava at all."""
        return bool(self.client_id and self.client_secret) and self.sharing is not Sharing.OFF

    @property
    def verify_token(self) -> str:
        """What Strava repeats in its handshake; derived, so that there is one secret less to keep."""
        return hmac.new(self.webhook_token.encode(), b"verify token", hashlib.sha256).hexdigest()[:40]

    @property
    def webhook_url(self) -> str:
        """Where Strava announces events."""
        return f"{self.public_url}/hooks/strava/{self.webhook_token}"

    @property
    def callback_url(self) -> str:
        """Where an athlete comes back to."""
        return f"{self.public_url}/strava/callback"

    def is_webhook_token(self, given: str) -> bool:
        """Return whether a caller knows our address; takes as long for any wrong one."""
        return bool(self.webhook_token) and hmac.compare_digest(given.encode(), self.webhook_token.encode())

    def is_verify_token(self, given: str) -> bool:
        """Return whether a handshake is ours."""
        return hmac.compare_digest(given.encode(), self.verify_token.encode())

    def authorization_url(self, *, state: str, again: bool = False) -> str:
        """Return Strava's page on which an athlete says yes; `again` asks even who has said it before."""
        query = {
            "client_id": self.client_id,
            "redirect_uri": self.callback_url,
            "response_type": "code",
            "approval_prompt": "force" if again else "auto",
            "scope": ",".join(ASKED),
            "state": state,
        }
        return f"{self.base_url}/oauth/authorize?{urlencode(query)}"

    def gateway(self) -> Gateway:
        """Return the way to Strava for one piece of work."""
        return Gateway(
            base_url=self.base_url,
            client_id=self.client_id,
            client_secret=self.client_secret,
            timeout_s=self.timeout_s,
        )
