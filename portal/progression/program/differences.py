"""What an edit changes: two versions of a program, compared leaf by leaf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Difference(NamedTuple):
    """A value that differs; None where one version has nothing."""

    path: str
    before: Any
    after: Any


def differences(*, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Return every leaf that differs, in the order of the new program, what was removed after it."""
    before, after = dict(_leaves(old, "")), dict(_leaves(new, ""))
    paths = [*after, *(path for path in before if path not in after)]
    return [
        Difference(path, before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)
    ]


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{number}]")
    else:
        yield path, value
