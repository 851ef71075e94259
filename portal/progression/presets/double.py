"""Double progression: first more repetitions, then more load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Mass
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import ROUNDING, Preset, Values, first_load, lifting, step_kg, text

FIELDS = (
    first_load(
        "start_load",
        sentence("Start load"),
        sentence("The load of the first session, good for the lowest number of repetitions and some more."),
    ),
    Field(
        "reps_from",
        FieldType.COUNT,
        sentence("Repetitions from"),
        sentence("Where each new load begins."),
        8,
        1,
        40,
    ),
    Field(
        "reps_to",
        FieldType.COUNT,
        sentence("Repetitions to"),
        sentence("When every set reaches this, the load goes up."),
        12,
        2,
        50,
    ),
    Field("sets", FieldType.COUNT, sentence("Sets"), sentence("Sets in each session."), 3, 1, 10),
    Field(
        "increment",
        FieldType.LOAD,
        sentence("Increment"),
        sentence("Added when every set reached the most repetitions."),
        2,
        0.25,
        10,
    ),
    Field(
        "failures",
        FieldType.COUNT,
        sentence("Failures before a step back"),
        sentence("So many failed sessions in a row take one increment off."),
        3,
        1,
        6,
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    low, high, increment = values["reps_from"], values["reps_to"], text(values["increment"])
    return lifting(
        {
            "state": {"w": values["start_load"], "r": low},
            "meaning": {"w": "load", "r": "reps"},
            "round": step_kg(values, values["start_load"], values["increment"]),
            "work": [{"sets": values["sets"], "reps": "r", "load": "w"}],
            "on": {
                "done": [
                    {"if": f"ok and min_reps>={high}", "set": {"w": f"w+{increment}", "r": low}},
                    {"if": "ok", "set": {"r": f"min(max(r,min_reps)+1,{high})"}},
                    {
                        "if": f"fail_run>={values['failures']}",
                        "set": {"w": f"max(w-{increment},0)", "r": low, "fail_run": 0},
                    },
                ]
            },
        }
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    low, high, increment = values["reps_from"], values["reps_to"], Mass(values["increment"])
    return (
        sentence(
            "Start with %(load)s for %(sets)s × %(reps)s.",
            load=Mass(values["start_load"]),
            sets=values["sets"],
            reps=low,
        ),
        sentence("Every session with all sets done asks for one repetition more, up to %(high)s.", high=high),
        sentence(
            "When every set reaches %(high)s repetitions, add %(increment)s and begin again at %(low)s.",
            high=high,
            low=low,
            increment=increment,
        ),
        counted(
            values["failures"],
            "After a failed session take %(increment)s off and begin again at %(low)s.",
            "After %(count)s failed sessions in a row take %(increment)s off and begin again at %(low)s.",
            increment=increment,
            low=low,
        ),
    )


def check(values: Values) -> Mapping[str, Sentence]:
    """Return what does not fit together."""
    if values["reps_to"] <= values["reps_from"]:
        return {"reps_to": sentence("The range of repetitions must end above where it begins.")}
    return {}


DOUBLE = Preset(
    "double_progression",
    sentence("Double progression"),
    sentence("First more repetitions, then more load: for accessories and everything with coarse steps."),
    FIELDS,
    build,
    words,
    check,
)
