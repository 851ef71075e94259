"""Percentage cycle: three weeks on a training max, the last set open to the top, then a light week."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Mass, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import (
    HEAVIEST_MAXIMUM_KG,
    ROUNDING,
    Preset,
    Values,
    lifting,
    text,
    usual_step_kg,
)
from portal.science.plates import round_to

# Source: science.md 1.4, as T-Nation prints it: week by week, set by set.
SHARES = ((0.65, 0.70, 0.75, 0.40), (0.75, 0.80, 0.85, 0.50), (0.85, 0.90, 0.95, 0.60))
REPS = ((5, 3, 5, 5), (5, 3, 3, 5), (5, 3, 1, 5))
WORK_WEEKS = 3
LEAST_LEFT = 0.5
"""However often it fails, one cycle takes at most half of the training max."""

FIELDS = (
    Field(
        "training_max",
        FieldType.LOAD,
        sentence("Training max"),
        sentence("Every load is a share of this; fill in this or the maximum."),
        low=5,
        high=HEAVIEST_MAXIMUM_KG,
    ),
    Field(
        "maximum",
        FieldType.LOAD,
        sentence("Maximum"),
        sentence("The heaviest single repetition; the training max is a share of it."),
        low=5,
        high=HEAVIEST_MAXIMUM_KG,
    ),
    Field(
        "training_max_share",
        FieldType.SHARE,
        sentence("Share of the maximum"),
        sentence("How much of the maximum the training max is."),
        0.9,
        0.7,
        1,
        is_advanced=True,
    ),
    Field(
        "increment",
        FieldType.LOAD,
        sentence("Increment"),
        sentence("Added to the training max after a cycle without a failed set: less for arms, more for legs."),
        2.5,
        0.25,
        10,
    ),
    Field(
        "last_set_open",
        FieldType.YES_NO,
        sentence("Last set as many as possible"),
        sentence("The last set of the three heavy weeks goes on as long as the form is good."),
        default=True,
    ),
    Field(
        "light_week",
        FieldType.YES_NO,
        sentence("Light fourth week"),
        sentence("A week at 40 to 60% before the next cycle."),
        default=True,
    ),
    Field(
        "steps_back",
        FieldType.COUNT,
        sentence("Steps back"),
        sentence("So many increments back after a cycle with a failed set, before the usual step forward."),
        3,
        1,
        6,
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    is_light, increment = values["light_week"], values["increment"]
    weeks = WORK_WEEKS + is_light
    last = {True: "week<4", False: True}[is_light] if values["last_set_open"] else False
    opened = (False, False, last)
    back = f"tm-{text(values['steps_back'] * increment)}+{text(increment)}"
    return lifting(
        {
            "state": {"tm": _training_max(values), "bad": 0},
            "meaning": {"tm": "training_max", "bad": "failures"},
            "round": usual_step_kg(values, _given(values)),
            "work": [
                {"sets": 1, "reps": _by_week(reps[:weeks]), "load": f"tm*{_by_week(shares[:weeks])}", "amrap": amrap}
                for reps, shares, amrap in zip(REPS, SHARES, opened, strict=True)
            ],
            "on": {
                "done": [{"if": "not ok and week<4" if is_light else "not ok", "set": {"bad": "bad+1"}}],
                "cycle_end": [
                    {"if": "bad==0", "set": {"tm": f"tm+{text(increment)}"}},
                    {"set": {"tm": f"max({back},{text(LEAST_LEFT)}*tm)", "bad": 0}},
                ],
            },
        },
        weeks=weeks,
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    said = [
        sentence("The training max is %(load)s; every load is a share of it.", load=Mass(_training_max(values))),
        sentence(
            "Three weeks with three sets each: 5 repetitions, then 3, then 5, 3 and 1, from %(low)s up to %(high)s.",
            low=Percent(SHARES[0][0]),
            high=Percent(SHARES[2][2]),
        ),
    ]
    if values["last_set_open"]:
        said.append(sentence("The last set goes on for as many repetitions as the form allows."))
    if values["light_week"]:
        said.append(sentence("The fourth week is light: %(low)s to %(high)s.", low=Percent(0.4), high=Percent(0.6)))
    said.append(
        counted(
            values["steps_back"],
            "A cycle without a failed set adds %(increment)s; any other goes one step back first.",
            "A cycle without a failed set adds %(increment)s; any other goes %(count)s steps back first.",
            increment=Mass(values["increment"]),
        )
    )
    return tuple(said)


def check(values: Values) -> Mapping[str, Sentence]:
    """Return what does not fit together."""
    if (values["training_max"] is None) == (values["maximum"] is None):
        return {"training_max": sentence("Fill in either the training max or the maximum.")}
    return {}


def _training_max(values: Values) -> float:
    if values["training_max"] is not None:
        return float(values["training_max"])
    share_kg = values["maximum"] * values["training_max_share"]
    return round_to(value=share_kg, step=usual_step_kg(values, _given(values)))


def _given(values: Values) -> float:
    return float(values["maximum"] if values["training_max"] is None else values["training_max"])


def _by_week(numbers: tuple[float, ...]) -> str:
    return f"pick(week,{','.join(map(text, numbers))})"


CYCLE = Preset(
    "percentage_cycle",
    sentence("Percentage cycle"),
    sentence(
        "Heavy sets at a share of a training max that grows once a cycle: for those beyond session-to-session gains."
    ),
    FIELDS,
    build,
    words,
    check,
)
