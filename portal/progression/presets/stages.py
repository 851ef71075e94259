"""Stages: when a stage fails, the same load in more sets of fewer repetitions; after the last one lighter again."""

from __future__ import annotations

from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Mass, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import ROUNDING, Preset, Values, first_load, lifting, step_kg, text

# Source: science.md 1.4, GZCLP T1.
STAGES = ((5, 3), (6, 2), (10, 1))
SETS_LABELS = (
    sentence("Sets in the first stage"),
    sentence("Sets in the second stage"),
    sentence("Sets in the third stage"),
)
REPS_LABELS = (
    sentence("Repetitions in the first stage"),
    sentence("Repetitions in the second stage"),
    sentence("Repetitions in the third stage"),
)

FIELDS = (
    first_load(
        "start_load",
        sentence("Start load"),
        sentence("What the first session is done with."),
        low_kg=1,
    ),
    Field(
        "increment",
        FieldType.LOAD,
        sentence("Increment"),
        sentence("Added after every session with all sets done."),
        2.5,
        0.25,
        10,
    ),
    Field(
        "restart_at",
        FieldType.SHARE,
        sentence("Restart at"),
        sentence("Share of the load with which the first stage begins again."),
        0.85,
        0.5,
        1,
    ),
    Field(
        "last_set_open",
        FieldType.YES_NO,
        sentence("Last set open to the top"),
        sentence("The last set goes on for as many repetitions as the form allows."),
        default=True,
    ),
    *(
        Field(f"stage_{n}_sets", FieldType.COUNT, label, sentence("In each session."), sets, 2, 15, is_advanced=True)
        for n, (label, (sets, _)) in enumerate(zip(SETS_LABELS, STAGES, strict=True), 1)
    ),
    *(
        Field(f"stage_{n}_reps", FieldType.COUNT, label, sentence("In each set."), reps, 1, 20, is_advanced=True)
        for n, (label, (_, reps)) in enumerate(zip(REPS_LABELS, STAGES, strict=True), 1)
    ),
    ROUNDING,
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    step = step_kg(values, values["start_load"], values["increment"])
    reps = f"pick(stage,{_by_stage(values, 'reps')})"
    return lifting(
        {
            "state": {"w": values["start_load"], "stage": 1},
            "meaning": {"w": "load", "stage": "stage"},
            "round": step,
            "work": [
                {"sets": f"pick(stage,{_by_stage(values, 'sets')})-1", "reps": reps, "load": "w"},
                {"sets": 1, "reps": reps, "load": "w", "amrap": values["last_set_open"]},
            ],
            "on": {
                "done": [
                    {"if": "ok", "set": {"w": f"w+{text(values['increment'])}"}},
                    {"if": f"stage<{len(STAGES)}", "set": {"stage": "stage+1"}},
                    {"set": {"stage": 1, "w": f"round_to({text(values['restart_at'])}*w,{text(step)})"}},
                ]
            },
        }
    )


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    stages = [(values[f"stage_{n}_sets"], values[f"stage_{n}_reps"]) for n, _ in enumerate(STAGES, 1)]
    (sets, reps), (more, fewer), (most, fewest) = stages
    said = [
        sentence("Start with %(load)s for %(sets)s × %(reps)s.", load=Mass(values["start_load"]), sets=sets, reps=reps),
        sentence("Add %(increment)s after every session with all sets done.", increment=Mass(values["increment"])),
        sentence(
            "A failed session keeps the load and goes on with %(more)s × %(fewer)s, then with %(most)s × %(fewest)s.",
            more=more,
            fewer=fewer,
            most=most,
            fewest=fewest,
        ),
        sentence(
            "When that fails too, begin again with %(sets)s × %(reps)s at %(share)s of the load.",
            sets=sets,
            reps=reps,
            share=Percent(values["restart_at"]),
        ),
    ]
    if values["last_set_open"]:
        said.append(sentence("The last set goes on for as many repetitions as the form allows."))
    return tuple(said)


def _by_stage(values: Values, what: str) -> str:
    return ",".join(text(values[f"stage_{n}_{what}"]) for n, _ in enumerate(STAGES, 1))


STAGED = Preset(
    "stages",
    sentence("Stages"),
    sentence("The load goes up until a stage fails; then fewer repetitions in more sets keep it going."),
    FIELDS,
    build,
    words,
)
