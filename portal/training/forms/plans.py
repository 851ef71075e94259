"""What trainers type when they begin a plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wtforms import ValidationError
from wtforms.validators import InputRequired

from portal.core.forms import (
    DayField,
    Form,
    IntegerField,
    SelectChoice,
    SelectField,
    TextField,
    at_most,
    between,
    filled,
    later,
    needed,
)
from portal.core.language import say
from portal.core.sentence import sentence
from portal.core.units import Day
from portal.core.visitor import today
from portal.training.models.plans import Plan
from portal.training.rules.layout import MOST_WEEKS
from portal.training.rules.plans import TITLE_LENGTH, Missed, PlanDraft, first_days


class PlanForm(Form):
    """Name, start, length, and what a missed session does."""

    title = TextField(later("Name of the plan"), [filled, at_most(TITLE_LENGTH)])
    starts_on = DayField(later("First day"), [needed])
    weeks = IntegerField(later("Weeks"), [InputRequired(), between(1, MOST_WEEKS)])
    missed = SelectField(
        later("When a session is missed"),
        choices=[
            SelectChoice(Missed.SKIP.value, later("The calendar moves on")),
            SelectChoice(Missed.SHIFT.value, later("It waits: the next training day does it")),
        ],
    )

    def validate_starts_on(self, field: DayField) -> None:
        """Refuse a day of which nobody plans; one that stood there before may stay."""
        first, last = first_days(today())
        is_new = field.data is not None and field.data != field.object_data
        if is_new and not first <= field.data <= last:
            said = sentence(
                "Choose a first day from %(first)s to %(last)s: at most one year ago and two years ahead.",
                first=Day(first),
                last=Day(last),
            )
            raise ValidationError(say(said))

    @staticmethod
    def beginning(today: date) -> dict[str, Any]:
        """Return what is usual: twelve weeks from next Monday on."""
        return {"starts_on": today + timedelta(days=(7 - today.weekday()) % 7 or 7), "weeks": 12, "missed": "skip"}

    @staticmethod
    def of(plan: Plan) -> dict[str, Any]:
        """Return what the plan says now."""
        return {
            "title": plan.title,
            "starts_on": plan.starts_on,
            "weeks": plan.layout["weeks"],
            "missed": plan.layout["missed"],
        }

    def draft(self) -> PlanDraft:
        """Return what was typed."""
        return PlanDraft(self.title.data, self.starts_on.data, self.weeks.data, Missed(self.missed.data))


class TitleForm(Form):
    """What a weekday's session is called."""

    title = TextField(later("Name of the session"), [at_most(TITLE_LENGTH)])
