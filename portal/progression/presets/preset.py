"""What a preset is, and what the presets for lifting have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import KG_PER_LB
from portal.progression.presets.fields import Field, FieldType
from portal.progression.replay.compiled import DEFAULT_STEP_KG

Values = Mapping[str, Any]

LIFT = "lift"
"""The one track of a lifting preset."""
POUNDS_KG = 5 * KG_PER_LB
GRIDS_KG = (DEFAULT_STEP_KG, 2, 1.25, 1, 0.5, POUNDS_KG, 2.5 * KG_PER_LB, KG_PER_LB)
FINEST_KG = 0.25
SLACK = 1e-3
HEAVIEST_KG = 400


@dataclass(frozen=True)
class Preset:
    """A few fields that stand for a whole program."""

    name: str
    title: Sentence
    about: Sentence
    """One sentence that says whom it suits."""
    fields: tuple[Field, ...]
    build: Callable[[Values], dict[str, Any]]
    words: Callable[[Values], tuple[Sentence, ...]]
    check: Callable[[Values], Mapping[str, Sentence]] = lambda _: {}
    """What is wrong with fields that are good one by one."""
    start: Callable[[Values], Mapping[str, Sentence]] = lambda _: {}
    """What is wrong with beginning so. A program can be made of it all the same: what began so before goes on."""

    def field(self, name: str) -> Field:
        """Return the field of this name. Raises StopIteration when there is none."""
        return next(field for field in self.fields if field.name == name)


ROUNDING = Field(
    "rounding",
    FieldType.LOAD,
    sentence("Rounding"),
    sentence("Loads are rounded to a multiple of this; empty means the usual steps."),
    low=0.1,
    high=10,
    is_advanced=True,
)


HEAVIEST_MAXIMUM_KG = 500
TRAINING_MAX = Field(
    "training_max",
    FieldType.LOAD,
    sentence("Training max"),
    sentence("Every load is a share of this; about 90 % of the maximum."),
    low=5,
    high=HEAVIEST_MAXIMUM_KG,
    is_required=True,
)
MAXIMUM = Field(
    "maximum",
    FieldType.LOAD,
    sentence("Maximum"),
    sentence("The heaviest single repetition; every load is a share of it."),
    low=5,
    high=HEAVIEST_MAXIMUM_KG,
    is_required=True,
)


def first_load(name: str, label: Sentence, about: Sentence, *, low_kg: float = 0) -> Field:
    """Return the field for what the bar or the body carries at first."""
    return Field(name, FieldType.LOAD, label, about, low=low_kg, high=HEAVIEST_KG, is_required=True, is_lifted=True)


def lifting(track: dict[str, Any], *, weeks: int = 1, days: int = 1) -> dict[str, Any]:
    """Return a program of one track, trained on so many days of a program week; a missed session waits."""
    return {
        "v": 1,
        "weeks": weeks,
        "missed": "shift",
        "sessions": [{"tracks": [LIFT]}] * days,
        "tracks": {LIFT: track},
    }


def step_kg(values: Values, *loads_kg: float) -> float:
    """Return the rounding step: as filled in, else the coarsest grid that holds these loads, in kilograms or pounds."""
    if values["rounding"]:
        return float(values["rounding"])
    return next((grid for grid in GRIDS_KG if all(_is_on(load, grid) for load in loads_kg)), FINEST_KG)


def usual_step_kg(values: Values, load_kg: float) -> float:
    """Return the rounding step for shares of this load: as filled in, else 2.5 kg, or 5 lb for whole pounds."""
    if values["rounding"]:
        return float(values["rounding"])
    return POUNDS_KG if _is_on(load_kg, KG_PER_LB) and not _is_on(load_kg, FINEST_KG) else DEFAULT_STEP_KG


def text(value: float) -> str:
    """Return a number as it stands in an expression, with at most six decimals."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _is_on(load_kg: float, grid_kg: float) -> bool:
    return abs(load_kg - grid_kg * round(load_kg / grid_kg)) < SLACK
