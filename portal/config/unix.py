"""Where the embedded server listens."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

LONGEST_PATH = 100
"""Bytes of a socket's path; the kernel's own limit is 108 on Linux and 104 on macOS."""


def embedded_redis(home: Path) -> str:
    """Return the address of the server that keeps its data in `home`."""
    return f"unix://{quote(str(redis_socket(home)))}?db=0"


def redis_socket(home: Path) -> Path:
    """Return the socket of the server that keeps its data in `home`."""
    path = home / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST_PATH:
        return path
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"trackside-{os.getuid()}-{mark}" / "valkey.sock"
