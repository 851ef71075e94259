"""By effort: a top set at a repetition count and an effort; what it shows moves the estimated maximum."""

from __future__ import annotations

from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Mass, Number, Percent
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

FIELDS = (
    Field(
        "estimate",
        FieldType.LOAD,
        sentence("Estimated maximum"),
        sentence("The heaviest single repetition that seems possible today."),
        low=5,
        high=HEAVIEST_MAXIMUM_KG,
        is_required=True,
    ),
    Field(
        "reps", FieldType.COUNT, sentence("Repetitions"), sentence("In the top set and in the back-off sets."), 5, 1, 12
    ),
    Field(
        "effort",
        FieldType.EFFORT,
        sentence("Effort of the top set (RPE)"),
        sentence("From 6, four repetitions left, to 10, none left."),
        8,
        6,
        10,
    ),
    Field(
        "back_off_sets",
        FieldType.COUNT,
        sentence("Back-off sets"),
        sentence("Sets after the top set."),
        3,
        0,
        10,
    ),
    Field(
        "back_off_share",
        FieldType.SHARE,
        sentence("Back-off load"),
        sentence("Share of the load of the top set."),
        0.95,
        0.6,
        1,
    ),
    Field(
        "weight",
        FieldType.SHARE,
        sentence("Weight of new evidence"),
        sentence("How far the estimate moves towards what one top set shows."),
        0.3,
        0.05,
        1,
        is_advanced=True,
    ),
    Field(
        "guard",
        FieldType.SHARE,
        sentence("Guard"),
        sentence("One session counts as at most so much more or less than the estimate."),
        0.1,
        0.01,
        0.3,
        is_advanced=True,
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    reps, effort, weight = values["reps"], values["effort"], values["weight"]
    share, guard = f"rpe_share({reps},{text(effort)})", values["guard"]
    seen = f"clamp(e1rm_new,{text(1 - guard)}*e1,{text(1 + guard)}*e1)"
    work: list[dict[str, Any]] = [{"sets": 1, "reps": reps, "load": f"e1*{share}", "rpe": effort}]
    if values["back_off_sets"]:
        load = f"{text(values['back_off_share'])}*e1*{share}"
        work.append({"sets": values["back_off_sets"], "reps": reps, "load": load})
    return lifting(
        {
            "state": {"e1": values["estimate"]},
            "meaning": {"e1": "estimate"},
            "round": usual_step_kg(values, values["estimate"]),
            "work": work,
            "on": {"done": [{"if": "rpe_top>0", "set": {"e1": f"{text(1 - weight)}*e1+{text(weight)}*{seen}"}}]},
        }
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    said = [
        sentence(
            "One top set of %(reps)s at RPE %(effort)s, worked out from an estimated maximum of %(load)s.",
            reps=values["reps"],
            effort=Number(values["effort"], 1),
            load=Mass(values["estimate"]),
        )
    ]
    if values["back_off_sets"]:
        said.append(
            sentence(
                "Then %(sets)s × %(reps)s at %(share)s of that load.",
                sets=values["back_off_sets"],
                reps=values["reps"],
                share=Percent(values["back_off_share"]),
            )
        )
    said.append(
        sentence(
            "Each top set moves the estimate by %(weight)s of the difference; without an effort it stays.",
            weight=Percent(values["weight"]),
        )
    )
    return tuple(said)


BY_EFFORT = Preset(
    "by_effort",
    sentence("By effort"),
    sentence("The load follows how hard the last top set was: for those who know their effort."),
    FIELDS,
    build,
    words,
)
