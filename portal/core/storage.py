"""Files people gave or asked for, in a folder below TRACKSIDE_HOME. A file is there whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from pathlib import Path

from flask import current_app

KEY = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*(\.[a-z0-9]+)*")
LONGEST_KEY = 200
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NotStored(LookupError):
    """There is no file with this key."""


class StorageFull(Exception):
    """The disk has no room for the file; nothing was written."""


def put(key: str, content: bytes) -> None:
    """Keep `content` as `key`, replacing what was there. Raises StorageFull, ValueError for a key no file can have."""
    path = path_of(key)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, content)
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull(key) from error
        raise


def get(key: str) -> bytes:
    """Return the file. Raises NotStored."""
    try:
        return path_of(key).read_bytes()
    except FileNotFoundError:
        raise NotStored(key) from None


def delete(key: str) -> None:
    """Remove the file. Removing it twice changes nothing."""
    path_of(key).unlink(missing_ok=True)


def path_of(key: str) -> Path:
    """Return where the file is or would be, for answers that send it. Raises ValueError for a forged key."""
    if len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        raise ValueError("a key is made of lower-case letters, digits, - and _, with / between and one suffix")
    home: Path = current_app.config["TRACKSIDE_HOME"]
    return home / "files" / key


def _write(path: Path, content: bytes) -> None:
    # The name appears when everything is on the disk: a crash leaves the old file or the new one.
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
