"""A race typed beside a running index, which follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import ValidationError

from portal.core.forms import DistanceField, DurationField, Form, TextField, at_most, between, later
from portal.core.language import say
from portal.core.sentence import sentence
from portal.core.units import Distance, Duration
from portal.training.rules.races import LONGEST_M, LONGEST_S, SHORTEST_M, SHORTEST_S, Race


class RaceForm(Form):
    """A form in which a race may tell the running index; the race itself is not kept."""

    index_name = "running_index"
    """The field of the index."""
    race_distance = DistanceField(later("Distance of a race"), [between(SHORTEST_M, LONGEST_M, Distance)])
    race_time = DurationField(later("Time of the race"), [between(SHORTEST_S, LONGEST_S, Duration)])
    race_known = TextField("", [at_most(60)])
    """The race whose index stands in the form already: it may have been changed by hand since."""

    @property
    def race(self) -> Race | None:
        """The race that was typed, if it may be one."""
        distance_m, duration_s = self.race_distance.data or 0, self.race_time.data or 0
        is_race = SHORTEST_M <= distance_m <= LONGEST_M and SHORTEST_S <= duration_s <= LONGEST_S
        return Race(distance_m, duration_s) if is_race else None

    def validate_race_distance(self, field: DistanceField) -> None:
        """Refuse a time without a distance."""
        if field.data is None and not field.process_errors and self.race_time.data is not None:
            raise ValidationError(say(sentence("Write how long the race was, too.")))

    def validate_race_time(self, field: DurationField) -> None:
        """Refuse a distance without a time, and races of which no plan can be made."""
        if field.data is None and not field.process_errors and self.race_distance.data is not None:
            raise ValidationError(say(sentence("Write the time of the race, too.")))
        if self.race and self.race.problem:
            raise ValidationError(say(self.race.problem))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Return whether all is well, with the index of a race that was typed last."""
        self._take_race()
        return super().validate(extra_validators)

    def work_out(self) -> str:
        """Put the index of the race into its field, and return what is wrong with a race, to stand beside it."""
        self._take_race()
        wrong: list[str] = []
        for field in (self.race_distance, self.race_time):
            field.validate(self, [getattr(type(self), f"validate_{field.name}")])
            wrong.extend(field.errors)
            field.errors = ()
        is_complete = all("".join(field.raw_data or ()) for field in (self.race_distance, self.race_time))
        return " ".join(wrong) if is_complete else ""

    def _take_race(self) -> None:
        if self.race is None or self.race.problem or self.race_known.data == self.race.key:
            return
        index = self[self.index_name]
        index.data, index.raw_data, index.process_errors = self.race.index, None, ()
        self.race_known.data, self.race_known.raw_data = self.race.key, None
