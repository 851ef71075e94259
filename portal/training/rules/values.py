"""The values a plan works with that a trainer may set: a working load, a training max, a running index. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Quantity
from portal.progression.meaning import Meaning, label, quantity
from portal.training.rules.layout import Layout, name_of

KILOGRAMS = frozenset({Meaning.LOAD, Meaning.TRAINING_MAX, Meaning.MAXIMUM, Meaning.ESTIMATE})
KILOMETRES = frozenset({Meaning.WEEKLY_KM, Meaning.LONG_RUN_KM})
LIMITS: Mapping[Meaning, tuple[float, float]] = {
    **dict.fromkeys(KILOGRAMS, (0.5, 1000)),
    Meaning.REPS: (1, 100),
    Meaning.RUNNING_INDEX: (20, 85),
    Meaning.WEEKLY_KM: (1, 400),
    Meaning.LONG_RUN_KM: (1, 100),
    Meaning.PLANNED_SHARE: (0.2, 1),
}
"""What may be set, in the program's own unit, and between which bounds; everything else follows from the log."""


@dataclass(frozen=True)
class Value:
    """A value as it stands now, in the program's own unit."""

    track: str
    """Empty for a value that all runs of the plan share."""
    name: str
    meaning: Meaning
    exercise: str
    """Whose value it is; empty for a shared one."""
    now: float

    @property
    def key(self) -> str:
        """Return how it is called in an address."""
        return f"{self.track}.{self.name}"

    @property
    def label(self) -> Sentence:
        """Return what it is."""
        return label(self.meaning, self.name)

    @property
    def shown(self) -> Quantity:
        """Return it with its unit."""
        return quantity(self.meaning, self.now)


def settable(
    program: Mapping[str, Any], layout: Layout, variables: Mapping[str, Mapping[str, float]]
) -> tuple[Value, ...]:
    """Return what a trainer may set, in the order of the plan, the shared values last."""
    return tuple(
        Value(track, name, meaning, name_of(layout, track) if track else "", variables[track][name])
        for track, name, meaning in _known(program)
        if meaning in LIMITS
    )


def meaning_of(program: Mapping[str, Any], track: str, name: str) -> Meaning:
    """Return what a value stands for."""
    known = {(each, called): meaning for each, called, meaning in _known(program)}
    return known.get((track, name), Meaning.NUMBER)


def set_words(program: Mapping[str, Any], track: str, values: Mapping[str, float]) -> Sentence:
    """Return the first of the values that were set, in words."""
    name, value = next(iter(values.items()))
    meaning = meaning_of(program, track, name)
    return sentence("%(label)s %(value)s", label=label(meaning, name), value=quantity(meaning, value))


def _known(program: Mapping[str, Any]) -> Iterator[tuple[str, str, Meaning]]:
    shared: dict[str, Meaning] = {}
    for track, rules in program["tracks"].items():
        for name, meaning in rules.get("meaning", {}).items():
            if name in program.get("shared", {}):
                shared[name] = Meaning(meaning)
            elif name in rules.get("state", {}):
                yield track, name, Meaning(meaning)
    for name, meaning in shared.items():
        yield "", name, meaning
