"""A typed text as the rows it would become: each line understood, or with what is missing at its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from portal.core.sentence import Sentence, sentence
from portal.core.units import System
from portal.progression import notation, replay
from portal.progression.notation import Line, Problem, Row
from portal.training.rules.composing import compose
from portal.training.rules.exercises import Measure, folded
from portal.training.rules.layout import MOST_ITEMS, TYPED, Item, Layout
from portal.training.rules.matching import Known, Meant, meant
from portal.training.rules.opening import sheet_of
from portal.training.rules.sheets import SheetTrack
from portal.training.rules.typed import RUN_NAME, fields_of_row, misfit_of
from portal.training.rules.words import joined

ANY_DAY = date(2024, 1, 1)
BARE_LABEL = re.compile(r"\s*([A-Za-z])\s+(?=\S)")
MAXIMUM = sentence("Per cent of what? Write the maximum too, such as TM=140kg or 1RM=315lb.")
RESULT = sentence("How fast is the athlete? Write a race too, such as 5k=20:00.")
UNKNOWN = sentence("No exercise of the library is called so. Check the name, or add it to the library first.")
UNSURE = sentence("Which exercise is it?")
ONE_ROW = sentence("One row is changed here. Add others with “Type it” on the plan.")


class Desk(NamedTuple):
    """What a text is read against."""

    known: Sequence[Known]
    layout: Layout
    system: System
    kept: Item | None = None
    """The row that is changed, where one is."""


@dataclass(frozen=True)
class Read:
    """One line, and what it becomes."""

    line: Line
    problem: Problem | None = None
    choices: tuple[Known, ...] = ()
    """Exercises that may have been meant."""
    exercise: Known | None = None
    item: Item | None = None
    needs: str = ""
    """What is missing: `maximum` or `result`."""

    @property
    def row(self) -> Row | None:
        """Return the row, None where the line is none or cannot be read."""
        return self.line.row

    @property
    def marked(self) -> tuple[str, str, str]:
        """Return the text before what is wrong, what is wrong, and the text after it."""
        if self.problem is None:
            return self.line.text, "", ""
        start, end = self.problem.start, self.problem.end
        return self.line.text[:start], self.line.text[start:end], self.line.text[end:]

    @property
    def becomes(self) -> tuple[SheetTrack, ...]:
        """Return the row as the athlete will see it, week by week."""
        return tuple(_sheets(self.item)) if self.item else ()

    @property
    def measure(self) -> Measure:
        """Return what is counted in it."""
        return self.exercise.measure if self.exercise else Measure.LOAD_REPS


def read(text: str, desk: Desk) -> list[Read]:
    """Return what the lines of the text become; rows have keys that the grid has not given yet."""
    room = MOST_ITEMS - len(desk.layout.items) + bool(desk.kept)
    found: list[Read] = []
    layout = desk.layout
    for line in notation.read_text(text):
        if line.row is not None and room <= 0:
            found.append(_wrong(line, _too_many()))
            continue
        one = _read(line, desk, key=desk.kept.key if desk.kept else _key(layout))
        room -= line.row is not None
        if one.item and not desk.kept:
            layout = layout.with_item(one.item)
        found.append(one)
    return _only_one(found) if desk.kept else found


def items_of(found: Sequence[Read], days: Sequence[int]) -> tuple[Item, ...]:
    """Return the rows; those below no weekday go on `days`."""
    return tuple(replace(one.item, days=one.item.days or tuple(sorted(days))) for one in found if one.item)


def problem_of(found: Sequence[Read]) -> Sentence | None:
    """Return why the rows cannot be added, None when they can."""
    if any(one.problem for one in found):
        return sentence("Check the marked lines: nothing is added before all of them are understood.")
    if not any(one.item for one in found):
        return sentence("Write at least one row, such as Back squat 5x5 @100kg.")
    return None


def with_exercise(text: str, number: int, exercise: Known) -> str:
    """Return the text with the name of this exercise in the line of that number, from 1."""
    found = notation.read_text(text)
    line = found[number - 1] if number <= len(found) else None
    if line is None or not line.name:
        return text
    lines, (start, end) = text.split("\n"), line.named
    for name in (exercise.shown, '"' + exercise.shown.replace('"', '""') + '"'):
        lines[number - 1] = line.text[:start] + name + line.text[end:]
        if notation.read_text("\n".join(lines))[number - 1].name == exercise.shown:
            break
    return "\n".join(lines)


def with_mark(text: str, number: int, mark: str) -> str:
    """Return the text with this at the end of the line of that number, from 1."""
    lines = text.split("\n")
    lines[number - 1] = f"{lines[number - 1].rstrip()} {mark}"
    return "\n".join(lines)


def _read(line: Line, desk: Desk, *, key: str) -> Read:
    if line.row is None:
        return Read(line, line.problem)
    if line.row.is_run:
        return _with_item(line, None, desk, key)
    found = _meant(line, desk)
    if found.exercise is None and (labelled := _labelled(line, desk)):
        return _as_typed(_read(labelled, desk, key=key), line)
    if found.exercise is None:
        said = UNSURE if found.choices else UNKNOWN
        return Read(line, Problem(*line.named, said), found.choices)
    misfit = misfit_of(line.row, name=found.exercise.shown, measure=found.exercise.measure)
    if misfit:
        body = line.named[1] + 1
        return Read(line, Problem(body, len(line.text.rstrip()), misfit), exercise=found.exercise)
    return _with_item(line, found.exercise, desk, key)


def _meant(line: Line, desk: Desk) -> Meant:
    kept = next((one for one in desk.known if desk.kept and one.id == desk.kept.exercise), None)
    if kept and folded(line.name) == folded(kept.shown):
        return Meant(kept)
    return meant(line.name, desk.known)


def _labelled(line: Line, desk: Desk) -> Line | None:
    """Return the line with its first letter as a label, where the rest is the name of an exercise."""
    found = BARE_LABEL.match(line.text)
    if not found or (line.row and line.row.label):
        return None
    text = f"{found[1]}) {line.text[found.end() :]}"
    again = notation.read_line(text, number=line.number, days=line.days)
    return again if again.row and meant(again.name, desk.known).exercise else None


def _as_typed(one: Read, line: Line) -> Read:
    """Return the line as it was typed, without the bracket behind its label, and the problem at its place there."""
    moved = len(line.text) - len(one.line.text)
    problem = one.problem and replace(one.problem, start=one.problem.start + moved, end=one.problem.end + moved)
    return replace(one, line=replace(one.line, text=line.text), problem=problem)


def _with_item(line: Line, exercise: Known | None, desk: Desk, key: str) -> Read:
    row = line.row
    if row is None:
        raise ValueError("only a row becomes one")
    end = len(line.text.rstrip())
    if row.needs_maximum or row.needs_result:
        needs, said = ("maximum", MAXIMUM) if row.needs_maximum else ("result", RESULT)
        return Read(line, Problem(end, end + 1, said), exercise=exercise, needs=needs)
    fields = fields_of_row(row, system=desk.system)
    name = exercise.name if exercise else RUN_NAME
    item = Item(key, exercise.id if exercise else "", name, TYPED, fields, line.days)
    return Read(line, exercise=exercise, item=item)


def _only_one(found: list[Read]) -> list[Read]:
    rest = [one for one in found if not one.line.is_blank]
    return [
        _wrong(one.line, ONE_ROW) if one in rest[1:] or (one.line.row is None and one.line.days) else one
        for one in found
    ]


def _wrong(line: Line, said: Sentence) -> Read:
    return Read(line, Problem(0, len(line.text), said))


def _too_many() -> Sentence:
    return sentence("A week has at most %(most)s rows: this one is too many.", most=MOST_ITEMS)


def _key(layout: Layout) -> str:
    return layout.free_key() if len(layout.items) < MOST_ITEMS else ""


def _sheets(item: Item) -> Iterator[SheetTrack]:
    weeks = len(notation.read_row(item.fields["text"]).weeks)
    layout = Layout(weeks=weeks, missed="skip", items=(replace(item, days=(0,)),), titles={})
    dated = [(week, ANY_DAY + timedelta(weeks=week)) for week in range(weeks)]
    for step in replay.preview(program=compose(layout), log=[], slots=dated):
        yield from sheet_of(step.prescription, layout=layout, reasons={}).tracks


def goals_of(one: Read) -> tuple[Sentence, ...]:
    """Return what is done each week, in words."""
    return tuple(
        joined([step.told for step in track.steps]) if track.is_endurance else track.goal(one.measure)
        for track in one.becomes
    )


def is_repeat(found: Sequence[Item], layout: Layout, given: int) -> bool:
    """Return whether the same rows were added already since the grid had given so many keys: a second click.

    Others may have been added meanwhile, in another tab. A form that does not say `given` (-1) is never a repeat.
    """
    wanted = [_content(item) for item in found]
    since = [_content(item) for item in layout.since(given)] if given >= 0 else []
    places = range(len(since) - len(wanted) + 1)
    return bool(wanted) and any(since[place : place + len(wanted)] == wanted for place in places)


def _content(item: Item) -> tuple[str, Mapping[str, object], tuple[int, ...]]:
    return item.exercise, item.fields, item.days
