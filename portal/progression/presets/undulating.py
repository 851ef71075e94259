"""Undulating: three kinds of day each week on one maximum, which grows with every week that was trained."""

from __future__ import annotations

from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Mass, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import MAXIMUM, ROUNDING, Preset, Values, lifting, text, usual_step_kg

# Source: science.md 1.4, daily undulating; the numbers are a proposal of this project.
DAYS = ((4, 8, 0.70), (5, 3, 0.85), (3, 5, 0.80))
LABELS = (
    (sentence("Sets on the first day"), sentence("Repetitions on the first day"), sentence("First day")),
    (sentence("Sets on the second day"), sentence("Repetitions on the second day"), sentence("Second day")),
    (sentence("Sets on the third day"), sentence("Repetitions on the third day"), sentence("Third day")),
)

FIELDS = (
    MAXIMUM,
    *(
        Field(f"day_{n}_share", FieldType.SHARE, labels[2], sentence("Share of the maximum."), share, 0.3, 1)
        for n, (labels, (_, _, share)) in enumerate(zip(LABELS, DAYS, strict=True), 1)
    ),
    Field(
        "weekly_step",
        FieldType.LOAD,
        sentence("Weekly step"),
        sentence("Added to the maximum after a week that was trained."),
        1,
        0,
        5,
    ),
    Field(
        "least_done",
        FieldType.SHARE,
        sentence("Sessions that make a week"),
        sentence("A week counts as trained when at least this share of its sessions was done."),
        0.66,
        0.1,
        1,
        is_advanced=True,
    ),
    *(
        Field(
            f"day_{n}_sets",
            FieldType.COUNT,
            labels[0],
            sentence("Sets in this session."),
            sets,
            1,
            10,
            is_advanced=True,
        )
        for n, (labels, (sets, _, _)) in enumerate(zip(LABELS, DAYS, strict=True), 1)
    ),
    *(
        Field(
            f"day_{n}_reps",
            FieldType.COUNT,
            labels[1],
            sentence("Repetitions in each set."),
            reps,
            1,
            30,
            is_advanced=True,
        )
        for n, (labels, (_, reps, _)) in enumerate(zip(LABELS, DAYS, strict=True), 1)
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    grown = {"if": f"week_ratio>={text(values['least_done'])}", "set": {"rm": f"rm+{text(values['weekly_step'])}"}}
    return lifting(
        {
            "state": {"rm": values["maximum"]},
            "meaning": {"rm": "maximum"},
            "round": usual_step_kg(values, values["maximum"]),
            "work": [
                {
                    "sets": _by_day(values, "sets"),
                    "reps": _by_day(values, "reps"),
                    "load": f"rm*{_by_day(values, 'share')}",
                }
            ],
            "on": {"week_end": [grown]},
        },
        days=len(DAYS),
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    days = [
        sentence(
            "%(sets)s × %(reps)s at %(share)s",
            sets=values[f"day_{n}_sets"],
            reps=values[f"day_{n}_reps"],
            share=Percent(values[f"day_{n}_share"]),
        )
        for n, _ in enumerate(DAYS, 1)
    ]
    return (
        sentence(
            "Three days a week: %(first)s, %(second)s and %(third)s of a maximum of %(load)s.",
            first=days[0],
            second=days[1],
            third=days[2],
            load=Mass(values["maximum"]),
        ),
        sentence(
            "A week with at least %(share)s of its sessions done adds %(step)s to the maximum.",
            share=Percent(values["least_done"]),
            step=Mass(values["weekly_step"]),
        ),
    )


def _by_day(values: Values, what: str) -> str:
    return f"pick(turn,{','.join(text(values[f'day_{n}_{what}']) for n, _ in enumerate(DAYS, 1))})"


UNDULATING = Preset(
    "undulating",
    sentence("Undulating"),
    sentence(
        "Many repetitions, few and some in between within a week: for those who like change and train three times."
    ),
    FIELDS,
    build,
    words,
)
