"""Asking the portal how it is."""

from __future__ import annotations

import contextlib
import http.client
import json

PATIENCE_S = 1.5
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- names for all addresses, asked at one of them
NEEDED = ("database", "migrations", "redis", "workers", "relay")


def missing(host: str, port: int) -> str:
    """Return what the portal still lacks, in a sentence; nothing when all is well."""
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError, LookupError):
        asking = http.client.HTTPConnection(ANYWHERE.get(host, host), port, timeout=PATIENCE_S)
        with contextlib.closing(asking):
            asking.request("GET", "/health")
            checks = json.loads(asking.getresponse().read())["checks"]
        return " ".join(checks[name]["detail"] for name in NEEDED if checks[name]["status"] != "ok")
    return "The web server does not answer yet."
