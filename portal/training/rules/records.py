"""The best sets of somebody: worked out of the log each time, never kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.core.sentence import Sentence, sentence
from portal.core.units import Mass
from portal.science.strength import one_rep_max_kg
from portal.training.rules.words import set_words

MOST_REPS = 12
"""Longer sets say little about the heaviest single lift."""


@dataclass(frozen=True)
class BestSet:
    """The set of an exercise that stands for the greatest maximum, and when it was first done."""

    exercise_id: UUID
    exercise: str
    load_kg: float
    reps: int
    on: date

    @property
    def one_rep_max_kg(self) -> float:
        """Return the estimated maximum behind it."""
        return one_rep_max_kg(load_kg=self.load_kg, reps=self.reps)

    @property
    def value(self) -> Sentence:
        """Return the set in words."""
        return set_words(self.load_kg, self.reps)

    @property
    def note(self) -> Sentence | None:
        """Return what it stands for, unless it was a single lift itself."""
        if self.reps == 1:
            return None
        return sentence("~%(load)s for one repetition", load=Mass(float(round(self.one_rep_max_kg))))


def best_of(done: Iterable[BestSet]) -> list[BestSet]:
    """Return the best set of each exercise, the newest first; of equal ones the first that was done."""
    best: dict[UUID, BestSet] = {}
    for row in sorted(done, key=lambda row: (-row.one_rep_max_kg, row.on)):
        best.setdefault(row.exercise_id, row)
    return sorted(best.values(), key=lambda row: (-row.on.toordinal(), row.exercise))
