"""Numbers with their units, as people type them: loads, lengths, times. Pure."""

from __future__ import annotations

import re

from portal.core.sentence import Sentence, sentence
from portal.core.units import Duration, Number
from portal.progression.notation.rows import RACES_M, Amount
from portal.progression.notation.scanner import Scanner

NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,3})?"
END = r"(?![\w.:/%])"
"""Behind a unit something else begins."""
CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?(?![\w.:])")
HOURS = re.compile(rf"([0-9]{{1,2}})\s*h\s*([0-5]?[0-9])?\s*(?:'|min)?{END}", re.IGNORECASE)
TIME = re.compile(rf"({NUMBER})\s*(s|sec|\"|'|min){END}", re.IGNORECASE)
DISTANCE = re.compile(rf"({NUMBER})\s*(m|km|mi){END}", re.IGNORECASE)
LOAD = re.compile(rf"({NUMBER})\s*(kg|lbs?|%)(?![\w.:/%])", re.IGNORECASE)
RACE = re.compile(r"(1500\s*m?|mile|3\s*k|5\s*k|10\s*k|half|hm|marathon)(?![\w.:/%])", re.IGNORECASE)
OTHER_NAMES = {"1500": "1500m", "hm": "half"}

LONGEST_S, LONGEST_M = 86_400, 300_000
LOADS = {"kg": (0.25, 400), "lb": (0.5, 880), "%": (1, 150)}


def number(typed: str) -> float:
    """Return a number that was typed with a point or a comma."""
    return float(typed.replace(",", "."))


def take_time_s(scan: Scanner) -> float | None:
    """Return a time in seconds, None when no time comes next: 90s, 90", 2', 2min, 1:30, 1:10:00, 1h10."""
    if found := scan.take(CLOCK):
        return float(_clock_s(found))
    if found := scan.take(HOURS):
        return 3600.0 * int(found[1]) + 60 * int(found[2] or 0)
    if found := scan.take(TIME):
        return number(found[1]) * (60 if found[2].lower() in ("'", "min") else 1)
    return None


def take_length(scan: Scanner) -> Amount | None:
    """Return a distance (m, km, mi) or a time (s); None when neither comes next."""
    scan.take_tabs()
    start = scan.next_at
    found = scan.take(DISTANCE)
    if found:
        length = Amount(number(found[1]), found[2].lower())
        if not 1 <= length.metres <= LONGEST_M:
            scan.refuse(sentence("A distance goes from 1 m to 300 km."), since=start)
        return length
    seconds = take_time_s(scan)
    if seconds is None:
        return None
    if not 1 <= seconds <= LONGEST_S:
        scan.refuse(sentence("A time goes from one second to 24 hours."), since=start)
    if seconds != int(seconds):
        scan.refuse(sentence("A time is whole seconds, such as 1:30 or 90s."), since=start)
    return Amount(seconds, "s")


def take_load(scan: Scanner) -> Amount | None:
    """Return a load in kg, lb or %; None when none comes next."""
    start = scan.next_at
    found = scan.take(LOAD)
    if not found:
        return None
    load = Amount(number(found[1]), found[2].lower().rstrip("s"))
    low, high = LOADS[load.unit]
    if not low <= load.value <= high:
        scan.refuse(_between(low, high, load.unit), since=start)
    return load


def take_race(scan: Scanner) -> str:
    """Return by which name of ours a race is called; empty when none comes next."""
    found = scan.take(RACE)
    if not found:
        return ""
    called = "".join(found[1].lower().split())
    called = OTHER_NAMES.get(called, called)
    return called if called in RACES_M else ""


def take_rest_s(scan: Scanner, *, start: int) -> int:
    """Return the rest that follows its letter, in seconds."""
    seconds = take_time_s(scan)
    if seconds is None:
        scan.refuse(sentence("How long a rest? Write r90s, r2' or r3:00."))
    if seconds != int(seconds) or not 5 <= seconds <= 3600:  # noqa: PLR2004 -- what the rest timer is for
        low, high = Duration(5), Duration(3600)
        scan.refuse(
            sentence("A rest goes from %(low)s to %(high)s, in whole seconds.", low=low, high=high), since=start
        )
    return int(seconds)


def _clock_s(found: re.Match[str]) -> int:
    first, second, third = found.groups()
    if third is None:
        return 60 * int(first) + int(second)
    return 3600 * int(first) + 60 * int(second) + int(third)


def _between(low: float, high: float, unit: str) -> Sentence:
    if unit == "%":
        return sentence("A share goes from %(low)s%% to %(high)s%%.", low=Number(low, 0), high=Number(high, 0))
    low_, high_ = Number(low, 2), Number(high, 2)
    return sentence("A load goes from %(low)s to %(high)s %(unit)s.", low=low_, high=high_, unit=unit)
