"""Volume, light, heavy: three sessions a week around one heavy set of five, which grows from week to week."""

from __future__ import annotations

from typing import Any

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Mass, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import ROUNDING, Preset, Values, first_load, lifting, step_kg, text

# Source: science.md 1.4, Texas: five sets of five, two light ones, then a record of five.
SETS = (5, 2, 1)
REPS = 5
HEAVY = 3

FIELDS = (
    first_load(
        "heavy_load",
        sentence("Heavy load"),
        sentence("What the heavy day begins with, for one set of five."),
        low_kg=1,
    ),
    Field(
        "increment",
        FieldType.LOAD,
        sentence("Increment"),
        sentence("Added after every heavy day that was done."),
        2.5,
        0.25,
        20,
    ),
    Field(
        "volume_share",
        FieldType.SHARE,
        sentence("Volume day"),
        sentence("Share of the heavy load for five sets of five."),
        0.9,
        0.5,
        1,
    ),
    Field(
        "light_share",
        FieldType.SHARE,
        sentence("Light day"),
        sentence("Share of the volume day for two sets of five."),
        0.8,
        0.4,
        1,
    ),
    Field(
        "failures",
        FieldType.COUNT,
        sentence("Failures before a step back"),
        sentence("So many heavy days in a row have to fail."),
        2,
        1,
        5,
        is_advanced=True,
    ),
    Field(
        "back_to",
        FieldType.SHARE,
        sentence("Back to"),
        sentence("Share of the heavy load to go on with then."),
        0.95,
        0.7,
        1,
        is_advanced=True,
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    step, volume = step_kg(values, values["heavy_load"], values["increment"]), values["volume_share"]
    shares = (text(volume), text(volume * values["light_share"]), "1")
    heavy = f"turn=={HEAVY}"
    return lifting(
        {
            "state": {"w": values["heavy_load"], "bad": 0},
            "meaning": {"w": "load", "bad": "failures"},
            "round": step,
            "work": [
                {"if": f"turn=={day}", "sets": sets, "reps": REPS, "load": "w" if day == HEAVY else f"{share}*w"}
                for day, (sets, share) in enumerate(zip(SETS, shares, strict=True), 1)
            ],
            "on": {
                "done": [
                    {"if": f"{heavy} and ok", "set": {"w": f"w+{text(values['increment'])}", "bad": 0}},
                    {
                        "if": f"{heavy} and bad+1>={values['failures']}",
                        "set": {"w": f"round_to({text(values['back_to'])}*w,{text(step)})", "bad": 0},
                    },
                    {"if": heavy, "set": {"bad": "bad+1"}},
                ]
            },
        },
        days=len(SETS),
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    volume = values["volume_share"]
    return (
        sentence(
            "Three days a week: 5 × 5 at %(volume)s, then 2 × 5 at %(light)s, then one set of 5 with %(load)s.",
            volume=Percent(volume),
            light=Percent(volume * values["light_share"]),
            load=Mass(values["heavy_load"]),
        ),
        sentence("A heavy day that was done adds %(increment)s.", increment=Mass(values["increment"])),
        counted(
            values["failures"],
            "After a failed heavy day go back to %(share)s of the load.",
            "After %(count)s failed heavy days in a row go back to %(share)s of the load.",
            share=Percent(values["back_to"]),
        ),
    )


VOLUME_LIGHT_HEAVY = Preset(
    "volume_light_heavy",
    sentence("Volume, light, heavy"),
    sentence(
        "Three days a week that end in a heavy set of five: for those who cannot add load every session any more."
    ),
    FIELDS,
    build,
    words,
)
