"""The folder of the instance, and the secret key in it: made once, read by nobody but its owner."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from portal.config.reading import Wrong

FILE = "secret_key"
BYTES = 32


def writable(home: Path) -> str:
    """Make the folder if needed; return its path. Raises Wrong when nothing can be written there."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return str(home)
    except OSError as error:
        raise Wrong(
            f"TRACKSIDE_HOME is {home}, and nothing can be written there ({error.strerror}): "
            "choose a folder of yours, or make this one writable."
        ) from None


def kept_secret(home: Path) -> str:
    """Return the key kept in `home`, made now if there is none; nothing when the folder cannot keep it."""
    try:
        return _read(home / FILE) or _make(home / FILE)
    except OSError:
        return ""  # `writable` says why


def webhook_token(secret_key: str) -> str:
    """Return the token that Strava's webhook carries when the operator chose none."""
    return hmac.new(secret_key.encode(), b"strava webhook", hashlib.sha256).hexdigest()


def _read(path: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        return path.read_text(encoding="ascii").strip()
    return ""


def _make(path: Path) -> str:
    # Written whole under a name of its own, then linked: of two processes that start at once
    # one wins, and neither ever sees half a key.
    handle, draft = tempfile.mkstemp(prefix=f".{FILE}-", dir=path.parent)  # for its owner alone
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
    return _read(path)
