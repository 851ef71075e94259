"""Drawing the same thing once: what a macro makes of the same values for the same reader is kept."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from flask import Flask

from portal.core.reader import Reader
from portal.core.visitor import reader, today

MOST = 4096
"""Pieces a process keeps; about a kilobyte each."""


def kept(macro: Any, *values: Any) -> str:
    """Return what `macro` draws from `values`, from memory when it was drawn before.

    For rows of long lists. The macro may use nothing but its values, the reader and the day: no "5 minutes ago".
    Values are compared and must be hashable: numbers, words, days, tuples, frozen dataclasses.
    """
    return _drawn(macro, reader(), today(), *values)


# `typed`, because 1 and True are equal, and are not written alike.
@lru_cache(MOST, typed=True)
def _drawn(macro: Any, _reader: Reader, _today: date, *values: Any) -> str:
    html: str = macro(*values)
    return html


def init_app(app: Flask) -> None:
    """Let templates say `kept(row, …)`."""
    app.jinja_env.globals["kept"] = kept
