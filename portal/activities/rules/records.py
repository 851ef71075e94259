"""Records: what somebody did best, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, Duration, Pace
from portal.training.rules.records import BestSet

DISTANCES_M = (5_000, 10_000, 21_097.5)
"""Over so much or more a run is compared with others, as a whole: its mean pace, pauses included."""
FASTEST_S_PER_KM = 145.0
"""Nobody ran five kilometres faster: it was a ride, or the watch slipped."""


@dataclass(frozen=True)
class Ran:
    """A run."""

    id: UUID
    on: date
    distance_m: float
    duration_s: float

    @property
    def pace_s_per_km(self) -> float:
        """Return the mean pace, pauses included."""
        return self.duration_s / self.distance_m * 1000


@dataclass(frozen=True)
class Record:
    """Something somebody never did better."""

    name: Sentence | None
    exercise: str
    """Stands in place of the name; translated when it is shown."""
    value: Sentence
    note: Sentence | None
    on: date
    activity_id: UUID | None = None
    exercise_id: UUID | None = None


def lifted(best: BestSet) -> Record:
    """Return the best set of an exercise as a record."""
    return Record(None, best.exercise, best.value, best.note, best.on, exercise_id=best.exercise_id)


def ran(runs: Sequence[Ran]) -> Iterator[Record]:
    """Yield the records among runs: the fastest over each distance, and the longest. One run holds one only."""
    taken: set[UUID] = set()
    for metres in reversed(DISTANCES_M):
        best = min((run for run in runs if run.distance_m >= metres), key=lambda run: run.pace_s_per_km, default=None)
        if best is not None and best.id not in taken:
            taken.add(best.id)
            yield _fastest(best, metres)
    longest = max(runs, key=lambda run: run.distance_m, default=None)
    if longest is not None:
        name, length = sentence("Longest run"), sentence("%(length)s", length=Distance(longest.distance_m))
        yield Record(name, "", length, _in_time(longest), longest.on, longest.id)


def _fastest(run: Ran, metres: float) -> Record:
    name = sentence("Fastest run of %(distance)s or more", distance=Distance(metres))
    pace = sentence("%(pace)s", pace=Pace(run.pace_s_per_km))
    return Record(name, "", pace, _over(run), run.on, run.id)


def _over(run: Ran) -> Sentence:
    return sentence("%(distance)s in %(time)s", distance=Distance(run.distance_m), time=Duration(run.duration_s))


def _in_time(run: Ran) -> Sentence:
    return sentence("in %(time)s", time=Duration(run.duration_s))
