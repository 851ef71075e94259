"""What trainers type for a race plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms.validators import StopValidation

from portal.core.forms import (
    ChoicesField,
    DayField,
    DistanceField,
    Form,
    NumberField,
    SelectChoice,
    SelectField,
    between,
    later,
    needed,
)
from portal.core.language import say
from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance
from portal.training.forms.items import WEEKDAYS
from portal.training.forms.races import RaceForm
from portal.training.rules.races import USUAL_M
from portal.training.rules.racewishes import RaceWish, day_problems, problems


def _some_days(_: Form, field: ChoicesField) -> None:
    if not field.data:
        raise StopValidation(say(sentence("Choose two to six weekdays.")))


class RacePlanForm(RaceForm):
    """The race, the weekdays, and what the athlete runs now."""

    goal = SelectField(later("Race to train for"), coerce=float, choices=[], default=10_000)
    race_on = DayField(later("Day of the race"), [needed])
    days = ChoicesField(later("Weekdays for running"), choices=WEEKDAYS, coerce=int, validators=[_some_days])
    weekly = DistanceField(later("Weekly distance now"), [needed, between(10_000, 200_000, Distance)])
    longest = DistanceField(later("Longest run of 30 days"), [needed, between(3_000, 50_000, Distance)])
    running_index = NumberField(later("Running index"), [needed, between(20, 85)])
    starts_on = DayField(later("First day"))
    """As it was shown: another day may have come since."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.goal.choices = [SelectChoice(metres, say(name)) for name, metres in USUAL_M.items()]

    def is_possible(self, today: date) -> bool:
        """Return whether a plan can be made of it; what is wrong stands at its field."""
        is_typed = self.validate()
        wrong: Mapping[str, Sentence] = {}
        if self.race_on.data and not self.race_on.errors and self.days.data:
            wrong = day_problems(self.race_on.data, self.days.data, today=today)
        if is_typed and not wrong:
            wrong = problems(self.wish(), today)
        for name, said in wrong.items():
            self[name].errors = [say(said)]
        return is_typed and not wrong

    def wish(self) -> RaceWish:
        """Return what was typed."""
        return RaceWish(
            self.goal.data,
            self.race_on.data,
            tuple(sorted(self.days.data or ())),
            self.weekly.data,
            self.longest.data,
            self.running_index.data,
        )

    def has_wish(self) -> bool:
        """Return whether every field holds something, good or not."""
        return not any(
            field.data in (None, []) for field in (self.goal, self.race_on, self.days, self.weekly, self.longest)
        ) and bool(self.running_index.data)

    def query(self, wish: RaceWish) -> dict[str, Any]:
        """Return the address of the same page for another wish."""
        return {
            "goal": wish.race_m,
            "race_on": wish.race_on.isoformat(),
            "days": list(wish.days),
            "weekly": self.weekly.shown(wish.weekly_m),
            "longest": self.longest.shown(wish.longest_m),
            "running_index": self.running_index.shown(wish.index),
        }
