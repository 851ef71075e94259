"""What trainers type to set a value of a plan."""

from __future__ import annotations

from portal.core.forms import (
    DistanceField,
    Form,
    LoadField,
    NumberField,
    TextField,
    at_most,
    between,
    filled,
    later,
    needed,
)
from portal.core.language import say
from portal.core.units import Distance, Mass, Percent
from portal.progression.meaning import Meaning
from portal.training.forms.races import RaceForm
from portal.training.rules.values import KILOGRAMS, KILOMETRES, LIMITS, Value

M_PER_KM = 1000
PER_CENT = 100


class ValueForm(Form):
    """A value and why it is set; `value_form` adds the field that fits."""

    reason = TextField(later("Why"), [filled, at_most(500)])
    scale = 1.0
    """What is typed is so many times the program's own unit."""

    def value(self) -> float:
        """Return the value in the program's own unit."""
        typed: float = self["number"].data
        return typed / self.scale


def value_form(value: Value) -> type[ValueForm]:
    """Return the form for this value, in the reader's units."""
    low, high = LIMITS[value.meaning]
    name = say(value.label)
    if value.meaning in KILOGRAMS:
        return type("LoadForm", (ValueForm,), {"number": LoadField(name, [needed, between(low, high, Mass)])})
    if value.meaning in KILOMETRES:
        limits = between(low * M_PER_KM, high * M_PER_KM, Distance)
        return type("WayForm", (ValueForm,), {"number": DistanceField(name, [needed, limits]), "scale": M_PER_KM})
    if value.meaning is Meaning.PLANNED_SHARE:
        share = NumberField(name, [needed, between(low * PER_CENT, high * PER_CENT, _per_cent)])
        return type("ShareForm", (ValueForm,), {"number": share, "scale": PER_CENT})
    if value.meaning is Meaning.RUNNING_INDEX:
        index = NumberField(name, [needed, between(low, high)])
        return type("IndexForm", (RaceForm, ValueForm), {"number": index, "index_name": "number"})
    return type("NumberForm", (ValueForm,), {"number": NumberField(name, [needed, between(low, high)])})


def _per_cent(value: float) -> Percent:
    return Percent(value / PER_CENT)
