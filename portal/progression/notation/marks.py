"""What is said about a whole row: rest, tempo, the maximum behind its per cents, the race behind its paces. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.core.sentence import Sentence, sentence
from portal.progression.notation.amounts import take_load, take_race, take_rest_s, take_time_s
from portal.progression.notation.rows import RACES_M, Maximum, Result
from portal.progression.notation.scanner import Scanner
from portal.science.running import running_index

REST = re.compile(r"(?:rest\s*|r)(?=[0-9])", re.IGNORECASE)
TEMPO = re.compile(r"(?:tempo\s*|t)([0-9x])-?([0-9x])-?([0-9x])-?([0-9x])(?!\w)", re.IGNORECASE)
ALMOST_TEMPO = re.compile(r"(?:tempo\s*|t)(?=[0-9])", re.IGNORECASE)
MAXIMUM = re.compile(r"(tm|1rm)\s*=\s*", re.IGNORECASE)
RESULT = re.compile(r"(?=(?:1500\s*m?|mile|3\s*k|5\s*k|10\s*k|half|hm|marathon)\s*=)", re.IGNORECASE)
EQUALS = re.compile(r"=\s*")
MAXIMUM_KG = (5, 500)
INDEX = (20, 85)
"""A running index that paces can be made of, as run plans have it."""


@dataclass
class Marks:
    """What was said so far."""

    rest_s: int | None = None
    tempo: str = ""
    maximum: Maximum | None = None
    result: Result | None = None

    def take(self, scan: Scanner, *, is_run: bool) -> bool:
        """Read one of them, if one comes next. Raises Wrong."""
        start = scan.next_at
        if found := scan.take(MAXIMUM):
            self._once(scan, start, is_new=self.maximum is None, fits=not is_run)
            self.maximum = _maximum(scan, found[1].upper(), start)
        elif scan.peek(RESULT):
            self._once(scan, start, is_new=self.result is None, fits=is_run)
            self.result = _result(scan, start)
        elif scan.take(REST):
            if is_run:
                scan.refuse(_NO_STANDING, since=start)
            self._once(scan, start, is_new=self.rest_s is None)
            self.rest_s = take_rest_s(scan, start=start)
        elif found := scan.take(TEMPO):
            self._once(scan, start, is_new=not self.tempo, fits=not is_run)
            self.tempo = "".join(found.groups()).upper()
        elif scan.peek(ALMOST_TEMPO):
            scan.refuse(sentence("A tempo is four digits or X, such as t31X0: down, pause, up, pause."))
        else:
            return False
        return True

    @staticmethod
    def _once(scan: Scanner, start: int, *, is_new: bool, fits: bool = True) -> None:
        if not fits:
            scan.refuse(sentence("This does not belong to a row of this kind: take it out."), since=start)
        if not is_new:
            scan.refuse(sentence("This was said before in this row: take one of them out."), since=start)


def _maximum(scan: Scanner, kind: str, start: int) -> Maximum:
    load = take_load(scan)
    if load is None or load.unit == "%":
        scan.refuse(sentence("How heavy? Write TM=140kg or 1RM=315lb."), since=start)
    low, high = MAXIMUM_KG
    if not low <= load.kg <= high:
        scan.refuse(sentence("A maximum goes from %(low)s to %(high)s kg.", low=low, high=high), since=start)
    return Maximum(kind, load)


def _result(scan: Scanner, start: int) -> Result:
    race = take_race(scan)
    scan.take(EQUALS)
    seconds = take_time_s(scan)
    if not race or seconds is None or seconds != int(seconds):
        scan.refuse(sentence("How fast was it? Write such as 5k=20:00 or marathon=3:15:00."), since=start)
    if not INDEX[0] <= _index(race, seconds) <= INDEX[1]:
        scan.refuse(sentence("Nobody's paces can be made of this time: check it."), since=start)
    return Result(race, int(seconds))


def _index(race: str, seconds: float) -> float:
    try:
        return running_index(distance_m=RACES_M[race], duration_s=seconds)
    except ValueError:  # slower than walking, or no time at all
        return 0


_NO_STANDING: Sentence = sentence("A run has no standing rest yet: write a jog, such as j400 or j2:00.")
