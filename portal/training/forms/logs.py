"""What athletes type when they log."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import InputRequired

from portal.core.forms import (
    DayField,
    DistanceField,
    DurationField,
    Form,
    IntegerField,
    LoadField,
    LongTextField,
    NumberField,
    SelectChoice,
    TextField,
    at_most,
    between,
    filled,
    later,
    needed,
)
from portal.core.moments import moment_of
from portal.core.units import Distance, Duration, Mass
from portal.training.rules.groups import Work, with_deciding
from portal.training.rules.logs import MOST_REPS, NOTE_LENGTH, Closing, EffortDraft, Flag, SetDraft

MOST_KG = 1000


class SetForm(Form):
    """One set: the row's hidden place and what was done."""

    track = TextField("", [filled, at_most(40)])
    position = IntegerField("", [InputRequired(), between(0, 60)])
    load = LoadField(later("Load"), [between(0, MOST_KG, Mass)])
    reps = IntegerField(later("Repetitions"), [InputRequired(), between(0, MOST_REPS)])
    rpe = NumberField(later("Effort, 0 to 10"), [between(0, 10)])
    reserve = NumberField(later("Repetitions left in you"), [between(0, 10)])
    done_at = HiddenField()

    def draft(self) -> SetDraft:
        """Return the set; repetitions in reserve count as 10 minus RPE (science reference, 1.2)."""
        rpe = self.rpe.data if self.reserve.data is None else 10 - self.reserve.data
        return SetDraft(
            self.track.data, self.position.data, self.load.data, self.reps.data, rpe, moment_of(self.done_at.data)
        )


class EffortForm(Form):
    """A run as it was done."""

    track = TextField("", [filled, at_most(40)])
    distance = DistanceField(later("Distance"), [between(0, 1_000_000, Distance)])
    duration = DurationField(later("Time"), [between(0, 7 * 86_400, Duration)])
    rpe = NumberField(later("Effort, 0 to 10"), [between(0, 10)])
    done_at = HiddenField()

    def belong_to(self, track: str) -> None:
        """Name the fields apart from those of other runs on the page."""
        for field in (self.distance, self.duration):
            field.id = f"{field.name}_{track}"

    def draft(self, *, planned_m: float, planned_s: float) -> EffortDraft:
        """Return the effort; nothing typed means that all of it was done as planned."""
        return EffortDraft(
            self.track.data,
            _ratio(self.distance.data, self.duration.data, planned_m=planned_m, planned_s=planned_s),
            self.distance.data,
            self.duration.data,
            self.rpe.data,
            moment_of(self.done_at.data),
        )


class ClosingForm(Form):
    """The end of a session."""

    rpe = NumberField(later("How hard was it, 0 to 10"), [between(0, 10)])
    note = LongTextField(later("Anything to remember"), [at_most(NOTE_LENGTH)])
    flags = SelectMultipleField(
        later("Something held you back"),
        choices=[
            SelectChoice(Flag.ILL.value, later("I felt ill")),
            SelectChoice(Flag.INJURED.value, later("I was injured")),
            SelectChoice(Flag.EQUIPMENT.value, later("Equipment was missing")),
        ],
    )
    trained_on = DayField(later("Day of the training"))
    done_at = HiddenField()

    def draft(self) -> Closing:
        """Return what was said."""
        flags = tuple(Flag(value) for value in self.flags.data or ())
        done_at = moment_of(self.done_at.data)
        return Closing(self.rpe.data, self.note.data or "", flags, done_at, self.trained_on.data)


class OverrideForm(Form):
    """Other numbers for one session."""

    sets = IntegerField(later("Sets"), [InputRequired(), between(1, 20)])
    reps = IntegerField(later("Repetitions"), [InputRequired(), between(1, 100)])
    load = LoadField(later("Load"), [between(0, MOST_KG, Mass)])
    reason = TextField(later("Why"), [filled, at_most(500)])

    def change(self, work: Work) -> dict[str, Any]:
        """Return the work with these numbers in the sets that decide, as the progression engine reads it."""
        return {"work": with_deciding(work, sets=self.sets.data, reps=self.reps.data, load=self.load.data)}


class TimedOverrideForm(OverrideForm):
    """Other numbers where seconds are counted."""

    reps = IntegerField(later("Seconds"), [InputRequired(), between(1, MOST_REPS)])


class CarriedOverrideForm(OverrideForm):
    """Other numbers where metres are counted."""

    reps = IntegerField(later("Metres"), [InputRequired(), between(1, MOST_REPS)])


class RunOverrideForm(Form):
    """Another length for a run of one session."""

    distance = DistanceField(later("Distance"), [needed, between(100, 200_000, Distance)])
    reason = TextField(later("Why"), [filled, at_most(500)])

    def change(self, _work: Work) -> dict[str, Any]:
        """Return the steps as the progression engine reads them: one, in the place of the whole run."""
        return {"steps": [{"dist": self.distance.data}]}


def _ratio(distance_m: float | None, duration_s: float | None, *, planned_m: float, planned_s: float) -> float:
    if distance_m is not None and planned_m > 0:
        return min(distance_m / planned_m, 10)
    if duration_s is not None and planned_s > 0:
        return min(duration_s / planned_s, 10)
    return 1.0
