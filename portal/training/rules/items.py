"""Rows of the week grid: which ways there are to progress, and what each is called. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import System
from portal.progression import presets
from portal.progression.presets import Field, FieldType, Preset
from portal.training.rules.exercises import Measure
from portal.training.rules.layout import FIXED, RACE_PLAN, TYPED, Item
from portal.training.rules.plates import bar_step_kg, is_loaded_at_both_ends, needs_load
from portal.training.rules.typed import row_of, rule_of

RUNS = frozenset({"run_plan", RACE_PLAN})
"""Presets that bring their own sessions instead of an exercise."""

ALIASES = {
    "linear": sentence("Starting Strength"),
    "stages": sentence("GZCLP"),
    "volume_light_heavy": sentence("Texas"),
    "percentage_cycle": sentence("5/3/1"),
    "top_set_table": sentence("nSuns"),
    "volume_by_cycle": sentence("Juggernaut"),
    "by_effort": sentence("RPE"),
    "undulating": sentence("DUP"),
}
"""By what people know a preset, too."""
BETTER_KNOWN = ("percentage_cycle",)
"""Presets that people look for by that name."""

COUNTS: Mapping[Measure, str] = {Measure.SECONDS: "seconds", Measure.DISTANCE: "metres"}
"""What sets of an exercise count, where that is not repetitions."""
MOST_REPS = 100
"""In one set, where repetitions are counted."""

FIXED_FIELDS = (
    Field("sets", FieldType.COUNT, sentence("Sets"), sentence("How many."), 3, 1, 20, is_required=True),
    Field(
        "reps",
        FieldType.COUNT,
        sentence("Repetitions"),
        sentence("In each set; seconds or metres where the exercise is measured so."),
        10,
        1,
        3600,
        is_required=True,
    ),
    Field(
        "load",
        FieldType.LOAD,
        sentence("Load"),
        sentence("Leave it empty for body weight, or to leave it to the athlete."),
        high=400,
        is_lifted=True,
    ),
)


def lifting_presets() -> list[tuple[str, Sentence]]:
    """Return the ways an exercise may progress, the plainest first."""
    ways = [(FIXED, sentence("The same each time"))]
    return ways + [(known.name, _called(known)) for known in presets.catalogue() if known.name not in RUNS]


def fields_of(preset: str) -> tuple[Field, ...]:
    """Return what is asked for. Raises ValueError for an unknown preset."""
    return FIXED_FIELDS if preset == FIXED else presets.preset(preset).fields


def about(preset: str) -> Sentence:
    """Return in a sentence whom it suits."""
    if preset == FIXED:
        return sentence("Sets, repetitions and load stay as they are until you change them.")
    return presets.preset(preset).about


def problems_of(preset: str, fields: Mapping[str, Any]) -> Mapping[str, Sentence]:
    """Return what is wrong with the fields together, by field; empty when a plan may begin with them."""
    if preset == FIXED:
        return {}
    try:
        return presets.unfit_start(preset, **fields)
    except presets.ImpossibleFields as refused:
        return refused.problems


def with_rounding(
    fields: Mapping[str, Any], *, equipment: Collection[str], measure: Measure, system: System
) -> dict[str, Any]:
    """Return the fields so that a bar can carry what comes of them; a rounding that was typed stays."""
    is_open = "rounding" in fields and fields["rounding"] is None
    if is_open and is_loaded_at_both_ends(equipment, measure):
        return {**fields, "rounding": bar_step_kg(system)}
    return dict(fields)


def counted_as(fields: Mapping[str, Any], *, measure: Measure, preset: str) -> dict[str, Any]:
    """Return the fields with what their sets count, where that is not repetitions."""
    counts = COUNTS.get(measure)
    return {**fields, "counts": counts} if preset == FIXED and counts else dict(fields)


def too_many(fields: Mapping[str, Any], *, measure: Measure, preset: str) -> Mapping[str, Sentence]:
    """Return what to say at fields that hold more repetitions than a set can have."""
    if preset != FIXED or measure in COUNTS or fields["reps"] <= MOST_REPS:
        return {}
    return {"reps": sentence("Choose a number of at most %(most)s.", most=MOST_REPS)}


def misfit(name: str, *, measure: Measure, preset: str) -> Sentence | None:
    """Return what to say of an exercise whose sets are not counted in repetitions, for rules that count them."""
    if preset == FIXED or measure in (Measure.LOAD_REPS, Measure.REPS):
        return None
    if measure is Measure.SECONDS:
        return sentence("“%(name)s” is counted in seconds: choose “The same each time” for it.", name=name)
    return sentence("“%(name)s” is counted in metres: choose “The same each time” for it.", name=name)


def missing_loads(
    name: str, *, equipment: Collection[str], measure: Measure, preset: str, fields: Mapping[str, Any]
) -> Mapping[str, Sentence]:
    """Return what to say at fields that lift nothing, for an exercise that cannot be done without a load."""
    if not needs_load(equipment, measure):
        return {}
    said = sentence("“%(name)s” is done with a load: write what it begins with.", name=name)
    return {field.name: said for field in fields_of(preset) if field.is_lifted and fields[field.name] == 0}


def words_of(item: Item) -> tuple[Sentence, ...]:
    """Return what the row does, in sentences."""
    if item.preset == FIXED:
        return (about(FIXED),)
    return presets.describe(item.preset, **item.fields)


def rule_words(item: Item) -> Sentence:
    """Return the row's way to progress in a few words."""
    if item.preset == FIXED:
        return sentence("the same each time")
    if item.preset == TYPED:
        return rule_of(row_of(item))
    known: Preset = presets.preset(item.preset)
    return known.title


def _called(known: Preset) -> Sentence:
    if known.name not in BETTER_KNOWN:
        return known.title
    return sentence("%(title)s (%(alias)s)", title=known.title, alias=ALIASES[known.name])
