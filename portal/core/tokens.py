"""Random tokens for links that grant something. Only a hash is kept: who reads the database holds none of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

from flask import current_app

BYTES = 24
LONGEST = 64
"""No token of ours has more letters than this."""


def new_token() -> str:
    """Return a token nobody can guess, fit for a URL and a small QR code."""
    return secrets.token_urlsafe(BYTES)


def token_to_mail(record_id: UUID) -> str:
    """Return the token of a record's mailed link: the same each time, so that a mail sent twice holds one link.

    Nobody can guess it without this instance's secret key.
    """
    key = current_app.config["SECRET_KEY"].encode()
    made = hmac.digest(key, b"mailed link " + record_id.bytes, "sha256")
    return base64.urlsafe_b64encode(made[:BYTES]).decode()


def chance_of(record_id: UUID, *, use: str) -> bytes:
    """Return thirty-two bytes that are always the same for this record and use, and that only this instance knows."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.digest(key, f"{use} ".encode() + record_id.bytes, "sha256")


def hash_of_token(token: str) -> str:
    """Return what is kept of a token. It is random and long, so a fast hash is enough."""
    return hashlib.sha256(token[:LONGEST].encode()).hexdigest()
