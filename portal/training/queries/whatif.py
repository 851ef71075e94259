"""What a comparison of the coming weeks needs of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.core.sentence import Sentence
from portal.training.models.plans import Plan
from portal.training.queries.course import course_of
from portal.training.queries.exercises import measures_in
from portal.training.rules.composing import compose, problems
from portal.training.rules.course import Course, Planned
from portal.training.rules.exercises import Measure
from portal.training.rules.layout import Layout, slots
from portal.training.rules.whatif import Case, Coming, Day, Own, compared, draft_course, tracks_to_come


@dataclass(frozen=True)
class Outlook:
    """A plan that can be looked ahead in; or, for a draft, what must be mended before."""

    layout: Layout
    course: Course | None
    measures: Mapping[str, Measure]
    problem: Sentence | None = None

    @property
    def tracks(self) -> dict[str, Coming]:
        """The tracks to come, by name."""
        return tracks_to_come(self.course, self.layout) if self.course else {}

    def days(self, case: Case, own: Own | None) -> tuple[Day, ...]:
        """Return the sessions of the coming weeks, as planned and in this case."""
        return compared(self.course, case, own, layout=self.layout, measures=self.measures) if self.course else ()


def outlook_of(plan: Plan, *, today: date) -> Outlook:
    """Return the plan as it stands today; a draft from its first day on."""
    layout = Layout.from_json(plan.layout)
    if plan.published_at is not None:
        course, _ = course_of(plan, today=today)
        return Outlook(layout, course, measures_in([layout]))
    found = problems(layout)
    if found:
        return Outlook(layout, None, {}, found[0])
    dated = [Planned(plan.id, slot.slot, slot.on, excused=False) for slot in slots(layout, plan.starts_on)]
    program = compose(layout, first=plan.starts_on.weekday())
    return Outlook(layout, draft_course(program, dated, starts_on=plan.starts_on), measures_in([layout]))
