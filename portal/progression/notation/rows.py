"""A typed row as values: sets or steps of one week or several, and what is said about all of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from portal.core.units import KG_PER_LB, M_PER_MILE
from portal.science.running import MARATHON_M

RACES_M = {
    "1500m": 1500.0,
    "mile": M_PER_MILE,
    "3k": 3000.0,
    "5k": 5000.0,
    "10k": 10_000.0,
    "half": MARATHON_M / 2,
    "marathon": float(MARATHON_M),
}
"""Races by which a pace may be called, in metres."""
TO_METRES = {"m": 1.0, "km": 1000.0, "mi": M_PER_MILE}
TO_KG = {"kg": 1.0, "lb": KG_PER_LB}


class Counted(StrEnum):
    """What is counted in a set, as it is written after the number."""

    REPS = ""
    SECONDS = "s"
    METRES = "m"


class Opened(StrEnum):
    """Which sets go on for as long as possible."""

    NONE = ""
    LAST = "+"
    ALL = "AMRAP"


class Aim(StrEnum):
    """How fast or hard a step is."""

    EASY = "easy"
    JOG = "jog"
    """Recovery between the steps that matter."""
    THRESHOLD = "threshold"
    RACE = "race"
    PACE = "pace"
    POWER = "power"
    HEART_RATE = "heart_rate"


class Amount(NamedTuple):
    """A number in the unit it was typed in."""

    value: float
    unit: str

    @property
    def kg(self) -> float:
        """Return a load in kilograms."""
        return self.value * TO_KG[self.unit]

    @property
    def metres(self) -> float:
        """Return a distance in metres."""
        return self.value * TO_METRES[self.unit]


class Effort(NamedTuple):
    """How hard a set is to be, on the scale it was typed in: RPE, or RIR (repetitions in reserve)."""

    scale: str
    value: float

    @property
    def rpe(self) -> float:
        """Return it as RPE: ten less what is kept in reserve."""
        return self.value if self.scale == "RPE" else 10 - self.value


@dataclass(frozen=True)
class Group:
    """Equal sets."""

    sets: int
    count: int
    """Repetitions, seconds or metres; the least where sets are open to the top."""
    to: int | None = None
    """The upper end of a range."""
    counted: Counted = Counted.REPS
    opened: Opened = Opened.NONE
    load: Amount | None = None
    """In kg or lb, or in % of the row's maximum."""
    effort: Effort | None = None


@dataclass(frozen=True)
class Step:
    """A piece of a run: so far, or for so long."""

    length: Amount
    """In m, km or mi, or in s."""
    aim: Aim
    race: str = ""
    """At the pace of which race."""
    at: tuple[float, ...] = ()
    """Slow and fast pace, or one, in seconds for each `per`; watts; beats a minute."""
    per: str = "km"


@dataclass(frozen=True)
class Repeat:
    """Steps that are done several times."""

    times: int
    steps: tuple[Step, ...]


Part = Group | Step | Repeat


class Maximum(NamedTuple):
    """What the per cents of a row refer to: a training max (TM) or a maximum (1RM)."""

    kind: str
    load: Amount


class Result(NamedTuple):
    """A race, from which the paces of a row follow: which, and its time in seconds."""

    race: str
    seconds: int


@dataclass(frozen=True)
class Row:
    """A row without its name."""

    weeks: tuple[tuple[Part, ...], ...]
    """What is done in each week; after the last it begins again."""
    label: str = ""
    """Its place in a superset, such as B1."""
    rest_s: int | None = None
    tempo: str = ""
    maximum: Maximum | None = None
    result: Result | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return everything that is done, of all weeks."""
        return tuple(part for week in self.weeks for part in week)

    @property
    def is_run(self) -> bool:
        """Return whether it is steps and not sets."""
        return not isinstance(self.weeks[0][0], Group)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return all steps, those of repeats once."""
        return tuple(step for part in self.parts for step in _steps(part))

    @property
    def needs_maximum(self) -> bool:
        """Return whether a load is a share of something nobody has named."""
        return self.maximum is None and self.is_in_shares

    @property
    def is_in_shares(self) -> bool:
        """Return whether loads are shares of a maximum."""
        return any(isinstance(part, Group) and part.load and part.load.unit == "%" for part in self.parts)

    @property
    def needs_result(self) -> bool:
        """Return whether a pace follows from a race nobody has named."""
        return self.result is None and self.is_by_race

    @property
    def is_by_race(self) -> bool:
        """Return whether paces follow from a race."""
        return any(step.aim in (Aim.RACE, Aim.THRESHOLD) for step in self.steps)

    @property
    def counted(self) -> Counted | None:
        """Return what is counted in its sets; None for a run."""
        first = self.weeks[0][0]
        return first.counted if isinstance(first, Group) else None


def _steps(part: Part) -> tuple[Step, ...]:
    if isinstance(part, Repeat):
        return part.steps
    return (part,) if isinstance(part, Step) else ()
