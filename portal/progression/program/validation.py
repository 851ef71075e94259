"""May a program be saved? Shape first, then words, then a dry run: each only when what it stands on is right."""

from __future__ import annotations

from typing import Any

from portal.core.sentence import sentence
from portal.progression.program.canonical import canonical_json
from portal.progression.program.dry_run import dry_run_problems, growth_warnings
from portal.progression.program.shape import shape_problems
from portal.progression.program.words import word_problems
from portal.progression.replay.state import Problem

MOST_BYTES = 16 * 1024


def validate(program: Any) -> list[Problem]:
    """Return the problems (path, message) that keep a program from being saved; none when it is valid."""
    return (
        _size_problems(program)
        or list(shape_problems(program))
        or list(word_problems(program))
        or dry_run_problems(program)
    )


def warnings(program: Any) -> list[Problem]:
    """Return what a trainer should think about in a valid program: variables that grow without bound."""
    return growth_warnings(program)


def _size_problems(program: Any) -> list[Problem]:
    try:
        size = len(canonical_json(program).encode())
    except (TypeError, ValueError, RecursionError):
        return [Problem("", sentence("A program is made of names, numbers, texts and lists."))]
    return [Problem("", sentence("A program has at most 16 KB."))] if size > MOST_BYTES else []
