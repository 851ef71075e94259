"""Races, from which the running index of a run plan may be worked out. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, Duration, Number
from portal.progression.presets import preset
from portal.science.running import running_index

SHORTEST_M, LONGEST_M = 1_000, 100_000
SHORTEST_S, LONGEST_S = 120, 36_000
DIGITS = 1
"""Of an index: what a form shows of it."""
USUAL_M = {
    sentence("5 km"): 5_000.0,
    sentence("10 km"): 10_000.0,
    sentence("Half marathon"): 21_097.5,
    sentence("Marathon"): 42_195.0,
}


@dataclass(frozen=True)
class Race:
    """How far somebody ran, in metres, and how long it took, in seconds."""

    distance_m: float
    duration_s: float

    @property
    def index(self) -> float:
        """The running index it tells of, as a form shows it; 0 for a walk."""
        try:
            found = running_index(distance_m=self.distance_m, duration_s=self.duration_s)
        except ValueError:
            return 0
        return round(found, DIGITS)

    @property
    def key(self) -> str:
        """By what a form knows it again."""
        return f"{self.distance_m:g}/{self.duration_s:g}"

    @property
    def problem(self) -> Sentence | None:
        """Why no run plan can be made of it, or None."""
        field = preset("run_plan").field("running_index")
        if field.low <= self.index <= field.high:
            return None
        return sentence(
            "That is a running index of %(index)s, and no run plan goes that far: they go from %(low)s to %(high)s.",
            index=Number(self.index, DIGITS),
            low=field.quantity(field.low),
            high=field.quantity(field.high),
        )

    @property
    def words(self) -> Sentence:
        """What it tells."""
        return sentence(
            "%(distance)s in %(time)s is a running index of %(index)s.",
            distance=Distance(self.distance_m),
            time=Duration(self.duration_s),
            index=Number(self.index, DIGITS),
        )
