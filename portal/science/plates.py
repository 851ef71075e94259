"""Plates: what goes on each side of a bar, exactly. The unit is the caller's: kilograms and pounds work the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from portal.science.quantity import MOST, finite, not_negative, positive

THOUSANDTHS = 1000  # plates are compared as whole thousandths of the unit
FLOAT_NOISE = 1e-9  # 87.5 · 0.70 comes out a hair under 61.25; that hair must not decide
MOST_PER_SIDE = 64  # no sleeve holds more plates
HEAVIEST_SIDE = 1500  # nor, in kilograms or pounds, more weight; beyond it the search would only grow
WIDTHS = (4, 16, MOST_PER_SIDE)  # plates per side to try with: most bars need few


class _Kind(NamedTuple):
    plate: float
    units: int  # its weight in steps that all plates share
    pairs: int  # how many each side may have


def round_to(*, value: float, step: float) -> float:
    """Return the nearest multiple of the step, half up, in the unit of both.

    Source: science.md 1.3, step·floor(value/step + 0.5); Python's own `round` rounds half to even.
    Raises ValueError unless the step is positive.
    """
    finite(value, "value")
    positive(step, "step")
    return step * math.floor(value / step + 0.5 + FLOAT_NOISE)


def plates_per_side(*, target_kg: float, bar_kg: float, inventory: Sequence[Sequence[float]]) -> list[float]:
    """Return the plates for one side, heaviest first: the greatest loadable total that is not above the target.

    Among equals the fewest plates, then the heaviest first. The inventory lists [plate, number of single plates];
    an odd one stays on the rack. A target at or below the bar gives the bar alone. Source: science.md 1.3.
    Raises ValueError for a bar or a count below zero and for a plate without weight.
    """
    return _loaded(target_kg, bar_kg, inventory)


def loadable_kg(*, target_kg: float, bar_kg: float, inventory: Sequence[Sequence[float]]) -> float:
    """Return the total with bar that `plates_per_side` loads. Raises ValueError as it does."""
    side = _loaded(target_kg, bar_kg, inventory)
    return (_thousandths(bar_kg) + 2 * sum(map(_thousandths, side))) / THOUSANDTHS


def _loaded(target: float, bar: float, inventory: Sequence[Sequence[float]]) -> list[float]:
    finite(target, "target_kg")
    not_negative(bar, "bar_kg")
    pairs = _pairs(inventory)
    room = min((_thousandths(target) - _thousandths(bar)) // 2, HEAVIEST_SIDE * THOUSANDTHS)
    if not pairs or room < _thousandths(min(pairs)):
        return []
    step = math.gcd(*map(_thousandths, pairs))
    kinds = [_Kind(plate, _thousandths(plate) // step, pairs[plate]) for plate in sorted(pairs, reverse=True)]
    owned = sum(kind.units * kind.pairs for kind in kinds)
    return _greatest(kinds, min(room // step, owned, MOST_PER_SIDE * kinds[0].units))


def _pairs(inventory: Sequence[Sequence[float]]) -> dict[float, int]:
    """Return how many of each plate one side may have. Listing a plate twice adds up."""
    singles: Counter[float] = Counter()
    for plate, count in inventory:
        if not 1 / THOUSANDTHS <= plate <= MOST:
            raise ValueError("a plate must have a weight")
        not_negative(count, "the number of plates")
        singles[_thousandths(plate) / THOUSANDTHS] += int(count)
    return {plate: min(count // 2, MOST_PER_SIDE) for plate, count in singles.items() if count > 1}


def _thousandths(weight: float) -> int:
    return round(weight * THOUSANDTHS)


def _greatest(kinds: Sequence[_Kind], room: int) -> list[float]:
    """Return the plates of the greatest sum within the room, counted in the kinds' units."""
    wanted = _reachable(kinds, room).bit_length() - 1
    for most in WIDTHS:
        rows = _reach_by_count(kinds, room, most)
        best = max(row.bit_length() for row in rows[0]) - 1
        if best == wanted:
            break
    count = next(count for count, row in enumerate(rows[0]) if row >> best & 1)
    return _heaviest_first(kinds, rows, best, count)


def _reachable(kinds: Sequence[_Kind], room: int) -> int:
    """Return a number whose bit s is set when some of the plates weigh s together."""
    mask = (2 << room) - 1
    sums = 1
    for kind in kinds:
        for _ in range(min(kind.pairs, room // kind.units)):  # each copy is taken or left
            sums |= sums << kind.units & mask
    return sums


def _reach_by_count(kinds: Sequence[_Kind], room: int, most: int) -> list[list[int]]:
    """Return rows: bit s of rows[i][n] is set when n plates of the kinds from i on weigh s together."""
    mask = (2 << room) - 1
    row = [1] + [0] * most
    rows = [row]
    for kind in reversed(kinds):
        row = row.copy()
        for _ in range(min(kind.pairs, most, room // kind.units)):
            for count in range(most, 0, -1):
                row[count] |= row[count - 1] << kind.units & mask
        rows.append(row)
    return rows[::-1]


def _heaviest_first(kinds: Sequence[_Kind], rows: Sequence[Sequence[int]], left: int, count: int) -> list[float]:
    """Walk down the kinds, taking as many of each as still lets the lighter ones make up the rest."""
    chosen: list[float] = []
    for kind, lighter in zip(kinds, rows[1:], strict=True):
        taken = next(
            n
            for n in range(min(kind.pairs, count, left // kind.units), -1, -1)
            if lighter[count - n] >> (left - n * kind.units) & 1
        )
        chosen += [kind.plate] * taken
        count -= taken
        left -= taken * kind.units
    return chosen
