"""A text as its lines: weekdays, rows, and what cannot be read, each with its place. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from portal.core.sentence import sentence
from portal.core.units import Number
from portal.progression.notation.amounts import NUMBER
from portal.progression.notation.columns import Columns, as_line, columns_of
from portal.progression.notation.hints import refuse_without_sets
from portal.progression.notation.marks import Marks
from portal.progression.notation.rows import Group, Row
from portal.progression.notation.scanner import Problem, Scanner, Wrong
from portal.progression.notation.sets import read_sets
from portal.progression.notation.steps import read_steps

MOST_CHARACTERS = 10_000
MOST_IN_A_LINE = 300
MOST_LINES = 200
MOST_WEEKS = 26
MOST_PARTS = 40
"""Of a row, all weeks together: so much a program's track holds."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
HEADING = re.compile(rf"\s*({DAY}(?:(?:\s*,\s*|\s*\+\s*|\s+and\s+|\s+){DAY})*)\s*[:.]?\s*", re.IGNORECASE)
ONE_DAY = re.compile(DAY, re.IGNORECASE)
LABEL = re.compile(r"([A-Z](?:[1-9][0-9]?[).:]?|[).:]))(?=\s)", re.IGNORECASE)
BULLET = re.compile(r"[-*•·]\s+")
QUOTED = re.compile(r'"((?:[^"]|"")*)"')
BODY = re.compile(r"(?<!\S)[0-9]{1,4}\s*x(?:\s*(?:[0-9(]|amrap(?!\w))|(?=\S))", re.IGNORECASE)
RUN = re.compile(
    rf"(?:run\s+)?(?=j[0-9]|{NUMBER}\s*(?:x\s*(?:[0-9(j]|amrap)|h[0-9]|(?:km|mi|m|min|sec|s|h)(?![a-z])|['\":]))",
    re.IGNORECASE,
)
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
NO_UNIT = re.compile(r"[0-9]{1,4}\s*x\s*(?:amrap|[0-9]{1,4}(?:\s*-\s*[0-9]{1,4})?\+?)(?![\w'\":.])", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line of a text: a row, weekdays for the rows below it, nothing, or something that cannot be read."""

    number: int
    """From 1."""
    text: str
    days: tuple[int, ...] = ()
    """Of a heading its weekdays, of a row those of the heading above it; Monday is 0."""
    name: str = ""
    """As it was typed; empty for a run."""
    named: tuple[int, int] = (0, 0)
    """From which character to which the name stands."""
    row: Row | None = None
    problem: Problem | None = None
    columns: Columns | None = None
    """Of the headings of a table what its columns hold."""

    @property
    def is_blank(self) -> bool:
        """Return whether nothing stands in it."""
        return not self.text.strip()


def read_text(text: str) -> list[Line]:
    """Return the lines of a text. Whatever the text is, this takes a time in proportion to its length."""
    if len(text) > MOST_CHARACTERS:
        said = sentence("At most %(count)s characters are read at once.", count=Number(MOST_CHARACTERS, 0))
        return [Line(1, text[:MOST_IN_A_LINE], problem=Problem(0, 1, said))]
    found = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines: list[Line] = []
    days: tuple[int, ...] = ()
    columns = Columns()
    for number, line in enumerate(found[:MOST_LINES], start=1):
        read = _read(line, number, days, columns)
        days, columns = read.days or days, read.columns or columns
        lines.append(read)
    if len(found) > MOST_LINES:
        said = sentence("At most %(count)s lines are read at once.", count=MOST_LINES)
        lines.append(Line(MOST_LINES + 1, found[MOST_LINES][:MOST_IN_A_LINE], problem=Problem(0, 1, said)))
    return lines


def _read(text: str, number: int, days: tuple[int, ...], columns: Columns) -> Line:
    """Return one line of a text, which may be of a table with these columns."""
    headings = columns_of(text) if len(text) <= MOST_IN_A_LINE else None
    if isinstance(headings, Problem):
        return Line(number, text, problem=headings)
    if headings:
        return Line(number, text, columns=headings)
    if not columns.kinds or "\t" not in text.strip() or len(text) > MOST_IN_A_LINE or UNSEEN.search(text):
        return read_line(text, number=number, days=days)
    placed = as_line(text, columns)
    line = read_line(placed.text, number=number, days=days)
    problem = placed.problem(line.problem) if line.problem else None
    return replace(line, text=text, named=placed.span(*line.named), problem=problem)


def read_line(text: str, *, number: int = 1, days: tuple[int, ...] = ()) -> Line:
    """Return one line read; `days` are those of the heading above it."""
    if not text.strip():
        return Line(number, text)
    if len(text) > MOST_IN_A_LINE:
        said = sentence("A line has at most %(count)s characters.", count=MOST_IN_A_LINE)
        return Line(number, text, problem=Problem(MOST_IN_A_LINE, MOST_IN_A_LINE + 1, said))
    if bad := UNSEEN.search(text):
        said = sentence("Take this sign out: it cannot be seen.")
        return Line(number, text, problem=Problem(*bad.span(), said))
    if heading := HEADING.fullmatch(text):
        return Line(number, text, days=_days(heading[1]))
    try:
        return _row(text, number, days)
    except Wrong as wrong:
        return Line(number, text, problem=wrong.problem)


def read_row(text: str) -> Row:
    """Return a row without its name, as `write_row` wrote it. Raises ValueError for anything else."""
    scan = Scanner(text)
    try:
        return _body(scan, "", is_run=not _is_sets(text))
    except Wrong as wrong:
        raise ValueError(str(wrong)) from wrong


def _is_sets(text: str) -> bool:
    try:
        read_sets(Scanner(text), Marks())
    except Wrong:
        return False
    return True


def _days(heading: str) -> tuple[int, ...]:
    starts = [day[:3] for day in WEEKDAYS]
    return tuple(sorted({starts.index(found[0][:3].lower()) for found in ONE_DAY.finditer(heading)}))


def _row(text: str, number: int, days: tuple[int, ...]) -> Line:
    scan = Scanner(text)
    scan.take(BULLET)
    scan.take_tabs()
    label = _label(scan)
    scan.take_tabs()
    if scan.take(RUN):
        if scan.peek(NO_UNIT):
            scan.refuse(
                sentence("Name the exercise first, such as Back squat 5x5; a run says how far, such as 5x500m.")
            )
        return Line(number, text, days, row=_body(scan, label, is_run=True))
    name, named = _name(scan, text)
    row = _body(scan, label, is_run=False)
    return Line(number, text, days, name, named, row)


def _label(scan: Scanner) -> str:
    found = scan.take(LABEL)
    return found[1].rstrip(").:").upper() if found else ""


def _name(scan: Scanner, text: str) -> tuple[str, tuple[int, int]]:
    scan.take_tabs()
    if quoted := QUOTED.match(text, scan.next_at):
        scan.at = quoted.end()
        name = text[quoted.start(1) : quoted.end(1)].replace('""', '"').strip()
        if not name:
            scan.refuse(sentence("Name an exercise between the quotes."), since=quoted.start())
        scan.take_tabs()
        return name, quoted.span()
    body = BODY.search(scan.line, scan.at)
    if not body:
        refuse_without_sets(scan)
    name = text[scan.at : body.start()]
    start = scan.at + len(name) - len(name.lstrip())
    scan.at = body.start()
    return name.strip(), (start, start + len(name.strip()))


def _body(scan: Scanner, label: str, *, is_run: bool) -> Row:
    marks, start = Marks(), scan.next_at
    weeks = (read_steps if is_run else read_sets)(scan, marks)
    row = Row(tuple(weeks), label, marks.rest_s, marks.tempo, marks.maximum, marks.result)
    _check_whole(scan, row, start)
    return row


def _check_whole(scan: Scanner, row: Row, start: int) -> None:
    if len(row.weeks) > MOST_WEEKS or len(row.parts) > MOST_PARTS or len(row.steps) > MOST_PARTS:
        said = sentence("A row has at most %(weeks)s weeks and %(parts)s parts.", weeks=MOST_WEEKS, parts=MOST_PARTS)
        scan.refuse(said, since=start)
    groups = [part for part in row.parts if isinstance(part, Group)]
    if len({group.counted for group in groups}) > 1:
        scan.refuse(sentence("Count the same in all sets of a row: repetitions, seconds or metres."), since=start)
    if len({group.load.unit == "%" for group in groups if group.load}) > 1:
        scan.refuse(sentence("Give all loads of a row in per cent, or all in kg or lb."), since=start)
    if row.maximum and not row.is_in_shares:
        scan.refuse(sentence("No load of this row is in per cent: take the maximum out."), since=start)
    if row.result and not row.is_by_race:
        scan.refuse(sentence("No pace of this row follows from a race: take the race out."), since=start)
