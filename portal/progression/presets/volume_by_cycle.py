"""Volume by cycle: four cycles of four weeks, from sets of ten to sets of three, on a training max that follows."""

from __future__ import annotations

from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Mass, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import ROUNDING, TRAINING_MAX, Preset, Values, lifting, text, usual_step_kg

# Source: science.md 1.4, Juggernaut: standards of 10, 8, 5 and 3 repetitions, an increment for each one above (at most
# ten). The shares of the weeks before the open set, and the light week, are a proposal of this project.
REPS = (10, 8, 5, 3)
SHARES = (0.75, 0.80, 0.85, 0.90)
REPS_LABELS = (
    sentence("Repetitions in the first cycle"),
    sentence("Repetitions in the second cycle"),
    sentence("Repetitions in the third cycle"),
    sentence("Repetitions in the fourth cycle"),
)
WEEKS = ((5, -0.15), (3, -0.075), (1, 0.0))
"""Sets of a week, and how far below the share of the cycle they are."""
OPEN_WEEK = len(WEEKS)
LIGHT = (3, 5, 0.5)
"""Sets, repetitions and share of the light fourth week."""
LEFT = 0.9
"""After a cycle that failed the training max is this share of the maximum that the open set showed."""
LEAST_LEFT = 0.8
"""It never grows by that, and keeps at least so much of what it was."""

FIELDS = (
    TRAINING_MAX,
    Field(
        "increment",
        FieldType.LOAD,
        sentence("Increment"),
        sentence("Added to the training max for each repetition above the plan in the open set."),
        2.5,
        0.25,
        5,
    ),
    Field(
        "most_extra",
        FieldType.COUNT,
        sentence("Most repetitions that count"),
        sentence("More than so many above the plan add nothing."),
        10,
        1,
        20,
    ),
    *(
        Field(
            f"cycle_{n}_reps",
            FieldType.COUNT,
            label,
            sentence("Repetitions in each set; the load follows from the cycle."),
            reps,
            1,
            15,
            is_advanced=True,
        )
        for n, (label, reps) in enumerate(zip(REPS_LABELS, REPS, strict=True), 1)
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    reps, share = _by_cycle(_reps(values)), _by_cycle(SHARES)
    sets, light_reps, light_share = LIGHT
    is_open = f"week=={OPEN_WEEK} and turn==1"
    shown = f"{text(LEFT)}*epley(load_top,max(reps_top,1))"
    gain = f"tm+{text(values['increment'])}*min(extra,{values['most_extra']})"
    return lifting(
        {
            "state": {"tm": values["training_max"]},
            "meaning": {"tm": "training_max"},
            "round": usual_step_kg(values, values["training_max"]),
            "work": [
                *(
                    {
                        "if": is_open if week == OPEN_WEEK else f"week=={week}",
                        "sets": count,
                        "reps": reps,
                        "load": f"tm*({share}{text(less)})" if less else f"tm*{share}",
                        "amrap": week == OPEN_WEEK,
                    }
                    for week, (count, less) in enumerate(WEEKS, 1)
                ),
                {
                    "if": f"week>={OPEN_WEEK} and not ({is_open})",
                    "sets": sets,
                    "reps": light_reps,
                    "load": f"tm*{text(light_share)}",
                },
            ],
            "on": {
                "done": [
                    {"if": f"{is_open} and ok", "set": {"tm": gain}},
                    {"if": f"{is_open} and load_top>0", "set": {"tm": f"clamp({shown},{text(LEAST_LEFT)}*tm,tm)"}},
                ]
            },
        },
        weeks=len(WEEKS) + 1,
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    first, second, third, fourth = _reps(values)
    return (
        sentence("The training max is %(load)s; every load is a share of it.", load=Mass(values["training_max"])),
        sentence(
            "Four cycles of four weeks, with sets of %(first)s, then %(second)s, %(third)s and %(fourth)s repetitions.",
            first=first,
            second=second,
            third=third,
            fourth=fourth,
        ),
        sentence(
            "Two weeks lead up to one open set, at %(low)s of the training max in the first cycle and %(high)s in the "
            "last; other sessions of that week and the fourth week are light.",
            low=Percent(SHARES[0]),
            high=Percent(SHARES[-1]),
        ),
        sentence(
            "Each repetition above the plan adds %(increment)s to the training max, %(most)s of them at most.",
            increment=Mass(values["increment"]),
            most=values["most_extra"],
        ),
        sentence(
            "When the open set falls short, the training max falls to %(share)s of the maximum that it showed, "
            "but not below %(least)s of what it was.",
            share=Percent(LEFT),
            least=Percent(LEAST_LEFT),
        ),
    )


def _reps(values: Values) -> tuple[int, ...]:
    return tuple(values[f"cycle_{n}_reps"] for n, _ in enumerate(REPS, 1))


def _by_cycle(numbers: tuple[float, ...]) -> str:
    return f"pick((cycle-1)%{len(numbers)}+1,{','.join(map(text, numbers))})"


VOLUME_BY_CYCLE = Preset(
    "volume_by_cycle",
    sentence("Volume by cycle"),
    sentence("Sixteen weeks from many repetitions to few: for a whole season towards a new maximum."),
    FIELDS,
    build,
    words,
)
