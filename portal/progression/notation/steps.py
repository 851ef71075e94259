"""Reading the steps of a run: 6x800m @5k j400, 40' easy, 2km easy + 3x(1km @4:00/km + j90s). Pure."""

from __future__ import annotations

import re

from portal.core.sentence import sentence
from portal.progression.notation.amounts import take_length, take_race
from portal.progression.notation.marks import Marks
from portal.progression.notation.rows import Aim, Amount, Part, Repeat, Step
from portal.progression.notation.scanner import Scanner
from portal.progression.notation.sets import AT, EFFORT, TIMES, WEEK

PLUS = re.compile(r"\+")
OPENING, CLOSING = re.compile(r"\("), re.compile(r"\)")
JOG = re.compile(r"(?:jog\s*|j)(?=[0-9])", re.IGNORECASE)
BARE_METRES = re.compile(r"([0-9]{2,5})(?![\w.,:'\"%/])")
EASY = re.compile(r"easy(?!\w)", re.IGNORECASE)
THRESHOLD = re.compile(r"threshold(?!\w)", re.IGNORECASE)
CLOCK = r"([0-9]{1,2}):([0-5][0-9])"
PACE = re.compile(rf"{CLOCK}(?:\s*-\s*{CLOCK})?\s*/\s*(km|mi)(?!\w)", re.IGNORECASE)
POWER = re.compile(r"([0-9]{1,4})\s*w(?!\w)", re.IGNORECASE)
HEART_RATE = re.compile(r"([0-9]{1,3})\s*bpm(?!\w)", re.IGNORECASE)
ZONE = re.compile(r"z[1-7](?!\w)|[0-9]{1,3}\s*%", re.IGNORECASE)
START = re.compile(rf"(?:{TIMES.pattern})|\(|[0-9]", re.IGNORECASE)
MOST_TIMES = 50
PACES = {"km": (120, 1200), "mi": (194, 1931)}
"""Fastest and slowest, in seconds for each; the same speeds in both units."""
POWERS, HEART_RATES = (1, 2500), (30, 240)


def read_steps(scan: Scanner, marks: Marks) -> list[tuple[Part, ...]]:
    """Return the steps of each week. Raises Wrong."""
    weeks: list[list[Part]] = [_parts(scan)]
    while not scan.is_done:
        tabs = scan.take_tabs()
        if scan.is_done:
            break
        if scan.take(WEEK) or (tabs == 1 and scan.peek(START)):
            weeks.append(_parts(scan))
        elif scan.take(PLUS):
            weeks[-1] += _parts(scan)
        elif not marks.take(scan, is_run=True):
            _refuse(scan)
    return [tuple(week) for week in weeks]


def _refuse(scan: Scanner) -> None:
    if scan.peek(EFFORT):
        scan.refuse(sentence("Runs have no RPE yet: write easy, a pace, watts or beats a minute."))
    scan.refuse(
        sentence(
            "“%(word)s” is not understood here. Put + before the next step, j400 for a jog, or | before the next week.",
            word=scan.word,
        )
    )


def _parts(scan: Scanner) -> list[Part]:
    """Return a step or a repeat, with the jog behind it."""
    scan.take_tabs()
    start = scan.next_at
    found = scan.take(TIMES)
    if not found:
        return [*_some(scan)]
    times = int(found[1])
    if not 2 <= times <= MOST_TIMES:  # noqa: PLR2004 -- once is no repeat
        scan.refuse(sentence("A repeat goes from 2 to %(count)s times.", count=MOST_TIMES), since=start)
    if scan.peek(TIMES):
        scan.refuse(sentence("Repeats inside of repeats are not read yet: write the inner ones one after the other."))
    return [Repeat(times, tuple(_bracket(scan) if scan.take(OPENING) else _some(scan)))]


def _bracket(scan: Scanner) -> list[Step]:
    inside = _some(scan)
    while not scan.take(CLOSING):
        if not scan.take(PLUS):
            scan.refuse(sentence("Put + between the steps and close the bracket with )."))
        inside += _some(scan)
    return inside


def _some(scan: Scanner) -> list[Step]:
    """Return a step and the jog that stands behind it."""
    jog = _jog(scan)
    if jog:
        return [jog]
    if scan.peek(OPENING) or scan.peek(TIMES):
        scan.refuse(sentence("A bracket stands behind how often, such as 3x(1km @4:00/km + j400), and not in another."))
    length = take_length(scan)
    if length is None:
        scan.refuse(sentence("How far or how long? Write such as 800m, 5km, 3mi, 40' or 1:30."))
    steps = [_aimed(scan, length)]
    following = _jog(scan)
    return [*steps, following] if following else steps


def _jog(scan: Scanner) -> Step | None:
    if not scan.take(JOG):
        return None
    if found := scan.take(BARE_METRES):
        return Step(Amount(float(found[1]), "m"), Aim.JOG)
    length = take_length(scan)
    if length is None:
        scan.refuse(sentence("How far is the jog? Write j400, j90s or j2:00."))
    return Step(length, Aim.JOG)


def _aimed(scan: Scanner, length: Amount) -> Step:
    scan.take_tabs()
    is_target = scan.take(AT)
    start = scan.next_at
    if scan.take(EASY):
        return Step(length, Aim.EASY)
    if scan.take(THRESHOLD):
        return Step(length, Aim.THRESHOLD)
    if found := scan.take(PACE):
        return _paced(scan, length, found, start)
    for pattern, aim, limits in ((POWER, Aim.POWER, POWERS), (HEART_RATE, Aim.HEART_RATE, HEART_RATES)):
        if found := scan.take(pattern):
            value = float(found[1])
            if not limits[0] <= value <= limits[1]:
                scan.refuse(sentence("That goes from %(low)s to %(high)s.", low=limits[0], high=limits[1]), since=start)
            return Step(length, aim, at=(value,))
    race = take_race(scan) if is_target else ""
    if not race:
        _refuse_aim(scan)
    return Step(length, Aim.RACE, race=race)


def _refuse_aim(scan: Scanner) -> None:
    if scan.peek(ZONE):
        scan.refuse(sentence("Zones and per cents are not read for runs yet: write a pace, watts or beats a minute."))
    if scan.peek(EFFORT):
        scan.refuse(sentence("Runs have no RPE yet: write easy, a pace, watts or beats a minute."))
    scan.refuse(sentence("How fast? Write easy, @5k, @threshold, @4:30/km, @7:15/mi, @250W or @150bpm."))


def _paced(scan: Scanner, length: Amount, found: re.Match[str], start: int) -> Step:
    first, second = (
        60 * int(minutes) + int(seconds) if minutes else None
        for minutes, seconds in (found.group(1, 2), found.group(3, 4))
    )
    per = found[5].lower()
    low, high = PACES[per]
    paces = sorted({float(pace) for pace in (first, second) if pace is not None}, reverse=True)
    if not low <= paces[-1] <= paces[0] <= high:
        scan.refuse(sentence("No one runs at this pace: check it."), since=start)
    return Step(length, Aim.PACE, at=tuple(paces), per=per)
