"""The weeks up to a race, before anybody makes a plan of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.core.sentence import Sentence, sentence
from portal.core.units import Day
from portal.progression import presets, replay
from portal.progression.presets.race import MOST_WEEKS
from portal.progression.presets.race_weeks import Week
from portal.training.rules.composing import compose
from portal.training.rules.feasible import infeasible
from portal.training.rules.layout import RACE_PLAN, Item, Layout, slots
from portal.training.rules.logs import planned_metres
from portal.training.rules.racewishes import WEEK, RaceWish
from portal.training.rules.tables import cell_words

PHASES = {
    "base": sentence("Base"),
    "build": sentence("Build"),
    "peak": sentence("Peak"),
    "taper": sentence("Taper"),
}
LIGHTER = sentence("Lighter")


@dataclass(frozen=True)
class WeekAhead:
    """A week of the plan, as its program asks for it."""

    number: int
    starts_on: date
    phase: Sentence
    distance_m: float
    """Without the race."""
    long_m: float
    race_m: float
    fast: tuple[Sentence, ...]


@dataclass(frozen=True)
class RaceOutlook:
    """The weeks up to a race, before a plan is made of them."""

    wish: RaceWish
    today: date

    @property
    def starts_on(self) -> date:
        """The first day."""
        return self.wish.starts_on(self.today)

    @property
    def item(self) -> Item:
        """The row of the week grid that is the plan."""
        fields, days = self.wish.fields(self.wish.weeks(self.today)), tuple(sorted(self.wish.days))
        return Item("a", "", presets.preset(RACE_PLAN).title.source, RACE_PLAN, fields, days)

    @cached_property
    def weeks(self) -> tuple[WeekAhead, ...]:
        """The weeks as the program itself computes them, all done as planned."""
        layout = Layout(weeks=self.wish.weeks(self.today), missed="skip", items=(self.item,))
        program = compose(layout, first=self.starts_on.weekday())
        dated = [(slot.slot, slot.on) for slot in slots(layout, self.starts_on)]
        steps = replay.preview(program=program, log=[], slots=dated)
        return tuple(
            self._week(week, [step for step in steps if (step.on - self.starts_on) // WEEK == week.number - 1])
            for week in self.wish.week_table(layout.weeks)
        )

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What the trainer should know, the reason why it cannot be done first."""
        wish, weeks = self.wish, self.wish.weeks(self.today)
        found = [problem] if (problem := infeasible(wish, weeks)) else []
        if weeks == MOST_WEEKS and wish.race_on - MOST_WEEKS * WEEK > self.today:
            found.append(
                sentence(
                    "A plan is %(count)s weeks long at most, so this one begins on %(day)s.",
                    count=MOST_WEEKS,
                    day=Day(self.starts_on),
                )
            )
        return tuple(found)

    @property
    def is_feasible(self) -> bool:
        """Whether there is time to get ready."""
        return infeasible(self.wish, self.wish.weeks(self.today)) is None

    def _week(self, week: Week, steps: Sequence[replay.Step]) -> WeekAhead:
        asked = [(track.rpartition("_")[2], work) for step in steps for track, work in step.prescription.items()]
        far = {kind: sum(planned_metres(work) for name, work in asked if name == kind) for kind, _ in asked}
        return WeekAhead(
            week.number,
            self.starts_on + (week.number - 1) * WEEK,
            LIGHTER if week.is_lighter else PHASES[week.phase],
            round(sum(metres for kind, metres in far.items() if kind != "race"), -2),
            far.get("long", 0.0),
            far.get("race", 0.0),
            tuple(cell_words(work)[0] for kind, work in asked if kind in week.fast),
        )
