"""The weeks of a plan as a table: a row for each track on its day, a column for each week. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, Duration, HeartRate, Mass, Pace, Power
from portal.training.rules.exercises import Measure
from portal.training.rules.groups import count_others, count_sets, deciding, reps_words
from portal.training.rules.layout import TYPED, Item, Layout, item_of, name_of
from portal.training.rules.logs import is_steps, mean_pace, planned_metres, planned_seconds
from portal.training.rules.sessions import Outcome
from portal.training.rules.typed import asides_of, label_of
from portal.training.rules.words import effort_words, joined, step_length, with_effort

SHAPES = {
    Measure.SECONDS: sentence("%(sets)s×%(reps)s s").source,
    Measure.DISTANCE: sentence("%(sets)s×%(reps)s m").source,
}
"""Where sets are not counted in repetitions."""


@dataclass(frozen=True)
class Cell:
    """What one track asks for in one week."""

    lead: Sentence
    """Sets and repetitions, or the length of a run."""
    detail: Sentence | None
    """The load with its target effort, or the pace."""
    session_id: UUID | None
    outcome: Outcome
    is_override: bool
    more: int = 0
    """How many sets there are beside those it tells of."""


@dataclass(frozen=True)
class Row:
    """One track on one weekday, through the weeks."""

    key: str
    name: str
    rule: Sentence
    cells: tuple[Cell | None, ...]
    label: str
    """Its place in a superset, such as B1."""
    asides: tuple[Sentence, ...]
    """What is asked for beside sets and loads."""
    is_typed: bool


@dataclass(frozen=True)
class DayRows:
    """A weekday and what is trained on it."""

    day: int
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PlanTable:
    """The whole plan."""

    weeks: tuple[date, ...]
    """First day of each week shown."""
    hidden: int
    """How many earlier weeks are left out."""
    days: tuple[DayRows, ...]
    problems: tuple[Sentence, ...]
    is_draft: bool


@dataclass(frozen=True)
class Entry:
    """A session of the table: done, or to come as computed."""

    slot: int
    on: date
    prescription: Mapping[str, Sequence[Mapping[str, Any]]]
    session_id: UUID | None = None
    outcome: Outcome = Outcome.PLANNED
    overridden: frozenset[str] = frozenset()


def plan_table(
    layout: Layout,
    entries: Sequence[Entry],
    *,
    starts_on: date,
    rules: Mapping[str, Sentence],
    measures: Mapping[str, Measure],
    problems: Sequence[Sentence] = (),
    is_draft: bool,
    hidden: int = 0,
) -> PlanTable:
    """Return the table from week `hidden` on.

    `rules` says for each row in a few words how it progresses, `measures` by exercise what is counted in it.
    """
    weeks = tuple(starts_on + timedelta(weeks=n) for n in range(hidden, layout.weeks))
    titles = dict(layout.titles)
    counted = {item.key: measures.get(item.exercise, Measure.LOAD_REPS) for item in layout.items}
    days = tuple(
        DayRows(day, titles.get(day, ""), _rows(day, layout, entries, weeks, rules, counted))
        for day in layout.days(first=starts_on.weekday())
    )
    return PlanTable(weeks, hidden, days, tuple(problems), is_draft)


def cell_words(
    work: Sequence[Mapping[str, Any]], measure: Measure = Measure.LOAD_REPS
) -> tuple[Sentence, Sentence | None]:
    """Return what a prescription asks for in two short pieces: the shape of what decides, and the load or pace."""
    if is_steps(work):
        return _run_words(work)
    top = deciding(work)
    shape = sentence(SHAPES.get(measure, "%(sets)s×%(reps)s"), sets=count_sets(top), reps=reps_words(top))
    load, rpe = top[0].get("load"), top[0].get("rpe")
    if load:
        return shape, with_effort(sentence("%(load)s", load=Mass(load)), rpe)
    return shape, effort_words(rpe) if rpe else None


def _rows(
    day: int,
    layout: Layout,
    entries: Sequence[Entry],
    weeks: Sequence[date],
    rules: Mapping[str, Sentence],
    counted: Mapping[str, Measure],
) -> tuple[Row, ...]:
    here = [entry for entry in entries if entry.on.weekday() == day]
    if not entries:  # nothing can be computed yet: the rows stand there to be mended
        return tuple(_row(item, item.name, rules, (None,) * len(weeks)) for item in layout.on_day(day))
    tracks = {track: item_of(layout, track) for entry in here for track in entry.prescription}
    return tuple(
        _row(item, name_of(layout, track), rules, _cells(track, here, weeks, counted[item.key]))
        for track, item in tracks.items()
    )


def _row(item: Item, name: str, rules: Mapping[str, Sentence], cells: tuple[Cell | None, ...]) -> Row:
    is_typed = item.preset == TYPED
    return Row(item.key, name, rules[item.key], cells, label_of(item), asides_of(item), is_typed)


def _cells(track: str, entries: Sequence[Entry], weeks: Sequence[date], measure: Measure) -> tuple[Cell | None, ...]:
    cells: list[Cell | None] = [None] * len(weeks)
    for entry in entries:
        week = (entry.on - weeks[0]).days // 7
        work = entry.prescription.get(track)
        if work and 0 <= week < len(weeks):
            lead, detail = cell_words(work, measure)
            more = 0 if is_steps(work) else count_others(work)
            cells[week] = Cell(lead, detail, entry.session_id, entry.outcome, track in entry.overridden, more)
    return tuple(cells)


def _run_words(work: Sequence[Mapping[str, Any]]) -> tuple[Sentence, Sentence | None]:
    repeated = next((step for step in work if "steps" in step), None)
    if repeated is not None:
        inner = repeated["steps"][0]
        length = step_length(inner["dist"]) if "dist" in inner else Duration(inner["dur"])
        lead = sentence("%(count)s×%(length)s", count=int(repeated["repeat"]), length=length)
        return lead, _aim(inner)
    metres, seconds = planned_metres(work), planned_seconds(work)
    if metres or seconds:
        lead = sentence("%(length)s", length=Distance(metres) if metres else Duration(seconds))
    else:
        lead = joined([_length(step) for step in work])
    return lead, _aim(work[(len(work) - 1) // 2])


def _length(step: Mapping[str, Any]) -> Sentence:
    return sentence("%(length)s", length=step_length(step["dist"]) if "dist" in step else Duration(step["dur"]))


def _aim(step: Mapping[str, Any]) -> Sentence | None:
    if pace := mean_pace(step):
        return sentence("%(pace)s", pace=Pace(pace))
    if "power" in step:
        return sentence("%(power)s", power=Power(step["power"]))
    return sentence("%(rate)s", rate=HeartRate(step["hr"])) if "hr" in step else None
