"""Typed rows in words: what stands beside their sets, and how each form is written. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Duration, Mass
from portal.progression.notation import Row


class Part(NamedTuple):
    """Something that was understood, and what it is for."""

    what: Sentence
    about: Sentence


class Example(NamedTuple):
    """A line as it may be typed, and what it means."""

    text: str
    means: Sentence


EXAMPLES = (
    Example("Back squat 5x5 @100kg r3:00 t31X0", sentence("Load, rest between sets, tempo: down, pause, up, pause.")),
    Example("Back squat 5x5 @75% TM=140kg", sentence("Per cent of a training max; 1RM= for a maximum.")),
    Example("B1 RDL 3x8-10 RIR2", sentence("First of the pair B; a range; two repetitions left, which is RPE 8.")),
    Example("Bench press 1x5 @85kg, 3x8+ @70kg", sentence("Different sets; the last as many as possible.")),
    Example("Plank 3x60s", sentence("Seconds, or metres such as 4x40m, where the exercise counts them.")),
    Example("Deadlift 3x5 @120kg | 3x5 @125kg | 2x5 @130kg", sentence("Week by week, then from the first again.")),
    Example("6x800m @5k j400 5k=20:00", sentence("Six times 800 m as fast as a race, 400 m of jogging between.")),
    Example("2km easy + 3x(1km @4:10/km + 500m easy + j1:30) + 10' easy", sentence("Steps one after the other.")),
    Example("40' easy", sentence("Time or distance without a pace.")),
    Example("Monday, Thursday", sentence("The rows below it are done on these days.")),
)


def parts_of(row: Row) -> Iterator[Part]:
    """Yield what is asked for beside sets and steps."""
    if row.maximum:
        what = sentence("%(kind)s %(load)s", kind=row.maximum.kind, load=Mass(row.maximum.load.kg))
        yield Part(what, sentence("per cents are of this"))
    if row.result:
        what = sentence("%(race)s in %(time)s", race=row.result.race, time=Duration(row.result.seconds))
        yield Part(what, sentence("paces follow from this"))
    if row.rest_s:
        yield Part(sentence("rest %(time)s", time=Duration(row.rest_s)), sentence("the timer starts on the tick"))
    if row.tempo:
        yield Part(sentence("tempo %(tempo)s", tempo=row.tempo), sentence("down, pause, up, pause; X is fast"))
    if len(row.weeks) > 1:
        yield Part(counted(len(row.weeks), "as typed", "%(count)s weeks"), sentence("then from the first again"))
