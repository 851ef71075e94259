"""What a prescription asks for, in a few words: for tables that show many of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Mass, Number
from portal.training.rules.exercises import Measure
from portal.training.rules.logs import is_steps
from portal.training.rules.tables import cell_words

Work = Sequence[Mapping[str, Any]]

SHAPES = {
    Measure.SECONDS: sentence("%(sets)s × %(reps)s s").source,
    Measure.DISTANCE: sentence("%(sets)s × %(reps)s m").source,
}
"""Where sets are not counted in repetitions."""
MOST_GROUPS = 3
"""More sets that differ than so many are told by the one that decides."""


def work_words(work: Work, measure: Measure = Measure.LOAD_REPS) -> tuple[Sentence, ...]:
    """Return the sets, equal ones together, or the run with its pace."""
    if is_steps(work):
        return tuple(said for said in cell_words(work) if said)
    alike = [list(equal) for _, equal in groupby(work, key=_alike)]
    if len(alike) <= MOST_GROUPS:
        return tuple(_sets_words(groups, measure) for groups in alike)
    top = next((groups for groups in alike if any(group["amrap"] for group in groups)), alike[0])
    others = sum(group["sets"] for groups in alike for group in groups if groups is not top)
    return _sets_words(top, measure), counted(others, "and %(count)s set more", "and %(count)s sets more")


def _alike(group: Mapping[str, Any]) -> tuple[Any, ...]:
    return group["reps"], group["load"], group.get("rpe")


def _sets_words(groups: Work, measure: Measure) -> Sentence:
    first = groups[0]
    reps = f"{int(first['reps'])}+" if any(group["amrap"] for group in groups) else str(int(first["reps"]))
    sets = sum(int(group["sets"]) for group in groups)
    shape = sentence(SHAPES.get(measure, "%(sets)s × %(reps)s"), sets=sets, reps=reps)
    if not first["load"]:
        return shape
    if not first.get("rpe"):
        return sentence("%(shape)s with %(load)s", shape=shape, load=Mass(first["load"]))
    effort = Number(first["rpe"], 1)
    return sentence("%(shape)s with %(load)s at RPE %(effort)s", shape=shape, load=Mass(first["load"]), effort=effort)
