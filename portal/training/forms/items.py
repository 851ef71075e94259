"""What trainers type for a row of the week grid: made from the fields of its preset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wtforms.fields import Field as FormField
from wtforms.validators import StopValidation

from portal.core.forms import (
    BooleanField,
    ChoicesField,
    DistanceField,
    Form,
    LoadField,
    NumberField,
    SelectChoice,
    TextField,
    at_most,
    filled,
    later,
)
from portal.core.language import say, translated
from portal.core.sentence import sentence
from portal.core.visitor import reader
from portal.progression.presets import Field, FieldType
from portal.training.forms.races import RaceForm
from portal.training.models.exercises import Exercise
from portal.training.rules.items import fields_of, misfit, missing_loads, problems_of, too_many

SCALE: Mapping[FieldType, float] = {FieldType.SHARE: 100, FieldType.DISTANCE: 1000}
"""A preset's plain value times this is what the form holds: per cent, metres."""
KINDS: Mapping[FieldType, Callable[..., FormField]] = {
    FieldType.LOAD: LoadField,
    FieldType.COUNT: NumberField,
    FieldType.DAYS: NumberField,
    FieldType.EFFORT: NumberField,
    FieldType.INDEX: NumberField,
    FieldType.SHARE: NumberField,
    FieldType.DISTANCE: DistanceField,
    FieldType.YES_NO: BooleanField,
}
WEEKDAYS = [
    SelectChoice(0, later("Monday")),
    SelectChoice(1, later("Tuesday")),
    SelectChoice(2, later("Wednesday")),
    SelectChoice(3, later("Thursday")),
    SelectChoice(4, later("Friday")),
    SelectChoice(5, later("Saturday")),
    SelectChoice(6, later("Sunday")),
]


def _some_day(_: Form, field: FormField) -> None:
    if not field.data:
        raise StopValidation(say(sentence("Choose at least one weekday.")))


class ItemForm(Form):
    """A row: which weekdays, and the preset's own fields (added by `item_form`)."""

    preset = ""
    days = ChoicesField(
        later("Weekdays"),
        choices=WEEKDAYS,
        coerce=int,
        validators=[_some_day],
    )

    def fields(self) -> dict[str, Any]:
        """Return the preset's fields as plain values."""
        return {field.name: self._plain(field) for field in fields_of(self.preset)}

    def is_possible(self) -> bool:
        """Return whether a program can be made of it; the problems stand at their fields."""
        if not self.validate():
            return False
        problems = {**problems_of(self.preset, self.fields())}
        for field in fields_of(self.preset):
            wrong = problems.get(field.name) or field.problem(self.fields()[field.name])
            if wrong:
                self[field.name].errors = [say(wrong)]
                problems[field.name] = wrong
        return not problems

    def fits(self, exercise: Exercise) -> bool:
        """Return whether it can be done so, with a load if it needs one; the problems stand at their fields."""
        name = translated(exercise.name) if exercise.is_starter else exercise.name
        wrong = misfit(name, measure=exercise.measure, preset=self.preset)
        if wrong:
            self["exercise"].errors = [say(wrong)]
            return False
        asked: dict[str, Any] = {"measure": exercise.measure, "preset": self.preset, "fields": self.fields()}
        problems = {**missing_loads(name, equipment=exercise.equipment, **asked), **too_many(**asked)}
        for name, said in problems.items():
            self[name].errors = [say(said)]
        return not problems

    def _plain(self, field: Field) -> Any:
        value = self[field.name].data
        if value is None or field.type is FieldType.YES_NO:
            return value
        plain = value / SCALE.get(field.type, 1)
        is_whole = field.type in (FieldType.COUNT, FieldType.DAYS) and plain == int(plain)
        return int(plain) if is_whole else plain


class ExerciseItemForm(ItemForm):
    """A row with an exercise."""

    exercise = TextField(later("Exercise"), [filled, at_most(120)])


class RunItemForm(RaceForm, ItemForm):
    """A row of runs."""


def item_form(preset: str, *, with_exercise: bool) -> type[ItemForm]:
    """Return the form of this preset. Raises ValueError for an unknown one."""
    base = ExerciseItemForm if with_exercise else RunItemForm
    made = {field.name: KINDS[field.type](say(field.label), default=_shown(field)) for field in fields_of(preset)}
    form: type[ItemForm] = type("PresetItemForm", (base,), {"preset": preset, **made})
    return form


def typed(preset: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain values as the form holds them, to open it again."""
    return {
        field.name: value * SCALE.get(field.type, 1) if isinstance(value, (int, float)) and value is not True else value
        for field in fields_of(preset)
        if (value := fields.get(field.name)) is not None
    }


def _shown(field: Field) -> Any:
    value = field.default_for(reader().units)
    return value if value is None or isinstance(value, bool) else value * SCALE.get(field.type, 1)
