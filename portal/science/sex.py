"""The term for sex that some formulas have. None stands for "not stated"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

MALE = "male"
FEMALE = "female"
SEXES = (MALE, FEMALE)

Row = TypeVar("Row")


def row_for(sex: str, table: Mapping[str, Row]) -> Row:
    """Return what a table holds for this sex. Raises ValueError for anything but male and female."""
    if sex not in SEXES:
        raise ValueError(f"sex must be one of {', '.join(SEXES)}")
    return table[sex]


def rows_for(sex: str | None, table: Mapping[str, Row]) -> tuple[Row, ...]:
    """Return the row for this sex, or both when it is not stated. Raises ValueError as `row_for` does."""
    return tuple(table[each] for each in SEXES) if sex is None else (row_for(sex, table),)
