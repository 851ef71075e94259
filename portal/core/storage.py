"""Files people gave or asked for, in a folder below TRACKSIDE_HOME. A file is there whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from flask import current_app

KEY = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*(\.[a-z0-9]+)*")
LONGEST_KEY = 200
DRAFT = ".draft-"
AT_ONCE = 500
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


def sweep(folder: str, *, before: datetime, kept: Callable[[Sequence[str]], Collection[str]]) -> None:
    """Remove what was written into a folder before a moment and is nobody's: a crash can leave such files.

    `kept` is asked for some keys at a time which of them are still somebody's. Drafts are nobody's.
    """
    home = _home()
    old = (path for path in (home / folder).rglob("*") if path.is_file() and _is_older(path, before))
    while some := list(islice(old, AT_ONCE)):
        keys = {path.relative_to(home).as_posix(): path for path in some}
        drafts = {key for key, path in keys.items() if path.name.startswith(DRAFT)}
        for key in set(keys) - set(kept([key for key in keys if key not in drafts])):
            if _is_older(keys[key], before):  # it may have been written anew meanwhile
                keys[key].unlink(missing_ok=True)


def path_of(key: str) -> Path:
    """Return where the file is or would be, for answers that send it. Raises ValueError for a forged key."""
    if len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        raise ValueError("a key is made of lower-case letters, digits, - and _, with / between and one suffix")
    return _home() / key


def _home() -> Path:
    home: Path = current_app.config["TRACKSIDE_HOME"]
    return home / "files"


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def _write(path: Path, content: bytes) -> None:
    # The name appears when everything is on the disk: a crash leaves the old file or the new one.
    handle, draft = tempfile.mkstemp(prefix=DRAFT, dir=path.parent)
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
