"""Wave: four weeks at four shares of a maximum, which grows a little from cycle to cycle."""

from __future__ import annotations

from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Mass, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import MAXIMUM, ROUNDING, Preset, Values, lifting, text, usual_step_kg

WEEKS = (1, 2, 3, 4)
# Source: science.md 1.4, step / wave; repetitions are a proposal of this project.
SHARES = (0.72, 0.77, 0.82, 0.60)
REPS = (6, 5, 4, 6)
SHARE_LABELS = (
    sentence("First week"),
    sentence("Second week"),
    sentence("Third week"),
    sentence("Fourth week"),
)
REPS_LABELS = (
    sentence("Repetitions in the first week"),
    sentence("Repetitions in the second week"),
    sentence("Repetitions in the third week"),
    sentence("Repetitions in the fourth week"),
)

FIELDS = (
    MAXIMUM,
    *(
        Field(f"week_{week}_share", FieldType.SHARE, label, sentence("Share of the maximum."), share, 0.3, 1)
        for week, label, share in zip(WEEKS, SHARE_LABELS, SHARES, strict=True)
    ),
    Field(
        "growth",
        FieldType.SHARE,
        sentence("Growth"),
        sentence("The maximum grows by this after a cycle without a failed session."),
        0.02,
        0,
        0.05,
    ),
    Field("sets", FieldType.COUNT, sentence("Sets"), sentence("Sets in each session."), 4, 1, 10, is_advanced=True),
    *(
        Field(
            f"week_{week}_reps",
            FieldType.COUNT,
            label,
            sentence("Repetitions in each set."),
            reps,
            1,
            30,
            is_advanced=True,
        )
        for week, label, reps in zip(WEEKS, REPS_LABELS, REPS, strict=True)
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    return lifting(
        {
            "state": {"rm": values["maximum"], "bad": 0},
            "meaning": {"rm": "maximum", "bad": "failures"},
            "round": usual_step_kg(values, values["maximum"]),
            "work": [
                {
                    "sets": values["sets"],
                    "reps": _by_week(values, "reps"),
                    "load": f"rm*{_by_week(values, 'share')}",
                }
            ],
            "on": {
                "done": [{"if": "not ok", "set": {"bad": "bad+1"}}],
                "cycle_end": [
                    {"if": "bad==0", "set": {"rm": f"rm*{text(1 + values['growth'])}"}},
                    {"set": {"bad": 0}},
                ],
            },
        },
        weeks=len(WEEKS),
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    return (
        sentence(
            "Four weeks of %(sets)s sets, at %(first)s, %(second)s, %(third)s and %(fourth)s of a maximum of %(load)s.",
            sets=values["sets"],
            first=Percent(values["week_1_share"]),
            second=Percent(values["week_2_share"]),
            third=Percent(values["week_3_share"]),
            fourth=Percent(values["week_4_share"]),
            load=Mass(values["maximum"]),
        ),
        sentence(
            "A cycle without a failed session raises the maximum by %(growth)s.", growth=Percent(values["growth"])
        ),
    )


def _by_week(values: Values, what: str) -> str:
    return f"pick(week,{','.join(text(values[f'week_{week}_{what}']) for week in WEEKS)})"


WAVE = Preset(
    "wave",
    sentence("Wave"),
    sentence(
        "Three weeks up and a lighter one, a little heavier from cycle to cycle: for steady training over months."
    ),
    FIELDS,
    build,
    words,
)
