"""Where what the programs say goes: on a terminal into files, so that the address stays in sight; else straight on."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from typing import IO

MOST_BYTES = 20 * 1024 * 1024
SHORTEN_EVERY_S = 60.0
LAST_LINES = 8


class Output:
    """What the supervisor says, and where its programs may speak."""

    def __init__(self, home: Path, *, quiet: bool) -> None:
        self._folder = home / "log" if quiet else None
        self._shorten_at_s = 0.0

    def say(self, text: str) -> None:
        """Tell whoever started the supervisor."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def of(self, name: str) -> IO[bytes] | None:
        """Return the file a program writes to; None means the supervisor's own output."""
        if self._folder is None:
            return None
        self._folder.mkdir(mode=0o700, exist_ok=True)
        return (self._folder / f"{name}.log").open("ab")

    def last_words(self, name: str) -> str:
        """Return the end of what a program wrote, if it went into a file."""
        if self._folder is None:
            return ""
        lines = (self._folder / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])

    def shorten(self) -> None:
        """Begin long files anew now and then, keeping what was in them once; the programs go on appending."""
        if time.monotonic() < self._shorten_at_s:
            return
        self._shorten_at_s = time.monotonic() + SHORTEN_EVERY_S
        for path in self._folder.glob("*.log") if self._folder else ():
            if path.stat().st_size > MOST_BYTES:
                shutil.copyfile(path, path.with_suffix(".log.1"))
                with path.open("r+b") as file:
                    file.truncate()
