"""The table of a plan: what was done, and what is to come as the rules say today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal.core.sentence import Sentence
from portal.progression import replay
from portal.training.models.plans import Plan
from portal.training.queries.course import ByHand, SlotRow, course_of
from portal.training.queries.exercises import measures_in
from portal.training.rules.composing import compose, problems
from portal.training.rules.course import Course
from portal.training.rules.items import rule_words
from portal.training.rules.layout import Layout, slots
from portal.training.rules.sessions import Outcome, outcome_of
from portal.training.rules.tables import Entry, PlanTable, plan_table

WEEKS_BACK = 3
"""So many past weeks of a running plan are shown to a trainer at first; the athlete looks ahead."""


def table_of(
    plan: Plan,
    *,
    today: date,
    by_hand: Sequence[ByHand] | None = None,
    weeks_back: int = WEEKS_BACK,
    is_whole: bool = False,
) -> PlanTable:
    """Return the plan week by week: the last weeks and what is to come; all of it when asked, or when it is over."""
    layout = Layout.from_json(plan.layout)
    rules = {item.key: rule_words(item) for item in layout.items}
    if plan.published_at is None:
        return _draft(plan, layout, rules)
    course, rows = course_of(plan, today=today, by_hand=by_hand)
    entries = [*_past(course, rows), *_to_come(course, rows)]
    is_whole = is_whole or today > plan.ends_on
    hidden = 0 if is_whole else max(0, (today - plan.starts_on).days // 7 - weeks_back)
    return plan_table(
        layout,
        entries,
        starts_on=plan.starts_on,
        rules=rules,
        measures=measures_in([layout]),
        is_draft=False,
        hidden=hidden,
    )


def _draft(plan: Plan, layout: Layout, rules: dict[str, Sentence]) -> PlanTable:
    found = problems(layout)
    if found:
        return plan_table(layout, (), starts_on=plan.starts_on, rules=rules, measures={}, problems=found, is_draft=True)
    program = compose(layout, first=plan.starts_on.weekday())
    dated = [(slot.slot, slot.on) for slot in slots(layout, plan.starts_on)]
    steps = replay.preview(program=program, log=[], slots=dated)
    entries = [Entry(step.slot, step.on, step.prescription) for step in steps]
    measures = measures_in([layout])
    return plan_table(layout, entries, starts_on=plan.starts_on, rules=rules, measures=measures, is_draft=True)


def _past(course: Course, rows: Sequence[SlotRow]) -> list[Entry]:
    planned = {entry.slot: entry.planned for entry in course.done}
    return [
        Entry(row.slot, row.on, planned[row.slot], row.id, outcome_of(row.done_pct or 0))
        for row in rows
        if row.is_finished
    ]


def _to_come(course: Course, rows: Sequence[SlotRow]) -> list[Entry]:
    by_slot = {row.slot: row for row in rows}
    changed = {(entry.slot, entry.track) for entry in course.adjusted if entry.kind == "override"}
    return [
        Entry(
            step.slot,
            by_slot[step.slot].on,
            step.prescription,
            by_slot[step.slot].id,
            Outcome.PLANNED,
            frozenset(track for slot, track in changed if slot == step.slot),
        )
        for step in course.forecast()
    ]
