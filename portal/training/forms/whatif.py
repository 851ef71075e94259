"""Own numbers of a what-if: what is done in the next session of one row."""

from __future__ import annotations

from collections.abc import Mapping

from portal.core.forms import Form, LoadField, NumberField, SelectChoice, SelectField, between, later
from portal.core.language import translated
from portal.core.units import Mass
from portal.training.rules.whatif import Coming, Own


class OwnForm(Form):
    """A row, and the load and repetitions of every set, or the share of a run."""

    track = SelectField(later("In the next session of"), choices=[])
    load = LoadField(later("Load"), [between(0, 1000, Mass)])
    reps = NumberField(later("Repetitions in every set"), [between(0, 3600)])
    rpe = NumberField(later("Effort of every set, 1 to 10"), [between(1, 10)])
    share = NumberField(later("Share of the run in %"), [between(0, 200)])

    def offer(self, tracks: Mapping[str, Coming]) -> None:
        """Offer these rows."""
        self.track.choices = [SelectChoice(track, translated(coming.name)) for track, coming in tracks.items()]

    def own(self) -> Own | None:
        """Return what was typed, or None while nothing is chosen."""
        if not self.track.data:
            return None
        reps, share = self.reps.data, self.share.data
        return Own(
            self.track.data,
            self.load.data,
            None if reps is None else int(reps),
            self.rpe.data,
            None if share is None else share / 100,
        )
