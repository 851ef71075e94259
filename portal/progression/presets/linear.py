"""Linear: a little more each session, a step back after repeated failures, another after a break."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Mass, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import ROUNDING, Preset, Values, first_load, lifting, step_kg, text

FIELDS = (
    first_load(
        "start_load",
        sentence("Start load"),
        sentence("The load of the first session; begin lighter than you could."),
    ),
    Field("sets", FieldType.COUNT, sentence("Sets"), sentence("Sets in each session."), 3, 1, 10),
    Field("reps", FieldType.COUNT, sentence("Repetitions"), sentence("Repetitions in each set."), 5, 1, 30),
    Field(
        "increment",
        FieldType.LOAD,
        sentence("Increment"),
        sentence("Added after every session in which all sets were done."),
        2.5,
        0.25,
        10,
    ),
    Field(
        "failures",
        FieldType.COUNT,
        sentence("Failures before a reset"),
        sentence("So many failed sessions in a row lower the load."),
        3,
        1,
        6,
    ),
    Field(
        "reset_to",
        FieldType.SHARE,
        sentence("Reset to"),
        sentence("The share of the load that is left after a reset."),
        0.9,
        0.5,
        1,
    ),
    Field(
        "short_break_days",
        FieldType.DAYS,
        sentence("Short break"),
        sentence("Days without training after which the load is lowered."),
        10,
        4,
        60,
        is_advanced=True,
    ),
    Field(
        "short_break_to",
        FieldType.SHARE,
        sentence("After a short break"),
        sentence("The share of the load that is left after a short break."),
        0.9,
        0.5,
        1,
        is_advanced=True,
    ),
    Field(
        "long_break_days",
        FieldType.DAYS,
        sentence("Long break"),
        sentence("Days without training after which the load is lowered further."),
        42,
        10,
        365,
        is_advanced=True,
    ),
    Field(
        "long_break_to",
        FieldType.SHARE,
        sentence("After a long break"),
        sentence("The share of the load that is left after a long break."),
        0.8,
        0.3,
        1,
        is_advanced=True,
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    step = step_kg(values, values["start_load"], values["increment"])
    return lifting(
        {
            "state": {"w": values["start_load"]},
            "meaning": {"w": "load"},
            "round": step,
            "work": [{"sets": values["sets"], "reps": values["reps"], "load": "w"}],
            "on": {
                "done": [
                    {"if": "ok", "set": {"w": f"w+{text(values['increment'])}"}},
                    {
                        "if": f"fail_run>={values['failures']}",
                        "set": {"w": _share_of_load(values["reset_to"], step), "fail_run": 0},
                    },
                ],
                "gap": [
                    {
                        "if": f"days>={values['long_break_days']}",
                        "set": {"w": _share_of_load(values["long_break_to"], step)},
                    },
                    {
                        "if": f"days>={values['short_break_days']}",
                        "set": {"w": _share_of_load(values["short_break_to"], step)},
                    },
                ],
            },
        }
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    return (
        sentence(
            "Start with %(load)s for %(sets)s × %(reps)s.",
            load=Mass(values["start_load"]),
            sets=values["sets"],
            reps=values["reps"],
        ),
        sentence("Add %(increment)s after every session with all sets done.", increment=Mass(values["increment"])),
        counted(
            values["failures"],
            "After a failed session go back to %(share)s of the load.",
            "After %(count)s failed sessions in a row go back to %(share)s of the load.",
            share=Percent(values["reset_to"]),
        ),
        sentence(
            "After %(short)s days without training go on at %(share)s, after %(long)s days at %(less)s.",
            short=values["short_break_days"],
            share=Percent(values["short_break_to"]),
            long=values["long_break_days"],
            less=Percent(values["long_break_to"]),
        ),
    )


def check(values: Values) -> Mapping[str, Sentence]:
    """Return what does not fit together."""
    if values["long_break_days"] <= values["short_break_days"]:
        return {"long_break_days": sentence("The long break must be longer than the short one.")}
    return {}


def _share_of_load(share: float, step: float) -> str:
    return f"round_to({text(share)}*w,{text(step)})"


LINEAR = Preset(
    "linear",
    sentence("Linear"),
    sentence("A little more every session: for beginners and for the first weeks after a break."),
    FIELDS,
    build,
    words,
    check,
)
