"""The numbers of a prescription, each with its path and the expressions it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.progression.grammar import Names
from portal.progression.replay.compiled import Number, Piece
from portal.progression.replay.render import active
from portal.progression.replay.state import Groups

NOT_NUMBERS = ("amrap", "steps", "exact_load")


@dataclass(frozen=True)
class Shown:
    """One number that is shown; a range has two expressions."""

    path: str
    key: str
    forms: tuple[Number, ...]
    group: Mapping[str, Any]

    @property
    def names(self) -> frozenset[str]:
        """The names its expressions use."""
        return frozenset().union(*(form.expression.names for form in self.forms))


def shown_numbers(pieces: Sequence[Piece], names: Names, work: Groups, prefix: str = "") -> Iterator[Shown]:
    """Yield the numbers of rendered pieces. Raises Unshowable as rendering does."""
    for position, (piece, group) in enumerate(zip(active(pieces, names), work, strict=True)):
        for key, forms in piece.numbers.items():
            if forms and key not in NOT_NUMBERS:
                yield Shown(f"{prefix}{position}.{key}", key, forms, group)
        if piece.inner:
            yield from shown_numbers(piece.inner, names, group["steps"], f"{prefix}{position}.")


def paths_in(work: Groups, prefix: str = "") -> Iterator[str]:
    """Yield the path of every number in a prescription of one track."""
    for position, group in enumerate(work):
        for key, value in group.items():
            if value is not None and key not in NOT_NUMBERS:
                yield f"{prefix}{position}.{key}"
        yield from paths_in(group.get("steps", []), f"{prefix}{position}.")
