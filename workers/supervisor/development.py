"""The same programs for whoever changes the code: each starts from the files, and again when they change."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from workers.supervisor.program import Program

WATCHED = ("portal", "workers")
LOOK_EVERY_S = 1.0


def _module(name: str, *words: str) -> Program:
    return Program(name, argv=(sys.executable, "-m", *words))


def programs(host: str, port: int) -> tuple[Program, ...]:
    """Return the portal's programs; the web server looks for changes by itself."""
    web = _module("web", "flask", "--app", "wsgi", "run", "--debug", "--host", host, "--port", str(port))
    return web, _module("worker", "workers.worker"), _module("background", "workers.background")


PREPARE = _module("prepare", "workers.prepare")
RELOADED = ("worker", "background")


class Changes:
    """Notices that a file of the portal was changed."""

    def __init__(self) -> None:
        self._newest_s = _newest_s()
        self._next_s = time.monotonic() + LOOK_EVERY_S

    def any(self) -> bool:
        """Return whether something changed since this was asked before; looks once a second."""
        if time.monotonic() < self._next_s:
            return False
        self._next_s = time.monotonic() + LOOK_EVERY_S
        before, self._newest_s = self._newest_s, _newest_s()
        return self._newest_s > before


def _newest_s() -> float:
    return max(path.stat().st_mtime for folder in WATCHED for path in Path(folder).rglob("*.py"))
