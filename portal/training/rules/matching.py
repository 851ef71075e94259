"""Which exercise somebody means by what they typed: one for sure, or some to choose from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.training.rules.exercises import NAME_LENGTH, Measure, folded

MOST_CHOICES = 6
ALIKE = 0.6
"""Less alike than this are two names that have nothing to do with each other."""


@dataclass(frozen=True)
class Known:
    """An exercise that a trainer may plan."""

    id: str
    name: str
    """As the library keeps it."""
    shown: str
    """As the reader's language calls it."""
    names: frozenset[str]
    """Its name, in the library's language and the reader's, folded."""
    aliases: frozenset[str]
    """Everything else it is called, folded."""
    measure: Measure
    is_own: bool
    is_offered: bool = True
    """Whether it is among those to choose from; runs and rides have plans of their own."""


@dataclass(frozen=True)
class Meant:
    """What was meant: an exercise, or some that it may be."""

    exercise: Known | None
    choices: tuple[Known, ...] = ()


def meant(typed: str, known: Sequence[Known]) -> Meant:
    """Return the exercise of this very name or alias; where it is none or several, those to choose from."""
    key = folded(typed[:NAME_LENGTH])
    named = [exercise for exercise in known if key in exercise.names]
    sure = [exercise for exercise in named if exercise.is_own] or named
    if not sure:
        sure = [exercise for exercise in known if key in exercise.aliases]
    if len(sure) == 1:
        return Meant(sure[0])
    return Meant(None, tuple(sure[:MOST_CHOICES] or _like(key, [one for one in known if one.is_offered])))


def _like(key: str, known: Iterable[Known]) -> Sequence[Known]:
    if not key:
        return []
    ranked = sorted(
        ((_likeness(key, exercise), exercise.shown, exercise) for exercise in known), key=lambda row: row[:2]
    )
    return [exercise for likeness, _, exercise in ranked[:MOST_CHOICES] if likeness <= 1 - ALIKE]


def _likeness(key: str, exercise: Known) -> float:
    """Return how far the typed words are from the nearest name, 0 to 1; words that all begin like a name's are near."""
    return min((_distance(key, name) for name in (*exercise.names, *exercise.aliases)), default=1.0)


def _distance(key: str, name: str) -> float:
    words = name.split()
    if all(any(word.startswith(part) for word in words) for part in key.split()):
        return 0.1 * (1 - len(key) / max(len(name), len(key)))
    compared = SequenceMatcher(None, key, name, autojunk=False)
    if compared.real_quick_ratio() < ALIKE or compared.quick_ratio() < ALIKE:
        return 1.0
    return 1 - compared.ratio()
