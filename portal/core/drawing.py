"""Drawing the same thing once: what a macro makes of the same values for the same reader is kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, has_request_context, request

from portal.core.visitor import reader, today
from portal.core.writing import locale

MOST = 4096
"""Pieces a process keeps; about a kilobyte each."""


def drawn_once(macro: Any, *values: Any) -> str:
    """Return what `macro` draws from `values`, from memory when it was drawn before.

    For the frame of pages and for rows of long lists. The macro may use nothing but its values, the reader and the day:
    no "5 minutes ago". Values are compared and must be hashable: numbers, words, days, tuples, frozen dataclasses.
    """
    around = _around()
    if around is None:  # templates change while one works on them
        html: str = macro(*values)
        return html
    return _drawn(macro, around, *values)


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


# `typed`, because 1 and True are equal, and are not written alike.
@lru_cache(MOST, typed=True)
def _drawn(macro: Any, _around: str, *values: Any) -> str:
    html: str = macro(*values)
    return html


def init_app(app: Flask) -> None:
    """Let templates say `drawn_once(ui.row, …)`."""
    app.jinja_env.globals["drawn_once"] = drawn_once
