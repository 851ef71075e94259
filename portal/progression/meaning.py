"""What a variable of a program stands for, so that it can be shown with its unit and called by its name."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, HeartRate, Mass, Number, Percent, Power, Quantity


class Meaning(StrEnum):
    """What a variable stands for. A track says it in `meaning: {name: …}`, for shared anchors too."""

    LOAD = "load"
    TRAINING_MAX = "training_max"
    MAXIMUM = "maximum"
    ESTIMATE = "estimate"
    REPS = "reps"
    SETS = "sets"
    STAGE = "stage"
    RUNNING_INDEX = "running_index"
    WEEKLY_KM = "weekly_km"
    LONG_RUN_KM = "long_run_km"
    THRESHOLD_POWER = "threshold_power"
    THRESHOLD_HEART_RATE = "threshold_heart_rate"
    PLANNED_SHARE = "planned_share"
    """How much of the distances that were planned is run."""
    FAILURES = "failures"
    """Counts what went wrong in a cycle."""
    NUMBER = "number"
    """Nothing in particular; shown as a plain number."""


LABELS: dict[Meaning, Sentence] = {
    Meaning.LOAD: sentence("Load"),
    Meaning.TRAINING_MAX: sentence("Training max"),
    Meaning.MAXIMUM: sentence("Maximum"),
    Meaning.ESTIMATE: sentence("Estimated maximum"),
    Meaning.REPS: sentence("Repetitions"),
    Meaning.SETS: sentence("Sets"),
    Meaning.STAGE: sentence("Stage"),
    Meaning.FAILURES: sentence("Failures"),
    Meaning.RUNNING_INDEX: sentence("Running index"),
    Meaning.WEEKLY_KM: sentence("Weekly distance"),
    Meaning.LONG_RUN_KM: sentence("Long run"),
    Meaning.PLANNED_SHARE: sentence("Share of the planned distance"),
    Meaning.THRESHOLD_POWER: sentence("Threshold power"),
    Meaning.THRESHOLD_HEART_RATE: sentence("Threshold heart rate"),
}

_QUANTITIES: dict[Meaning, Callable[[float], Quantity]] = {
    Meaning.LOAD: Mass,
    Meaning.TRAINING_MAX: Mass,
    Meaning.MAXIMUM: Mass,
    Meaning.ESTIMATE: Mass,
    Meaning.REPS: lambda count: Number(count, 0),
    Meaning.SETS: lambda count: Number(count, 0),
    Meaning.STAGE: lambda count: Number(count, 0),
    Meaning.FAILURES: lambda count: Number(count, 0),
    Meaning.WEEKLY_KM: lambda km: Distance(1000 * km),
    Meaning.LONG_RUN_KM: lambda km: Distance(1000 * km),
    Meaning.RUNNING_INDEX: lambda index: Number(index, 1),
    Meaning.PLANNED_SHARE: Percent,
    Meaning.THRESHOLD_POWER: Power,
    Meaning.THRESHOLD_HEART_RATE: HeartRate,
}


def quantity(meaning: Meaning, value: float) -> Quantity:
    """Return the value as what it measures."""
    measure = _QUANTITIES.get(meaning)
    return measure(value) if measure else Number(value, 2)


def label(meaning: Meaning, name: str) -> Sentence:
    """Return what to call a variable; one without a meaning is called by its name."""
    return LABELS.get(meaning) or sentence("“%(name)s”", name=name)
