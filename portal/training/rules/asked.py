"""What a prescription asks for, in a few words: for tables that show many of them. Pure."""

from __future__ import annotations

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Mass, Number
from portal.training.rules.exercises import Measure
from portal.training.rules.groups import Work, alike, count_others, count_sets, deciding, reps_words
from portal.training.rules.logs import is_steps
from portal.training.rules.tables import cell_words
from portal.training.rules.words import with_effort

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
    runs = alike(work)
    if len(runs) <= MOST_GROUPS:
        return tuple(_sets_words(groups, measure) for groups in runs)
    others = counted(count_others(work), "and %(count)s set more", "and %(count)s sets more")
    return deciding_words(work, measure), others


def deciding_words(work: Work, measure: Measure = Measure.LOAD_REPS) -> Sentence:
    """Return the sets on which the progress hangs."""
    return _sets_words(deciding(work), measure)


def _sets_words(groups: Work, measure: Measure) -> Sentence:
    first = groups[0]
    shape = sentence(SHAPES.get(measure, "%(sets)s × %(reps)s"), sets=count_sets(groups), reps=reps_words(groups))
    if not first["load"]:
        return with_effort(shape, first.get("rpe"))
    if not first.get("rpe"):
        return sentence("%(shape)s with %(load)s", shape=shape, load=Mass(first["load"]))
    effort = Number(first["rpe"], 1)
    return sentence("%(shape)s with %(load)s at RPE %(effort)s", shape=shape, load=Mass(first["load"]), effort=effort)
