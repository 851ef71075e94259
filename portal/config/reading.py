"""Taking settings out of the environment, and out of `.env`, while collecting what is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
QUOTES = ('"', "'")


class Wrong(ValueError):
    """A setting cannot work; the text is a sentence that begins after the setting's name."""


class Reading:
    """One pass over the settings; `problems` gathers a sentence for each that is `wrong`."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[str] = []
        self.wrong: set[str] = set()

    def value(self, name: str, default: str, read: Callable[[str], T]) -> T:
        """Return the setting as `read` understands it; a wrong or empty one counts as the default."""
        given = self.env.get(name, "").strip()
        if given:
            try:
                return read(given)
            except Wrong as wrong:
                self.problems.append(f"{name} {wrong}")
                self.wrong.add(name)
        return read(default)

    def made(self, make: Callable[[], str]) -> str:
        """Return what `make` returns; note its problem if it cannot."""
        try:
            return make()
        except Wrong as wrong:
            self.problems.append(str(wrong))
            return ""


def environment() -> dict[str, str]:
    """Return the environment, filled up from the file `.env`; the demo keeps away from that file."""
    own = dict(os.environ)
    return own if own.get("TRACKSIDE_DEMO") else {**from_file(Path(".env")), **own}


def from_file(path: Path) -> dict[str, str]:
    """Return the `NAME=value` lines of a file; nothing if there is none."""
    try:
        return dict(_pairs(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            value = value.strip()
            if value[:1] in QUOTES and value[-1:] == value[:1]:
                value = value[1:-1]
            yield name.strip(), value
