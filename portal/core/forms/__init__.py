"""Forms: what people type, checked and turned into values in SI units."""

from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older release

from portal.core.forms.checks import at_least, at_most, between, email_address, filled, needed
from portal.core.forms.fields import (
    Check,
    ChoicesField,
    DayField,
    DistanceField,
    DurationField,
    Form,
    IntegerField,
    LoadField,
    LongTextField,
    NumberField,
    TextField,
)
from portal.core.language import later

__all__ = [
    "BooleanField",
    "Check",
    "ChoicesField",
    "DayField",
    "DistanceField",
    "DurationField",
    "Form",
    "IntegerField",
    "LoadField",
    "LongTextField",
    "NumberField",
    "PasswordField",
    "SelectChoice",
    "SelectField",
    "StringField",
    "TextField",
    "at_least",
    "at_most",
    "between",
    "email_address",
    "filled",
    "later",
    "needed",
]
