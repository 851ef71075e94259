"""The forms of the home slice: what the review sends along, and the sample on the style page."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from wtforms import FileField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older release

from portal.core.forms import (
    BooleanField,
    ChoicesField,
    DayField,
    DistanceField,
    DurationField,
    Form,
    IntegerField,
    LoadField,
    LongTextField,
    PasswordField,
    SelectField,
    TextField,
    filled,
    later,
)
from portal.core.ids import id_of
from portal.core.moments import moment_of

KINDS = [SelectChoice("run", later("Run")), SelectChoice("lift", later("Lift")), SelectChoice("rest", later("Rest"))]
EFFORTS = [SelectChoice(value, "4+" if value == "4" else value) for value in "01234"]
DAYS = [
    SelectChoice("mon", later("Monday")),
    SelectChoice("wed", later("Wednesday")),
    SelectChoice("fri", later("Friday")),
]


class ReviewForm(Form):
    """What goes with every act of the review; nobody types it."""

    seen = TextField()
    days = IntegerField()
    then = TextField()
    clients = SelectMultipleField(choices=[], validate_choice=False)

    @property
    def seen_at(self) -> datetime | None:
        """Return when the page was drawn, None if that cannot be read."""
        return moment_of(self.seen.data)

    @property
    def days_off(self) -> int:
        """Return for how many days a client is put off; 0, which is never allowed, if that cannot be read."""
        return self.days.data or 0

    @property
    def coaching_ids(self) -> set[UUID]:
        """Return which coachings are meant, as far as that can be read."""
        return {found for typed in self.clients.data or () if (found := id_of(typed))}

    @property
    def then_id(self) -> UUID | None:
        """Return who is to be shown next."""
        return id_of(self.then.data)


class StyleForm(Form):
    """One field of each kind."""

    title = TextField(later("Title"), [filled])
    password = PasswordField(later("Password"))
    load = LoadField(later("Load"))
    distance = DistanceField(later("Distance"))
    time = DurationField(later("Time"))
    on = DayField(later("Day"))
    kind = SelectField(later("Kind"), choices=KINDS)
    effort = RadioField(later("Reps left in you"), choices=EFFORTS)
    days = ChoicesField(later("Days"), choices=DAYS)
    note = LongTextField(later("Note"))
    tell = BooleanField(later("Tell Ana about this change"))
    file = FileField(later("A file from your watch"))

    @classmethod
    def filled(cls) -> StyleForm:
        """Return the form as somebody might have left it."""
        return cls(title=str(later("Long run")), on=date(2026, 5, 18), effort="2", days=["mon"], tell=True)

    @classmethod
    def refused(cls) -> StyleForm:
        """Return the form as it comes back with errors."""
        form = cls(prefix="refused-", title="", load=82.5, kind="run", effort="2")
        form.distance.raw_data = ["seventeen"]
        form.distance.process_errors = [str(later("Write a number."))]
        form.validate()
        return form
