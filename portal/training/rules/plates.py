"""What is put on the bar: the plates of a usual gym, until a gym says what it has. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from portal.core.sentence import Sentence
from portal.core.units import KG_PER_LB, System
from portal.science import plates
from portal.training.rules.exercises import Equipment, Measure
from portal.training.rules.words import plates_words

BAR_KG = {System.METRIC: 20.0, System.IMPERIAL: 45 * KG_PER_LB}
USUAL = {
    System.METRIC: ((25, 8), (20, 8), (15, 4), (10, 4), (5, 4), (2.5, 4), (1.25, 4)),
    System.IMPERIAL: ((45, 12), (35, 4), (25, 4), (10, 4), (5, 4), (2.5, 4)),
}
"""Plate in the system's own unit, number of single plates."""

NOT_AT_BOTH_ENDS = frozenset({Equipment.LANDMINE, Equipment.BODYWEIGHT})
"""With these a barbell is loaded at one end, or only held."""
LIFTING_ONESELF = frozenset(
    {
        Equipment.NONE,
        Equipment.BODYWEIGHT,
        Equipment.PULL_UP_BAR,
        Equipment.DIP_BARS,
        Equipment.RINGS,
        Equipment.WEIGHT_BELT,
    }
)


TELLING_KG = 0.05
"""Less than so much is the rounding between kilograms and pounds."""


@dataclass(frozen=True)
class Loading:
    """A loaded bar, in kilograms."""

    bar_kg: float
    per_side_kg: tuple[float, ...]
    total_kg: float
    words: Sentence | None
    """The plates of one side, in the gym's own unit; None when there are none."""

    def is_exact(self, load_kg: float) -> bool:
        """Return whether the plates make this load, as far as anybody can tell."""
        return abs(self.total_kg - load_kg) < TELLING_KG


def is_loaded_at_both_ends(equipment: Collection[str], measure: Measure) -> bool:
    """Return whether the load is plates on both sides of a barbell, so that saying them helps."""
    return measure is Measure.LOAD_REPS and Equipment.BARBELL in equipment and NOT_AT_BOTH_ENDS.isdisjoint(equipment)


def needs_load(equipment: Collection[str], measure: Measure) -> bool:
    """Return whether it cannot be done without a load: where the body lifts itself, nothing may be added at first."""
    return measure is Measure.LOAD_REPS and LIFTING_ONESELF.isdisjoint(equipment)


def bar_step_kg(system: System) -> float:
    """Return by how much a usual bar can grow: its smallest plate on both sides."""
    unit_kg = 1.0 if system is System.METRIC else KG_PER_LB
    return 2 * unit_kg * min(plate for plate, _ in USUAL[system])


def loading(load_kg: float, system: System) -> Loading:
    """Return what goes on each side for the greatest load not above `load_kg`."""
    unit_kg = 1.0 if system is System.METRIC else KG_PER_LB
    bar = round(BAR_KG[system] / unit_kg, 3)
    side = plates.plates_per_side(
        target_kg=round(load_kg / unit_kg, 3), bar_kg=bar, inventory=[list(row) for row in USUAL[system]]
    )
    return Loading(
        bar_kg=bar * unit_kg,
        per_side_kg=tuple(plate * unit_kg for plate in side),
        total_kg=(bar + 2 * sum(side)) * unit_kg,
        words=plates_words(side) if side else None,
    )
