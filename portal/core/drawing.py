"""Drawing the same thing once: what a macro makes of the same values for the same reader is kept."""

from __future__ import annotations

from collections import OrderedDict
from sys import getsizeof
from threading import Lock
from typing import Any, Final

from flask import Flask, current_app, g, has_request_context, request

from portal.core.visitor import reader, today
from portal.core.writing import locale

MOST_B: Final = 16 * 2**20
"""Bytes a process keeps."""
LONGEST_B: Final = 16 * 2**10
"""A piece that takes more is drawn each time."""
AROUND_B: Final = 1024
"""What one piece takes beside its words: the objects of its values, and its place among the others."""


def drawn_once(macro: Any, *values: Any, keep: bool = True) -> str:
    """Return what `macro` draws from `values`, from memory when it was drawn before.

    For the frame of pages and for rows of long lists. The macro may use nothing but its values, the reader and the day:
    no "5 minutes ago". Values are compared and must be hashable: numbers, words, days, tuples, frozen dataclasses.
    What may soon be gone for good is not to `keep`: nobody could take it out of the memory of all processes.
    """
    around = _around() if keep else None
    if around is None:  # templates change while one works on them
        html: str = macro(*values)
        return html
    key = _Key((macro, around, values, tuple(map(type, values))))  # types, because 1 == True, but they look different
    kept = drawings.get(key)
    if kept is None:
        kept = macro(*values)
        drawings.keep(key, kept)
    return kept


def _around() -> str | None:
    """Return in one word what a drawing depends on beside its values; None where nothing may be kept."""
    if current_app.debug:
        return None
    somebody, kept = reader(), g.get("around")
    if kept is None or kept[0] is not somebody:
        root = request.script_root if has_request_context() else ""
        kept = g.around = (somebody, repr((somebody, str(locale()), today(), root)))
    found: str = kept[1]
    return found


class _Key:
    """What was drawn; its hash is counted once, which takes longest."""

    __slots__ = ("_hash", "_parts")

    def __init__(self, parts: tuple[Any, ...]) -> None:
        self._parts = parts
        self._hash = hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._parts == other._parts


class Drawings:
    """What was drawn lately, up to so many bytes; what nobody asked for goes first. Threads share it."""

    def __init__(self, most_b: int = MOST_B) -> None:
        """Begin with nothing."""
        self.taken_b = 0
        self._most_b = most_b
        self.kept: OrderedDict[_Key, str] = OrderedDict()
        self._lock = Lock()

    def get(self, key: _Key) -> str | None:
        """Return what was drawn."""
        with self._lock:
            html = self.kept.get(key)
            if html is not None:
                self.kept.move_to_end(key)
            return html

    def keep(self, key: _Key, html: str) -> None:
        """Keep what was drawn, unless it is long, and let go what nobody asked for."""
        if getsizeof(html) > LONGEST_B:
            return
        with self._lock:
            if key not in self.kept:
                self.taken_b += _size_b(html)
            self.kept[key] = html
            while self.taken_b > self._most_b:
                self.taken_b -= _size_b(self.kept.popitem(last=False)[1])


def _size_b(html: str) -> int:
    """Return about how much a piece takes: its words stand in its values too."""
    return 2 * getsizeof(html) + AROUND_B


drawings = Drawings()


def init_app(app: Flask) -> None:
    """Let templates say `drawn_once(ui.row, …)`."""
    app.jinja_env.globals["drawn_once"] = drawn_once
