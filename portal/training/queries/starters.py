"""The starter exercises as their file describes them, and what the reader's language calls them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.core.language import translated
from portal.training.rules.exercises import search_phrases

STARTERS = Path(__file__).parents[2] / "data" / "exercises.json"


@dataclass(frozen=True)
class Called:
    """What some starters, by their slug, are found by in another language than the library's own."""

    phrases: Mapping[str, str]

    def holding(self, word: str) -> list[str]:
        """Return those in whose names this folded word stands."""
        return [slug for slug, phrases in self.phrases.items() if word in phrases]

    def named(self, words: str) -> list[str]:
        """Return those with exactly this folded name."""
        return [slug for slug, phrases in self.phrases.items() if f"\n{words}\n" in phrases]

    def beginning(self, words: str) -> list[str]:
        """Return those with a name that begins with these folded words."""
        return [slug for slug, phrases in self.phrases.items() if f"\n{words}" in phrases]


def starter_entries() -> Sequence[Mapping[str, Any]]:
    """Return the file."""
    entries: Sequence[Mapping[str, Any]] = json.loads(STARTERS.read_text(encoding="utf-8"))
    return entries


def called_here() -> Called:
    """Return what the starters are called in the reader's language, where that is not what the library says."""
    spoken = ((slug, names, tuple(map(translated, names))) for slug, names in _names())
    return Called({slug: _phrases(here) for slug, names, here in spoken if here != names})


@lru_cache(1)
def _names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((entry["slug"], (entry["name"], *entry["aliases"])) for entry in starter_entries())


@lru_cache(4096)
def _phrases(names: tuple[str, ...]) -> str:
    return search_phrases(names[0], names[1:], ())
