"""Tables with a column each for exercise, sets and so on: their rows as lines, each sign with its place. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from portal.core.sentence import sentence
from portal.progression.notation.scanner import Problem

NAMES = {
    "exercise": "name",
    "name": "name",
    "order": "label",
    "superset": "label",
    "sets": "sets",
    "reps": "reps",
    "repetitions": "reps",
    "load": "load",
    "weight": "load",
    "intensity": "load",
    "rpe": "rpe",
    "rir": "rir",
    "rest": "rest",
    "tempo": "tempo",
}
"""What columns are called, and what they hold."""
IN_ORDER = ("label", "name", "sets", "reps", "load", "rpe", "rir", "rest", "tempo")
BEFORE = {"reps": "x", "load": "@", "rpe": "RPE", "rir": "RIR", "rest": "r", "tempo": "t"}
"""What a cell leaves out because its column says it."""
HEADING = re.compile(r"\s*([a-z]+)\s*(?:\((kg|lbs?|%|s|sec|min)\))?\s*", re.IGNORECASE)
WEEK = re.compile(r"\s*(?:week|wk|w)\s*[0-9]{1,2}\s*", re.IGNORECASE)
BARE = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True)
class Columns:
    """The columns of a table from left to right: what each holds, and in which unit; none where each is a week."""

    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class Placed(NamedTuple):
    """A line made of cells, and for each of its characters (and its end) where that stands in the table's line."""

    text: str
    places: tuple[int, ...]

    def problem(self, found: Problem) -> Problem:
        """Return a problem of the line at its place in the table's line."""
        start, end = self.places[min(found.start, len(self.text))], self.places[min(found.end, len(self.text))]
        return Problem(start, max(end, start + 1), found.said)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the line stands in the table's line."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def columns_of(line: str) -> Columns | Problem | None:
    """Return the columns that a line of headings names, or which of them is none; None where it is no such line."""
    cells = line.rstrip().split("\t")
    if len(cells) == 1 or NAMES.get(cells[0].strip().lower()) not in ("name", "label"):
        return None
    if all(WEEK.fullmatch(cell) for cell in cells[1:]):
        return Columns()
    found: list[tuple[str, str]] = []
    at = 0
    for cell in cells:
        heading = HEADING.fullmatch(cell)
        kind = NAMES.get(heading[1].lower()) if heading else None
        if kind is None or kind in (known for known, _ in found):
            return Problem(at, at + max(len(cell), 1), _UNKNOWN)
        found.append((kind, (heading[2] or "").lower() if heading else ""))
        at += len(cell) + 1
    return Columns(tuple(kind for kind, _ in found), tuple(unit for _, unit in found))


def as_line(line: str, columns: Columns) -> Placed:
    """Return the row of a table as one would type it."""
    cells, at = [], 0
    for cell in line.split("\t"):
        start = at + len(cell) - len(cell.lstrip())
        cells.append((cell.strip(), start))
        at += len(cell) + 1
    text, places = "", []
    for number in sorted(range(len(cells)), key=lambda number: _rank(columns, number)):
        (cell, start), kind = cells[number], columns.kinds[number] if number < len(columns.kinds) else ""
        if not cell:
            continue
        unit = columns.units[number] if kind and BARE.fullmatch(cell) else ""
        before = BEFORE.get(kind, "") if cell[0].isdigit() or kind == "reps" else ""
        before = before if kind == "reps" or not text else f" {before}"
        text += before + cell + unit
        places += [start] * len(before) + [*range(start, start + len(cell))] + [start + len(cell)] * len(unit)
    return Placed(text, (*places, len(line.rstrip())))


def _rank(columns: Columns, number: int) -> int:
    return IN_ORDER.index(columns.kinds[number]) if number < len(columns.kinds) else len(IN_ORDER)


_UNKNOWN = sentence(
    "A column is one of Exercise, Order, Sets, Reps, Load, RPE, RIR, Rest and Tempo, each once, or a week."
)
