"""What translators get beside the sentences in code: the words of the starter exercises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any


def exercises(
    file: IO[bytes],
    _keywords: Any,
    _tags: Any,
    *,
    options: Any,  # noqa: ARG001 -- Babel hands them over
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield name, other names and cues of each exercise, as Babel wants them: line, function, words, comments."""
    text = file.read().decode("utf-8")
    for entry in json.loads(text):
        line = text[: text.index(f'"{entry["slug"]}"')].count("\n") + 1
        for words in (entry["name"], *entry["aliases"], *entry["cues"]):
            yield line, None, words, []
