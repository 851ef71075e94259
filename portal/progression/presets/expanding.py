"""From fields to a program and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from portal.core.sentence import Sentence, sentence
from portal.progression.presets.cycle import CYCLE
from portal.progression.presets.double import DOUBLE
from portal.progression.presets.effort import BY_EFFORT
from portal.progression.presets.fields import ImpossibleFields
from portal.progression.presets.linear import LINEAR
from portal.progression.presets.preset import Preset
from portal.progression.presets.race import RACE_PLAN
from portal.progression.presets.ramp import RAMP
from portal.progression.presets.run import RUN
from portal.progression.presets.stages import STAGED
from portal.progression.presets.top_set import TOP_SET
from portal.progression.presets.undulating import UNDULATING
from portal.progression.presets.volume_by_cycle import VOLUME_BY_CYCLE
from portal.progression.presets.volume_light_heavy import VOLUME_LIGHT_HEAVY
from portal.progression.presets.wave import WAVE
from portal.progression.program import canonical_json

PRESETS = (
    LINEAR,
    DOUBLE,
    STAGED,
    VOLUME_LIGHT_HEAVY,
    UNDULATING,
    CYCLE,
    WAVE,
    TOP_SET,
    VOLUME_BY_CYCLE,
    BY_EFFORT,
    RAMP,
    RUN,
    RACE_PLAN,
)
ADDED_LATER = ("exercise", "equipment")
"""What a plan adds to the tracks of a preset; the rules stay the preset's."""


class Origin(NamedTuple):
    """Which preset a program came from, and with which fields."""

    name: str
    fields: Mapping[str, Any]


def catalogue() -> tuple[Preset, ...]:
    """Return the presets with their fields, defaults and limits, in the order to offer them."""
    return PRESETS


def preset(name: str) -> Preset:
    """Return the preset of this name. Raises ValueError when there is none."""
    for known in PRESETS:
        if known.name == name:
            return known
    raise ValueError(f"there is no preset called {name}")


def expand(name: str, **fields: Any) -> dict[str, Any]:
    """Return the program of a preset; empty fields take their defaults.

    The program remembers both, so that the form can be opened again. Raises ValueError for an unknown preset, and
    ImpossibleFields (a ValueError with a sentence for each field) for fields that are unknown or do not work.
    """
    chosen = preset(name)
    values = _values(chosen, fields)
    return {**chosen.build(values), "preset": {"name": name, "fields": values}}


def describe(name: str, **fields: Any) -> tuple[Sentence, ...]:
    """Return what the program of a preset does, in sentences. Raises as `expand` does."""
    chosen = preset(name)
    return chosen.words(_values(chosen, fields))


def unfit_start(name: str, **fields: Any) -> Mapping[str, Sentence]:
    """Return what is wrong with beginning so, by field; empty where nothing is. Raises as `expand` does."""
    chosen = preset(name)
    return chosen.start(_values(chosen, fields))


def origin(program: Mapping[str, Any]) -> Origin | None:
    """Return the preset and fields of a program, or None once somebody has edited its rules by hand."""
    memory = program.get("preset")
    try:
        remembered = Origin(memory["name"], memory["fields"]) if memory else None
        if remembered and _bare(expand(remembered.name, **remembered.fields)) == _bare(program):
            return remembered
    except (ValueError, TypeError, KeyError):  # made by hand, or by an older version
        return None
    return None


def _values(chosen: Preset, fields: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in chosen.fields}
    problems = {name: sentence("There is no such field.") for name in fields if name not in known}
    problems |= {f.name: wrong for f in chosen.fields if (wrong := f.problem(fields.get(f.name)))}
    values = {field.name: field.clean(fields.get(field.name)) for field in chosen.fields} if not problems else {}
    problems = problems or dict(chosen.check(values))
    if problems:
        raise ImpossibleFields(problems)
    return values


def _bare(program: Mapping[str, Any]) -> str:
    tracks = {
        name: {key: value for key, value in track.items() if key not in ADDED_LATER}
        for name, track in program["tracks"].items()
    }
    return canonical_json({**program, "tracks": tracks})
