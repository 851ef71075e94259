"""What somebody chooses before something is printed."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField

from portal.core.forms import Form, SelectChoice, later
from portal.core.language import say
from portal.core.sentence import counted, sentence
from portal.core.units import System
from portal.exports.rules.exports import USUAL_WEEKS, Paper, Wishes, usual_paper, week_choices


class ExportForm(Form):
    """How much, and on which paper."""

    weeks = RadioField(later("How much"), coerce=int)
    paper = RadioField(
        later("Paper"),
        choices=[SelectChoice(Paper.A4.value, later("A4")), SelectChoice(Paper.LETTER.value, later("US Letter"))],
    )

    def __init__(self, formdata: Any = None, *, weeks_left: int, **values: Any) -> None:
        super().__init__(formdata, **values)
        *some, everything = week_choices(weeks_left)
        self.weeks.choices = [
            *(SelectChoice(weeks, say(counted(weeks, "The coming week", "%(count)s weeks"))) for weeks in some),
            SelectChoice(everything, _everything(everything)),
        ]

    @staticmethod
    def usual(units: System, weeks_left: int) -> dict[str, Any]:
        """Return what is chosen before anybody chooses."""
        return {"weeks": min(USUAL_WEEKS, weeks_left), "paper": usual_paper(units).value}

    def draft(self) -> Wishes:
        """Return what was chosen."""
        return Wishes(self.weeks.data, Paper(self.paper.data))


def _everything(weeks: int) -> str:
    if weeks == 1:
        return say(sentence("The coming week, the last of the plan"))
    return say(sentence("All %(weeks)s weeks to come", weeks=weeks))
