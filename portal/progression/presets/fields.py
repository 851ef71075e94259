"""Form fields of presets: what may be filled in, between which limits, and what stands there at first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import KG_PER_LB, Distance, Mass, Number, Percent, Quantity, System
from portal.progression.program.checks import is_number
from portal.science.plates import round_to

LB_STEPS = (5, 2.5, 1)
"""Steps of pounds: the greatest that the whole is at least `MUCH` of."""
MUCH = 0.8


class FieldType(StrEnum):
    """What a field takes, and in which unit its plain value is."""

    LOAD = "load"
    """Kilograms."""
    COUNT = "count"
    """A whole number."""
    DAYS = "days"
    """A whole number of days."""
    SHARE = "share"
    """A share: 0.9 is shown as 90 %."""
    EFFORT = "effort"
    """How hard a set is, from 1 to 10 (RPE); halves count."""
    INDEX = "index"
    """A running index."""
    DISTANCE = "distance"
    """Kilometres."""
    YES_NO = "yes_no"
    """True or false."""


_QUANTITIES: Mapping[FieldType, Callable[[float], Quantity]] = {
    FieldType.LOAD: Mass,
    FieldType.COUNT: lambda count: Number(count, 0),
    FieldType.DAYS: lambda days: Number(days, 0),
    FieldType.SHARE: Percent,
    FieldType.EFFORT: lambda effort: Number(effort, 1),
    FieldType.INDEX: lambda index: Number(index, 1),
    FieldType.DISTANCE: lambda km: Distance(1000 * km),
    FieldType.YES_NO: lambda choice: Number(choice, 0),
}


@dataclass(frozen=True)
class Field:
    """One field of a preset's form."""

    name: str
    type: FieldType
    label: Sentence
    about: Sentence
    """One sentence that explains the field."""
    default: float | bool | None = None
    """None when there is none: the field is required, or it may stay empty."""
    low: float = 0
    high: float = 1
    is_required: bool = False
    is_lifted: bool = False
    """Whether it is what the bar or the body carries, not a step or a share of it."""
    is_advanced: bool = False
    """Best kept folded away: the default suits most people."""

    def quantity(self, value: float) -> Quantity:
        """Return a value of this field as what it measures."""
        return _QUANTITIES[self.type](value)

    def default_for(self, system: System) -> float | bool | None:
        """Return what stands in the field at first; loads are whole steps for people who lift pounds."""
        if self.type is not FieldType.LOAD or self.default is None or system is System.METRIC:
            return self.default
        return whole_pounds_kg(self.default)

    def problem(self, value: Any) -> Sentence | None:
        """Return what is wrong with a value, or None."""
        if value is None:
            return sentence("Fill in “%(label)s”.", label=self.label) if self.is_required else None
        if self.type is FieldType.YES_NO:
            return None if isinstance(value, bool) else sentence("Choose yes or no.")
        is_whole = self.type in (FieldType.COUNT, FieldType.DAYS)
        if is_number(value) and self.low <= value <= self.high and (not is_whole or value == int(value)):
            return None
        low, high = self.quantity(self.low), self.quantity(self.high)
        return sentence("“%(label)s” goes from %(low)s to %(high)s.", label=self.label, low=low, high=high)

    def clean(self, value: Any) -> Any:
        """Return a good value in its plain form; an empty one becomes the default."""
        if value is None:
            return self.default
        return int(value) if self.type in (FieldType.COUNT, FieldType.DAYS) else value


def whole_pounds_kg(load_kg: float) -> float:
    """Return the load nearest to this one that somebody who lifts pounds would choose, in kilograms."""
    pounds = load_kg / KG_PER_LB
    step = next((step for step in LB_STEPS if pounds >= MUCH * step), LB_STEPS[-1])
    return max(round_to(value=pounds, step=step), step) * KG_PER_LB


class ImpossibleFields(ValueError):
    """Fields from which no program can be made; `problems` says why, field by field."""

    def __init__(self, problems: Mapping[str, Sentence]) -> None:
        super().__init__("; ".join(f"{name}: {said}" for name, said in problems.items()))
        self.problems = problems
