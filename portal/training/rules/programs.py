"""What each preset does, shown by an example: its words, and two ways its first sessions may go. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import System, m_from, shown_distance
from portal.progression import presets, replay
from portal.progression.presets import FieldType, Preset, whole_pounds_kg
from portal.progression.replay import Rendering
from portal.training.rules.asked import work_words
from portal.training.rules.items import ALIASES
from portal.training.rules.layout import RUN_NAMES, kind_of_run
from portal.training.rules.logs import is_steps

Outcome = Callable[[Rendering], Any]

MONDAY = date(2024, 1, 1)
"""Examples begin on some Monday; no page shows which."""
LEAST, LEAST_WEEKS, MOST = 8, 4, 16
"""Sessions of an example, and its weeks."""
THIRD = 2
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "linear": {"start_load": 60},
    "double_progression": {"start_load": 20},
    "stages": {"start_load": 80},
    "volume_light_heavy": {"heavy_load": 100},
    "undulating": {"maximum": 140},
    "percentage_cycle": {"training_max": 100},
    "wave": {"maximum": 120},
    "top_set_table": {"training_max": 100},
    "volume_by_cycle": {"training_max": 100},
    "by_effort": {"estimate": 120},
    "volume_ramp": {"load": 30},
    "run_plan": {"running_index": 45, "weekly_km": 40, "long_run_km": 14, "sessions": 3},
    "race_plan": {
        "running_index": 45,
        "race_km": 10,
        "weeks": 5,
        "weekly_km": 30,
        "long_run_km": 11,
        "sessions": 3,
    },
}


@dataclass(frozen=True)
class Trial:
    """One session of the example: what it asks for, each way it may have gone before."""

    label: Sentence
    asked: tuple[tuple[Sentence, ...], ...]

    @property
    def differs(self) -> bool:
        """Whether it matters how the sessions before it went."""
        return len(set(self.asked)) > 1


@dataclass(frozen=True)
class Example:
    """A preset with typical fields, and how it would go."""

    preset: Preset
    alias: Sentence | None
    """Another name by which people know it."""
    words: tuple[Sentence, ...]
    ways: tuple[Sentence, ...]
    """What happens in each column of the trials."""
    trials: tuple[Trial, ...]


def example_of(name: str, system: System) -> Example:
    """Return what a preset does, with numbers that people of these units use. Raises ValueError for an unknown one."""
    known = presets.preset(name)
    fields = _fields(known, system)
    program = presets.expand(name, **fields)
    ways = _ways(name)
    days, played = len(program["sessions"]), [_played(program, outcome) for _, outcome in ways]
    trials = [
        Trial(_label(number, days), tuple(map(_asked, steps))) for number, steps in enumerate(zip(*played, strict=True))
    ]
    return Example(
        known,
        ALIASES.get(name),
        presets.describe(name, **fields),
        tuple(said for said, _ in ways),
        tuple(trials),
    )


def _fields(known: Preset, system: System) -> dict[str, Any]:
    if system is System.METRIC:
        return dict(EXAMPLES[known.name])
    defaults = {field.name: field.default_for(system) for field in known.fields if field.type is FieldType.LOAD}
    return {**defaults, **{name: _round(known.field(name).type, value) for name, value in EXAMPLES[known.name].items()}}


def _round(kind: FieldType, value: float) -> float:
    if kind is FieldType.LOAD:
        return whole_pounds_kg(value)
    if kind is FieldType.DISTANCE:  # whole miles
        return m_from(round(shown_distance(1000 * value, System.IMPERIAL)), System.IMPERIAL) / 1000
    return value


def ways_called() -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Yield every preset with all that people call it."""
    for known in presets.catalogue():
        alias = ALIASES.get(known.name)
        yield known.name, (known.title, alias) if alias else (known.title,)


def _ways(name: str) -> tuple[tuple[Sentence, Outcome], ...]:
    """Return the ways that say most about this preset."""
    as_planned = sentence("Everything as planned"), _performing()
    return (as_planned,) if name == "volume_ramp" else (as_planned, OTHERWISE.get(name, FALLS_SHORT))


def _played(program: Mapping[str, Any], outcome: Outcome) -> list[replay.Step]:
    days, weeks = len(program["sessions"]), program.get("weeks", 1)
    is_run = any("steps" in track for track in program["tracks"].values())
    count = min(max(days * weeks * (1 if is_run else 2), days * LEAST_WEEKS, LEAST), MOST)
    training_days = [day * 7 // days for day in range(days)]
    slots = replay.slots_on(start=MONDAY, training_days=training_days, count=count)
    return replay.preview(program={**program, "missed": "skip"}, log=[], slots=slots, outcome=outcome)


def _performing(*, extra: int = 0, harder: float = 0) -> Outcome:
    def perform(groups: Sequence[Mapping[str, Any]]) -> Any:
        if is_steps(groups):
            return "done"
        return [_set(group, extra, harder) for group in groups for _ in range(group["sets"])]

    return lambda rendering: {track: perform(groups) for track, groups in rendering.tracks.items()}


def _set(group: Mapping[str, Any], extra: int, harder: float) -> list[float]:
    done = [group["load"] or 0, group["reps"] + (extra if group["amrap"] else 0)]
    return [*done, group["rpe"] + harder] if group.get("rpe") else done


def _short(rendering: Rendering) -> Any:
    return "failed" if rendering.slot == THIRD else "done"


def _second_week_missed(rendering: Rendering) -> Any:
    return "missed" if MONDAY + timedelta(days=7) <= rendering.on < MONDAY + timedelta(days=14) else "done"


FALLS_SHORT = sentence("The third session falls short"), _short
WEEK_MISSED = sentence("The second week is missed"), _second_week_missed
THREE_MORE = sentence("Three repetitions more in open sets"), _performing(extra=3)
OTHERWISE: Mapping[str, tuple[Sentence, Outcome]] = {
    "run_plan": WEEK_MISSED,
    "race_plan": WEEK_MISSED,
    "undulating": WEEK_MISSED,
    "by_effort": (sentence("Every top set one point harder"), _performing(harder=1)),
    "top_set_table": THREE_MORE,
    "volume_by_cycle": THREE_MORE,
}


def _label(number: int, days: int) -> Sentence:
    week, session = divmod(number, days)
    if days == 1:
        return sentence("Session %(number)s", number=week + 1)
    return sentence("Week %(week)s, session %(session)s", week=week + 1, session=session + 1)


def _asked(step: replay.Step) -> tuple[Sentence, ...]:
    return tuple(said for track, work in step.prescription.items() for said in (*_name(track), *work_words(work)))


def _name(track: str) -> tuple[Sentence, ...]:
    return (sentence(RUN_NAMES[kind]),) if (kind := kind_of_run(track)) in RUN_NAMES else ()
