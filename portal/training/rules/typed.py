"""Rows of the week grid that were typed: what stands in them, and how it is said. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Duration, System
from portal.progression import notation
from portal.progression.notation import Counted, Row
from portal.training.rules.exercises import Measure
from portal.training.rules.layout import TYPED, Item, Layout
from portal.training.rules.plates import bar_step_kg

RUN_NAME = sentence("Run").source
"""What a typed run is called, through gettext."""
FITTING = {
    Counted.REPS: (Measure.LOAD_REPS, Measure.REPS),
    Counted.SECONDS: (Measure.SECONDS,),
    Counted.METRES: (Measure.DISTANCE,),
}


def fields_of_row(row: Row, *, system: System) -> dict[str, Any]:
    """Return a row as it is kept on the grid; shares of a maximum become loads that a bar of this system can carry."""
    return {"text": notation.write_row(row), "label": row.label, "step_kg": bar_step_kg(system)}


def row_of(item: Item) -> Row:
    """Return the row that a trainer typed. Raises ValueError for what nobody could have typed."""
    return replace(_read(item.fields["text"]), label=item.fields["label"])


def line_of(item: Item, *, name: str) -> str:
    """Return the row as a line of text; `name` is what its exercise is called, empty for a run."""
    return notation.write_line(row_of(item), name)


def text_of(layout: Layout, *, shown: Callable[[str], str]) -> str:
    """Return the typed rows of a week as a text that makes the same rows; `shown` says what an exercise is called."""
    lines: list[str] = []
    days: tuple[int, ...] = ()
    for item in layout.items:
        if item.preset == TYPED and item.days != days:
            days = item.days
            lines.append(notation.write_days(days))
        if item.preset == TYPED:
            lines.append(line_of(item, name=shown(item.name) if item.exercise else ""))
    return "\n".join(lines)


def label_of(item: Item) -> str:
    """Return its place in a superset, such as B1; empty where it has none."""
    return row_of(item).label if item.preset == TYPED else ""


def rest_s_of(item: Item) -> int | None:
    """Return the rest between its sets in seconds, None where none was asked for."""
    return row_of(item).rest_s if item.preset == TYPED else None


def asides_of(item: Item) -> tuple[Sentence, ...]:
    """Return what is asked for beside sets and loads: rest and tempo."""
    if item.preset != TYPED:
        return ()
    row = row_of(item)
    rest = (sentence("rest %(time)s", time=Duration(row.rest_s)),) if row.rest_s else ()
    tempo = (sentence("tempo %(tempo)s", tempo=row.tempo),) if row.tempo else ()
    return (*rest, *tempo)


def rule_of(row: Row) -> Sentence:
    """Return in a few words how it goes on from week to week."""
    if len(row.weeks) == 1:
        return sentence("the same each time")
    return counted(len(row.weeks), "as typed", "as typed for %(count)s weeks, then again")


def misfit_of(row: Row, *, name: str, measure: Measure) -> Sentence | None:
    """Return what to say where an exercise counts something else than was typed."""
    if row.counted is None or measure in FITTING[row.counted]:
        return None
    return sentence(WANTED[measure], name=name)


WANTED: Mapping[Measure, str] = {
    Measure.SECONDS: sentence("“%(name)s” is counted in seconds: write such as 3x45s.").source,
    Measure.DISTANCE: sentence("“%(name)s” is counted in metres: write such as 3x40m.").source,
    Measure.REPS: sentence("“%(name)s” is counted in repetitions: write such as 3x8.").source,
    Measure.LOAD_REPS: sentence("“%(name)s” is counted in repetitions: write such as 3x8.").source,
}


@lru_cache(1024)
def _read(text: str) -> Row:
    return notation.read_row(text)
