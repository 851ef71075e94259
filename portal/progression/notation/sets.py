"""Reading the sets of an exercise: 5x5 @75%, 3x8-10 RIR2, 3xAMRAP, 3x60s. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from portal.core.sentence import sentence
from portal.progression.notation.amounts import CLOCK, number, take_load, take_time_s
from portal.progression.notation.hints import refuse_if_known
from portal.progression.notation.marks import Marks
from portal.progression.notation.rows import Counted, Effort, Group, Opened, Part
from portal.progression.notation.scanner import Scanner

TIMES = re.compile(r"([0-9]{1,4})\s*x\s*", re.IGNORECASE)
COUNT = re.compile(r"([0-9]{1,5})(?:\s*-\s*([0-9]{1,5}))?(\+)?", re.IGNORECASE)
OPEN = re.compile(r"amrap(?!\w)", re.IGNORECASE)
UNIT = re.compile(r"(reps?|s|sec|\"|'|min|m)(?!\w)", re.IGNORECASE)
AT = re.compile(r"@\s*")
EFFORT = re.compile(r"(rpe|rir)\s*([0-9]{1,2}(?:[.,][0-9])?)(?![\w.:%-])", re.IGNORECASE)
COMMA = re.compile(r",")
WEEK = re.compile(r"\|")
BARE = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,3})?(?![\w.:/%])")
MINUTES = ("'", "min")
MOST_SETS = 20
MOST_IN_A_WEEK = 40
MOST = {Counted.REPS: 100, Counted.SECONDS: 3600, Counted.METRES: 3600}
UNITS = {"": Counted.REPS, "rep": Counted.REPS, "reps": Counted.REPS, "m": Counted.METRES}
EFFORTS = {"RPE": (6, 10), "RIR": (0, 4)}


def read_sets(scan: Scanner, marks: Marks) -> list[tuple[Part, ...]]:
    """Return the sets of each week. Raises Wrong."""
    weeks: list[list[Group]] = [[_group(scan)]]
    while not scan.is_done:
        tabs = scan.take_tabs()
        if scan.is_done:
            break
        if tabs and scan.peek(TIMES):
            _one_cell(scan, tabs)
            weeks.append([_group(scan)])
        elif scan.take(WEEK):
            scan.take_tabs()
            weeks.append([_group(scan)])
        elif scan.take(COMMA):
            weeks[-1].append(_group(scan))
        else:
            weeks[-1][-1] = _more(scan, weeks[-1][-1], marks)
        _not_too_many(scan, weeks[-1])
    return [tuple(week) for week in weeks]


def _one_cell(scan: Scanner, tabs: int) -> None:
    if tabs > 1:
        scan.refuse(sentence("The week before this one is empty: a row is done every week, so fill its cell."))


def _not_too_many(scan: Scanner, week: list[Group]) -> None:
    if sum(group.sets for group in week) > MOST_IN_A_WEEK:
        scan.refuse(sentence("A row has at most %(count)s sets a session.", count=MOST_IN_A_WEEK), since=scan.at - 1)


def _more(scan: Scanner, group: Group, marks: Marks) -> Group:
    """Return the group with its load or effort if that comes next; else read what is said about the row."""
    start = scan.next_at
    is_target = scan.take(AT)
    if found := scan.take(EFFORT):
        if group.effort:
            scan.refuse(sentence("The effort was said before: take one of them out."), since=start)
        return replace(group, effort=_effort(scan, found, start))
    if load := take_load(scan):
        if group.load:
            scan.refuse(sentence("The load was said before: put a comma before other sets."), since=start)
        return replace(group, load=load)
    if not is_target and marks.take(scan, is_run=False):
        return group
    _refuse(scan, is_target=bool(is_target))
    return group


def _refuse(scan: Scanner, *, is_target: bool) -> None:
    if scan.peek(TIMES):
        scan.refuse(sentence("Put a comma before more sets of the same day, or | before the next week."))
    if scan.peek(BARE):
        scan.refuse(sentence("“%(word)s” of what? Write 100kg, 225lb, 75%% or RPE8.", word=scan.word))
    refuse_if_known(scan, is_target=is_target)
    if is_target:
        scan.refuse(sentence("How heavy? Write @100kg, @225lb, @75% or @RPE8."))
    scan.refuse(
        sentence(
            "“%(word)s” is not understood here. Behind the sets stand a load (@75%%), an effort (RPE8, RIR2), "
            "a rest (r3:00) or a tempo (t31X0).",
            word=scan.word,
        )
    )


def _group(scan: Scanner) -> Group:
    start = scan.next_at
    found = scan.take(TIMES)
    if not found:
        scan.refuse(sentence("How many sets of what? Write such as 3x8, 3x8-10, 3xAMRAP or 3x60s."))
    sets = int(found[1])
    if not 1 <= sets <= MOST_SETS:
        scan.refuse(sentence("An exercise has 1 to %(count)s equal sets.", count=MOST_SETS), since=start)
    if scan.take(OPEN):
        return Group(sets, 1, opened=Opened.ALL)
    return _counted(scan, sets)


def _counted(scan: Scanner, sets: int) -> Group:
    start = scan.next_at
    if scan.peek(CLOCK):
        seconds = take_time_s(scan) or 0
        return _checked(scan, Group(sets, int(seconds), counted=Counted.SECONDS), start)
    found = scan.take(COUNT)
    if not found:
        scan.refuse(sentence("How many repetitions? Write such as 3x8, 3x8-10, 3xAMRAP or 3x60s."))
    unit = scan.take(UNIT)
    name = unit[1].lower() if unit else ""
    count, to = (int(text) * (60 if name in MINUTES else 1) if text else None for text in found.group(1, 2))
    opened = Opened.LAST if found[3] else Opened.NONE
    group = Group(sets, count or 0, to=to, counted=UNITS.get(name, Counted.SECONDS), opened=opened)
    if scan.line[scan.at : scan.at + 1] not in ("", " ", "\t", "@", ",", "|") and not scan.line[scan.at].isspace():
        scan.refuse(sentence("Repetitions are a whole number or a range, such as 3x8 or 3x8-10, and a space follows."))
    return _checked(scan, group, start)


def _checked(scan: Scanner, group: Group, start: int) -> Group:
    most = MOST[group.counted]
    if not 1 <= group.count <= most or not 1 <= (group.to or 1) <= most:
        scan.refuse(sentence("A set goes from 1 to %(most)s.", most=most), since=start)
    if group.to is not None and group.to <= group.count:
        scan.refuse(sentence("A range goes up, such as 8-10."), since=start)
    if group.to is not None and group.opened:
        scan.refuse(sentence("Write either a range or a +, which is as many as possible."), since=start)
    return group


def _effort(scan: Scanner, found: re.Match[str], start: int) -> Effort:
    effort = Effort(found[1].upper(), number(found[2]))
    low, high = EFFORTS[effort.scale]
    if not low <= effort.value <= high or effort.value * 2 != int(effort.value * 2):
        scale = {"scale": effort.scale, "low": low, "high": high}
        scan.refuse(sentence("%(scale)s goes from %(low)s to %(high)s in half points.", **scale), since=start)
    return effort
