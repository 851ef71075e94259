"""Top-set table: one open set decides by its repetitions how much the training max grows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Mass, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import ROUNDING, TRAINING_MAX, Preset, Values, lifting, text, usual_step_kg

# Source: science.md 1.4, nSuns: 0 to 1 repetitions add nothing, 2 to 3 add 5 lb, 4 to 5 add 10 lb, more 15 lb.
JUMPS_KG = (2.5, 5, 7.5)
JUMP_LABELS = (
    sentence("After 2 or 3 repetitions"),
    sentence("After 4 or 5 repetitions"),
    sentence("After 6 repetitions or more"),
)
BEFORE = ((5, 0.75), (3, 0.85))
AFTER = ((3, 0.90), (3, 0.85), (3, 0.80), (5, 0.75), (5, 0.70), (5, 0.65))
"""Repetitions and share of the training max of the sets around the top set."""

FIELDS = (
    TRAINING_MAX,
    *(
        Field(
            f"jump_{n}",
            FieldType.LOAD,
            label,
            sentence("Added to the training max after so many repetitions in the top set."),
            jump_kg,
            0,
            20,
        )
        for n, (label, jump_kg) in enumerate(zip(JUMP_LABELS, JUMPS_KG, strict=True), 1)
    ),
    Field(
        "top_share",
        FieldType.SHARE,
        sentence("Top set"),
        sentence("Share of the training max, for one repetition and as many more as the form allows."),
        0.95,
        0.8,
        1,
    ),
    Field(
        "other_sets",
        FieldType.YES_NO,
        sentence("Sets around the top set"),
        sentence("Two sets lead up to the top set, and six come down from it."),
        default=True,
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    jumps = ",".join(text(jump) for jump in _jumps_kg(values) for _ in range(2))
    top = {"sets": 1, "reps": 1, "load": f"tm*{text(values['top_share'])}", "amrap": True}
    before, after = (BEFORE, AFTER) if values["other_sets"] else ((), ())
    return lifting(
        {
            "state": {"tm": values["training_max"]},
            "meaning": {"tm": "training_max"},
            "round": usual_step_kg(values, values["training_max"]),
            "work": [*map(_set, before), top, *map(_set, after)],
            "on": {"done": [{"set": {"tm": f"tm+pick(1+amrap,0,0,{jumps})"}}]},
        }
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    first, second, third = _jumps_kg(values)
    said = [
        sentence("The training max is %(load)s; every load is a share of it.", load=Mass(values["training_max"])),
        sentence(
            "The top set at %(share)s goes on for as many repetitions as the form allows.",
            share=Percent(values["top_share"]),
        ),
        sentence(
            "Two or three add %(first)s to the training max, four or five %(second)s, more than that %(third)s.",
            first=Mass(first),
            second=Mass(second),
            third=Mass(third),
        ),
    ]
    if values["other_sets"]:
        said.append(
            sentence(
                "Two sets lead up to the top set, and six come down from %(high)s to %(low)s.",
                high=Percent(AFTER[0][1]),
                low=Percent(AFTER[-1][1]),
            )
        )
    return tuple(said)


def check(values: Values) -> Mapping[str, Sentence]:
    """Return what does not fit together."""
    jumps = _jumps_kg(values)
    for n, (fewer, more) in enumerate(pairwise(jumps), 2):
        if more < fewer:
            return {f"jump_{n}": sentence("More repetitions must not add less.")}
    return {}


def _jumps_kg(values: Values) -> tuple[float, ...]:
    return tuple(float(values[f"jump_{n}"]) for n, _ in enumerate(JUMPS_KG, 1))


def _set(planned: tuple[int, float]) -> dict[str, Any]:
    reps, share = planned
    return {"sets": 1, "reps": reps, "load": f"tm*{text(share)}"}


TOP_SET = Preset(
    "top_set_table",
    sentence("Top-set table"),
    sentence("One open set decides how fast the load grows: for those who want volume and quick feedback."),
    FIELDS,
    build,
    words,
    check,
)
