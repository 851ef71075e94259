"""Checks of single values, each saying in a sentence what it wants instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Number
from portal.progression.expressions import names_in
from portal.progression.functions import FUNCTIONS
from portal.progression.grammar import ExpressionError, is_finite
from portal.progression.replay.compiled import RUNS
from portal.progression.replay.results import ENDURANCE_RESULTS, STRENGTH_RESULTS
from portal.progression.replay.state import PLACES

Check = Callable[[Any], Sentence | None]

NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
MOST_KG = 1000
LIGHTEST_PLATE_KG = 0.01
MOST_PLATES = 100
RESERVED = {*STRENGTH_RESULTS, *ENDURANCE_RESULTS, *RUNS, *PLACES, *FUNCTIONS, "days", "week_ratio"}
"""Names that mean something already: results, positions, functions."""


def is_number(value: object) -> bool:
    """Return whether this is a finite number; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and is_finite(value)


def number(low: float, high: float) -> Check:
    """Return a check for a number between the two."""
    wanted = sentence("Write a number from %(low)s to %(high)s.", low=Number(low, 2), high=Number(high, 2))
    return lambda value: None if is_number(value) and low <= value <= high else wanted


def whole(low: int, high: int) -> Check:
    """Return a check for a whole number between the two."""
    wanted = sentence("Write a whole number from %(low)s to %(high)s.", low=low, high=high)
    return lambda value: None if is_number(value) and low <= value <= high and value == int(value) else wanted


def one_of(*words: str) -> Check:
    """Return a check for one of these words."""
    wanted = sentence("Choose one of: %(words)s.", words=", ".join(words))
    return lambda value: None if isinstance(value, str) and value in words else wanted


def text(most: int) -> Check:
    """Return a check for a text of at most so many characters."""
    wanted = sentence("Write at most %(count)s characters.", count=most)
    return lambda value: None if isinstance(value, str) and len(value) <= most else wanted


def mapping(value: Any) -> Sentence | None:
    """Check that the value is an object with named parts."""
    return None if isinstance(value, Mapping) else sentence("Named values belong here.")


def anything(_: Any) -> Sentence | None:
    """Check nothing: somebody else looks at it."""
    return None


def numbers_by_name(value: Any) -> Sentence | None:
    """Check that the value gives a number to each of some variables."""
    if not isinstance(value, Mapping) or not all(map(is_number, value.values())):
        return sentence("Give each variable a number.")
    return next(filter(None, map(variable_name, value)), None)


def variable_name(name: Any) -> Sentence | None:
    """Check that a variable may be called that."""
    if not isinstance(name, str) or not NAME.fullmatch(name) or not _is_plain_name(name):
        return sentence(
            "“%(name)s” cannot be a name: use up to 20 small letters, digits and _, beginning with a letter.",
            name=str(name)[:40],
        )
    if name in RESERVED:
        return sentence("“%(name)s” already means something else; choose another name.", name=name)
    return None


def equipment(value: Any) -> Sentence | None:
    """Check a bar with its plates, or a row of fixed loads, all in kilograms."""
    if isinstance(value, Mapping):
        if value.keys() == {"loads"} and _is_row_of_loads(value["loads"]):
            return None
        if value.keys() == {"bar", "plates"} and _is_load(value["bar"]) and _are_plates(value["plates"]):
            return None
    return sentence("Equipment is a bar with plates and how many there are of each, or a list of loads.")


def _is_plain_name(name: str) -> bool:
    """Return whether the language reads this as a name: `if` and `not` are none."""
    try:
        return names_in(name) == {name}
    except ExpressionError:
        return False


def _is_row_of_loads(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_load, value))


def _is_load(value: Any) -> bool:
    return is_number(value) and 0 <= value <= MOST_KG


def _are_plates(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_plate, value))


def _is_plate(row: Any) -> bool:
    if not isinstance(row, list) or len(row) != 2 or not all(map(is_number, row)):  # noqa: PLR2004 -- plate, count
        return False
    plate, count = row
    return bool(LIGHTEST_PLATE_KG <= plate <= MOST_KG and 0 <= count <= MOST_PLATES)
