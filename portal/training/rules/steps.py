"""Steps of a run as they are read and drawn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.sentence import Sentence, sentence
from portal.training.rules.words import joined, step_words

ZONE_BOUNDS = (0.72, 0.82, 0.9, 0.97)
"""Shares of the fastest pace from which a step is drawn in zone 2, 3, 4 and 5."""
UNPACED_S_PER_KM = 360
"""What easy running may take, for pictures only."""


@dataclass(frozen=True)
class SheetStep:
    """One step of an endurance track, or a repeated group of them."""

    repeat: int = 1
    steps: tuple[SheetStep, ...] = ()
    distance_m: float | None = None
    duration_s: float | None = None
    fast_s_per_km: float | None = None
    slow_s_per_km: float | None = None
    power_w: float | None = None
    heart_rate_bpm: float | None = None

    @property
    def words(self) -> Sentence:
        """Return the step in words."""
        return step_words(
            distance_m=self.distance_m,
            duration_s=self.duration_s,
            fast_s_per_km=self.fast_s_per_km,
            slow_s_per_km=self.slow_s_per_km,
            power_w=self.power_w,
            heart_rate_bpm=self.heart_rate_bpm,
        )

    @property
    def told(self) -> Sentence:
        """Return the step in one line, a repeat with what is repeated."""
        if not self.steps:
            return self.words
        return sentence("%(count)s times: %(steps)s", count=self.repeat, steps=joined([row.told for row in self.steps]))

    @property
    def seconds(self) -> float:
        """Return how long the step is drawn: distance at its mean pace, or at a usual one where none is asked for."""
        if self.steps:
            return self.repeat * sum(step.seconds for step in self.steps)
        if self.duration_s:
            return self.duration_s
        paces = [pace for pace in (self.fast_s_per_km, self.slow_s_per_km) if pace]
        return (self.distance_m or 0) / 1000 * (sum(paces) / len(paces) if paces else UNPACED_S_PER_KM)


def bars_of(steps: Sequence[SheetStep]) -> tuple[tuple[float, int, float], ...]:
    """Return steps as bars: seconds, zone from 1 to 5, intensity from 0 to 1.

    Zones compare each step's pace with the fastest one of the run: a picture of its shape, not a measurement.
    """
    flat = [inner for step in steps for inner in (step.steps * step.repeat if step.steps else (step,))]
    fastest = min((step.fast_s_per_km for step in flat if step.fast_s_per_km), default=None)
    return tuple((step.seconds, *_intensity(step, fastest)) for step in flat)


def _intensity(step: SheetStep, fastest_s_per_km: float | None) -> tuple[int, float]:
    if not step.fast_s_per_km or not fastest_s_per_km:
        return 1, 0.3
    share = fastest_s_per_km / step.fast_s_per_km
    zone = 1 + sum(share >= bound for bound in ZONE_BOUNDS)
    return zone, max(0.25, min(1.0, (share - 0.5) * 2))
