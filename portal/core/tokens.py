"""Random tokens for links that grant something. Only a hash is kept: who reads the database holds none of them."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 24
LONGEST = 64
"""No token of ours has more letters than this."""


def new_token() -> str:
    """Return a token nobody can guess, fit for a URL and a small QR code."""
    return secrets.token_urlsafe(BYTES)


def hash_of_token(token: str) -> str:
    """Return what is kept of a token. It is random and long, so a fast hash is enough."""
    return hashlib.sha256(token[:LONGEST].encode()).hexdigest()
