"""What if: the coming weeks of a plan as they come out when something goes otherwise, beside all as planned. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.progression import replay
from portal.progression.replay import Rendering
from portal.training.rules.asked import work_words
from portal.training.rules.course import Course, Planned
from portal.training.rules.exercises import Measure
from portal.training.rules.layout import Layout, item_of, name_of
from portal.training.rules.logs import is_steps

AHEAD = timedelta(days=42)
"""So far a comparison looks ahead."""
OFF = timedelta(days=14)


class Case(StrEnum):
    """What goes otherwise."""

    MISS = "miss"
    SHORT = "short"
    OFF = "off"
    OWN = "own"


LABELS: Mapping[Case, Sentence] = {
    Case.MISS: sentence("The next session is missed"),
    Case.SHORT: sentence("The next session falls short"),
    Case.OFF: sentence("Two weeks off"),
    Case.OWN: sentence("Own numbers"),
}

CHOICES: Mapping[Case, Sentence] = {
    Case.MISS: sentence("One missed"),
    Case.SHORT: sentence("One short"),
    Case.OFF: sentence("Two weeks off"),
    Case.OWN: sentence("Own numbers"),
}
"""The same in so few words that a phone has room for all."""


@dataclass(frozen=True)
class Own:
    """What somebody does in the next session of a track, instead of what it asks for."""

    track: str
    load_kg: float | None = None
    reps: int | None = None
    """In every set; None for what was planned."""
    rpe: float | None = None
    """How hard each set was; None for what was planned, where an effort is planned."""
    share: float | None = None
    """Of a run."""


@dataclass(frozen=True)
class Line:
    """One track of a session: as planned, and otherwise. Empty where it is not asked for."""

    track: str
    name: str
    planned: tuple[Sentence, ...]
    otherwise: tuple[Sentence, ...]

    @property
    def differs(self) -> bool:
        """Whether the numbers come out otherwise."""
        return self.planned != self.otherwise


@dataclass(frozen=True)
class Day:
    """One session to come."""

    on: date
    is_left_out: bool
    """Whether the case itself leaves it out."""
    lines: tuple[Line, ...]


def draft_course(program: Mapping[str, Any], planned: Sequence[Planned], *, starts_on: date) -> Course:
    """Return a plan of which nothing was trained yet, to look ahead from its first day."""
    return Course(program=program, planned=tuple(planned), done=(), adjusted=(), today=starts_on)


def compared(
    course: Course, case: Case, own: Own | None, *, layout: Layout, measures: Mapping[str, Measure]
) -> tuple[Day, ...]:
    """Return the sessions of the coming weeks both ways; `measures` by exercise says what is counted."""
    planned = course.forecast()
    if not planned:
        return ()
    first = planned[0].on
    otherwise = course.forecast(outcome=_outcome(case, own, first=first))
    return tuple(
        Day(a.on, b.outcome in ("missed", "excused"), _lines(a, b, layout, measures))
        for a, b in zip(planned, otherwise, strict=True)
        if a.on <= first + AHEAD
    )


@dataclass(frozen=True)
class Coming:
    """One track of the coming weeks."""

    name: str
    is_run: bool
    has_effort: bool
    """Whether how hard a set is to be is planned."""


def tracks_to_come(course: Course, layout: Layout) -> dict[str, Coming]:
    """Return the tracks of the coming weeks by name."""
    return {
        track: Coming(name_of(layout, track), is_steps(work), any(group.get("rpe") for group in work))
        for step in course.forecast()
        for track, work in step.prescription.items()
    }


def _outcome(case: Case, own: Own | None, *, first: date) -> replay.Outcomes:
    if case is Case.MISS:
        return ["missed"]
    if case is Case.SHORT:
        return ["failed"]
    if case is Case.OFF:
        return lambda rendering: "excused" if rendering.on < first + OFF else "done"
    return _OwnOnce(own) if own else "done"


class _OwnOnce:
    """An outcome: the first session with the track is done with own numbers, everything else as planned."""

    def __init__(self, own: Own) -> None:
        self.own, self.is_over = own, False

    def __call__(self, rendering: Rendering) -> replay.Outcome:
        work = rendering.tracks.get(self.own.track)
        if work is None or self.is_over:
            return "done"
        self.is_over = True
        return {self.own.track: self._done(work)}

    def _done(self, work: Sequence[Mapping[str, Any]]) -> Any:
        if is_steps(work):
            return {"ratio": 1.0 if self.own.share is None else self.own.share}
        return [self._set(group) for group in work for _ in range(int(group["sets"]))]

    def _set(self, group: Mapping[str, Any]) -> list[float]:
        load = group["load"] or 0 if self.own.load_kg is None else self.own.load_kg
        rpe = group.get("rpe") if self.own.rpe is None else self.own.rpe
        done = [load, group["reps"] if self.own.reps is None else self.own.reps]
        return done if rpe is None else [*done, rpe]


def _lines(a: replay.Step, b: replay.Step, layout: Layout, measures: Mapping[str, Measure]) -> tuple[Line, ...]:
    def words(step: replay.Step, track: str) -> tuple[Sentence, ...]:
        measure = measures.get(item_of(layout, track).exercise, Measure.LOAD_REPS)
        work = step.prescription.get(track)
        return work_words(work, measure) if work else ()

    tracks = dict.fromkeys((*a.prescription, *b.prescription))
    return tuple(Line(track, name_of(layout, track), words(a, track), words(b, track)) for track in tracks)
