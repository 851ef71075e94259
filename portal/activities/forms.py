"""What people type about activities."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from wtforms import ValidationError

from portal.activities.rules.load import Thresholds
from portal.activities.rules.recording import Description
from portal.core.forms import (
    DurationField,
    Form,
    LongTextField,
    NumberField,
    StringField,
    TextField,
    at_most,
    between,
    later,
)
from portal.core.language import say
from portal.core.sentence import sentence
from portal.core.units import M_PER_MILE, HeartRate, Pace, Power, System, clock_text, shown_pace
from portal.core.visitor import reader


class PaceField(DurationField):
    """A pace: minutes for a kilometre or a mile, yields seconds per kilometre."""

    def parsed(self, typed: str) -> float:
        return self._metric(super().parsed(typed))

    def shown(self, value: float) -> str:
        return clock_text(shown_pace(value, reader().units))

    def _metric(self, seconds: float) -> float:
        return seconds if reader().units is System.METRIC else seconds / M_PER_MILE * 1000


class DescriptionForm(Form):
    """What the athlete says about an activity."""

    name = TextField(later("Name"), [at_most(120)])
    note = LongTextField(later("Note"), [at_most(2000)])

    def draft(self) -> Description:
        """Return what was said."""
        return Description(name=str(self.name.data), note=str(self.note.data))


class PairingForm(Form):
    """Which planned session an activity was."""

    session = StringField(later("Session"))

    def validate_session(self, field: StringField) -> None:
        """Refuse what names no session."""
        try:
            UUID(str(field.data))
        except ValueError:
            raise ValidationError(say(sentence("Choose a session."))) from None

    def session_id(self) -> UUID:
        """Return which session was chosen."""
        return UUID(str(self.session.data))


class ThresholdsForm(Form):
    """What an athlete can hold."""

    max_bpm = NumberField(later("Highest heart rate"), [between(100, 240, HeartRate)])
    resting_bpm = NumberField(later("Resting heart rate"), [between(25, 120, HeartRate)])
    threshold_bpm = NumberField(later("Threshold heart rate"), [between(80, 230, HeartRate)])
    pace_s_per_km = PaceField(later("Threshold pace"), [between(120, 900, Pace)])
    power_w = NumberField(later("Threshold power"), [between(30, 700, Power)])

    def validate_max_bpm(self, field: NumberField) -> None:
        """Refuse a highest heart rate below the threshold, or not above rest."""
        if field.data and self.resting_bpm.data and field.data <= self.resting_bpm.data:
            raise ValidationError(say(sentence("The highest heart rate must be above the resting heart rate.")))
        if field.data and self.threshold_bpm.data and field.data < self.threshold_bpm.data:
            raise ValidationError(say(sentence("The highest heart rate cannot be below the threshold.")))

    def validate_threshold_bpm(self, field: NumberField) -> None:
        """Refuse a threshold that is not above rest."""
        if field.data and self.resting_bpm.data and field.data <= self.resting_bpm.data:
            raise ValidationError(say(sentence("The threshold must be above the resting heart rate.")))

    @classmethod
    def of(cls, thresholds: Thresholds) -> ThresholdsForm:
        """Return the form filled in."""
        return cls(data=asdict(thresholds))

    def draft(self) -> Thresholds:
        """Return what was said."""
        return Thresholds(**{name: self[name].data for name in asdict(Thresholds())})
