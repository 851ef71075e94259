"""The values that a plan works with today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.training.models.plans import Plan
from portal.training.queries.course import course_of
from portal.training.rules.layout import Layout
from portal.training.rules.values import Value, settable


@dataclass(frozen=True)
class Values:
    """What may be set in a plan under way."""

    rows: Sequence[Value]
    after: int
    """The last slot that was trained today, -1 for none: what is set now counts after it and before the next."""

    def called(self, key: str) -> Value | None:
        """Return the value of this key, None when there is none."""
        return next((row for row in self.rows if row.key == key), None)


def values_of(plan: Plan, *, today: date) -> Values:
    """Return what a trainer may set in this plan today; nothing in a draft and in an ended plan. Two statements."""
    if plan.published_at is None or plan.ended_at is not None:
        return Values((), -1)
    course, _ = course_of(plan, today=today)
    rows = settable(plan.program, Layout.from_json(plan.layout), course.state.variables)
    return Values(rows, max((done.slot for done in course.done if done.trained_on == today), default=-1))
