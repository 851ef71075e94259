"""What trainers and athletes type about each other."""

from __future__ import annotations

from datetime import date

from wtforms import RadioField

from portal.accounts.rules import Newcomer, plain_email
from portal.core import passwords
from portal.core.fields import NameField, NewPasswordField, TimeZoneField
from portal.core.forms import (
    BooleanField,
    DayField,
    Form,
    LongTextField,
    SelectChoice,
    SelectField,
    TextField,
    at_most,
    email_address,
    filled,
    later,
    needed,
)
from portal.core.language import say
from portal.core.sentence import sentence
from portal.roster.rules import ASKED, LONGEST_NOTE, DataKind, InvitationDraft, Life, LifeDraft, problem

DAY, OPEN = "day", "open"


def email_or_nothing(form: Form, field: TextField) -> None:
    """Refuse what no mail could reach, but let the address be left out."""
    if field.data:
        email_address(form, field)


class InvitationForm(Form):
    name = NameField(later("Name"), [filled])
    email = TextField(later("E-mail, if you want us to send it"), [email_or_nothing])

    def draft(self) -> InvitationDraft:
        return InvitationDraft(name=self.name.data or "", email=plain_email(self.email.data or ""))


class ConsentForm(Form):
    """One tick for each kind of data; none is set beforehand."""

    training = BooleanField(later("Training"))
    activities = BooleanField(later("Activities"))
    health = BooleanField(later("Health"))

    def kinds(self) -> tuple[DataKind, ...]:
        """Return what the trainer may see."""
        return tuple(kind for kind in ASKED if self[kind.value].data)


class RegistrationForm(ConsentForm):
    name = NameField(later("Name"), [filled])
    email = TextField(later("E-mail"), [filled, email_address])
    password = NewPasswordField(later("Password"), [filled])
    time_zone = TimeZoneField(later("Time zone"))

    def address(self) -> str:
        """Return the address as it is compared."""
        return plain_email(self.email.data or "")

    def draft(self) -> Newcomer:
        """Return the newcomer; hashing the password takes a moment."""
        return Newcomer(
            name=self.name.data or "",
            email=self.address(),
            password_hash=passwords.hash_of(self.password.data or ""),
            time_zone=self.time_zone.data or "UTC",
        )


class NoteForm(Form):
    note = LongTextField(later("Your note"), [at_most(LONGEST_NOTE)])


class LifeForm(Form):
    kind = SelectField(
        later("How it is"),
        choices=[
            SelectChoice(Life.ILL.value, later("ill")),
            SelectChoice(Life.INJURED.value, later("injured")),
            SelectChoice(Life.HOLIDAY.value, later("on holiday")),
            SelectChoice(Life.TRAVEL.value, later("travelling, training goes on")),
            SelectChoice(Life.PAUSED.value, later("pausing")),
            SelectChoice(Life.ACTIVE.value, later("back to training")),
        ],
    )
    from_on = DayField(later("From"), [needed])
    lasts = RadioField(
        later("Until"),
        choices=[SelectChoice(DAY, later("a certain day")), SelectChoice(OPEN, later("it is changed"))],
        default=OPEN,
    )
    until_on = DayField(later("Last day"))

    @classmethod
    def beginning(cls, today: date) -> LifeForm:
        """Return the empty form, for a status that begins today."""
        return cls(from_on=today)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 -- WTForms calls it so
        """Check each field, then whether the days go together."""
        if not super().validate():
            return False
        if self.lasts.data == DAY and self.until_on.data is None:
            self.until_on.errors = [say(sentence("Choose the last day, or “until it is changed”."))]
            return False
        if found := problem(self.draft()):
            self.until_on.errors = [say(found)]
            return False
        return True

    def draft(self) -> LifeDraft:
        return LifeDraft(
            kind=Life(self.kind.data),
            from_on=self.from_on.data,
            until_on=self.until_on.data if self.lasts.data == DAY else None,
        )
