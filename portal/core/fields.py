"""Fields that ask about a person: what they are called, where they live, how they will get in again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import PasswordField, ValidationError
from wtforms.form import BaseForm

from portal.core import passwords
from portal.core.forms import TextField
from portal.core.language import say, time_zone_names
from portal.core.sentence import sentence

UTC = "UTC"
LONGEST_NAME = 80


class NameField(TextField):
    """What somebody is called, on one line."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = " ".join(str(self.data).split())

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 -- WTForms calls it so
        if len(self.data or "") > LONGEST_NAME:
            raise ValidationError(say(sentence("At most %(most)s characters, please.", most=LONGEST_NAME)))


class TimeZoneField(TextField):
    """A time zone by its name; nothing typed means UTC."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or UTC

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 -- WTForms calls it so
        if self.data not in {UTC, *time_zone_names()}:
            raise ValidationError(say(sentence("Choose a time zone from the list, such as Europe/Zagreb.")))


class NewPasswordField(PasswordField):
    """A password to be; refuses what others would try first, the form's own e-mail address among it."""

    def pre_validate(self, form: BaseForm) -> None:
        email = str(form["email"].data or "").lower() if "email" in form else ""
        found = self.data and passwords.problem(self.data, email)
        if found:
            raise ValidationError(say(found))
