"""What trainers type to add rows to a week, as text."""

from __future__ import annotations

from wtforms.fields import HiddenField

from portal.core.forms import ChoicesField, Form, LongTextField, at_most, later
from portal.core.language import say
from portal.core.sentence import Sentence, sentence
from portal.progression.notation import MOST_CHARACTERS
from portal.training.forms.items import WEEKDAYS
from portal.training.rules.layout import Item

LONGEST_COUNT = 9
"""A number of keys, not a book."""


class NotationForm(Form):
    """A text, and the weekdays of the rows that stand below none."""

    text = LongTextField(later("Rows"), [at_most(MOST_CHARACTERS)])
    days = ChoicesField(later("Weekdays"), choices=WEEKDAYS, coerce=int)
    given = HiddenField()
    """How many keys the grid had given when the form was opened."""

    def takes(self, items: tuple[Item, ...], *, problem: Sentence | None) -> bool:
        """Return whether the rows can be kept; `problem` is what was found in the text. What is wrong stands here."""
        is_good = self.validate()
        if problem and not self.text.errors:
            self.text.errors = [say(problem)]
        if not all(item.days for item in items):
            said = sentence("Choose at least one weekday, or write it above the rows, such as Monday.")
            self.days.errors = [say(said)]
        return is_good and not self.text.errors and not self.days.errors

    @property
    def keys_given(self) -> int:
        """Return how many keys the grid had given; -1 where the form does not say."""
        typed = str(self.given.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < LONGEST_COUNT else -1
