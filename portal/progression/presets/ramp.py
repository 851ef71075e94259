"""Volume ramp: more sets from week to week at the same load, then a week with half of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Mass
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import HEAVIEST_KG, ROUNDING, Preset, Values, lifting, step_kg

MOST_SETS = 20

FIELDS = (
    Field(
        "load",
        FieldType.LOAD,
        sentence("Load"),
        sentence("The same through the ramp; leave it empty for body weight, or to leave it to the athlete."),
        low=0,
        high=HEAVIEST_KG,
        is_lifted=True,
    ),
    Field("reps", FieldType.COUNT, sentence("Repetitions"), sentence("Repetitions in each set."), 10, 1, 30),
    Field(
        "first_sets",
        FieldType.COUNT,
        sentence("Sets at first"),
        sentence("Sets in each session of the first week."),
        # Source: science.md 1.4, volume landmarks: editable defaults only.
        8,
        1,
        MOST_SETS,
    ),
    Field("step", FieldType.COUNT, sentence("More each week"), sentence("Sets that every week adds."), 2, 0, 6),
    Field(
        "most_sets",
        FieldType.COUNT,
        sentence("Ceiling"),
        sentence("No session has more sets than this."),
        20,
        1,
        MOST_SETS,
    ),
    Field(
        "weeks",
        FieldType.COUNT,
        sentence("Weeks"),
        sentence("The last of them has half of the sets of the first."),
        5,
        2,
        12,
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    ramp = f"min(first+{values['step']}*(week-1),{values['most_sets']})"
    work: dict[str, Any] = {
        "sets": f"ceil(first/2) if week=={values['weeks']} else {ramp}",
        "reps": values["reps"],
    }
    state, meaning = {"first": values["first_sets"]}, {"first": "sets"}
    track: dict[str, Any] = {"work": [work], "on": {}}
    if values["load"]:
        work["load"], state["w"], meaning["w"] = "w", values["load"], "load"
        track["round"] = step_kg(values, values["load"])
    return lifting({"state": state, "meaning": meaning, **track}, weeks=values["weeks"])


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    start = {"sets": values["first_sets"], "reps": values["reps"]}
    return (
        sentence("Start with %(load)s for %(sets)s × %(reps)s.", load=Mass(values["load"]), **start)
        if values["load"]
        else sentence("Start with %(sets)s × %(reps)s at body weight.", **start),
        sentence("Every week adds %(step)s sets, up to %(most)s.", step=values["step"], most=values["most_sets"]),
        sentence("Week %(weeks)s has half of the sets, then the ramp begins again.", weeks=values["weeks"]),
    )


def check(values: Values) -> Mapping[str, Sentence]:
    """Return what does not fit together."""
    if values["most_sets"] < values["first_sets"]:
        return {"most_sets": sentence("The ceiling must not lie below the sets of the first week.")}
    return {}


RAMP = Preset(
    "volume_ramp",
    sentence("Volume ramp"),
    sentence("More sets every week, then half of them: for building muscle in blocks."),
    FIELDS,
    build,
    words,
    check,
)
