"""Numbers from expressions: one track's set groups or steps, rounded and within what a body can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from portal.core.sentence import sentence
from portal.core.units import Number as Plain
from portal.progression.grammar import ExpressionError, Names
from portal.progression.replay.compiled import Number, Piece, Track
from portal.progression.replay.rounding import DECIMALS, shown_kg

Limits = Mapping[str, tuple[float, float]]
LIMITS: Limits = {
    "sets": (1, 20),
    "reps": (1, 100),
    "reps_to": (1, 100),
    "load": (0, 1000),
    "rpe": (1, 10),
    "amrap": (0, 1),
    "repeat": (1, 50),
    "dist": (1, 300_000),
    "dur": (1, 86_400),
    "pace": (120, 1200),
    "power": (1, 2500),
    "hr": (30, 240),
}
"""Least and most of every number that may be shown: kg, m, s, s/km, W, bpm."""
LONG_SETS: Limits = {**LIMITS, "reps": (1, 3600), "reps_to": (1, 3600)}
"""The same where a set counts seconds or metres."""
FLOAT_NOISE = 1e-6


class Unshowable(Exception):
    """A number of a track cannot be computed, or nobody could do it."""

    def __init__(self, path: str, error: ExpressionError) -> None:
        super().__init__(path)
        self.path = path
        self.said = error.said


def rendered(track: Track, names: Names) -> list[dict[str, Any]]:
    """Return the set groups or steps of a track. Raises Unshowable."""
    if track.is_strength:
        return [_group(piece, names, track) for piece in active(track.pieces, names)]
    return [_step(piece, names) for piece in active(track.pieces, names)]


def active(pieces: Iterable[Piece], names: Names) -> Iterator[Piece]:
    """Yield the pieces whose condition holds. Raises Unshowable."""
    for piece in pieces:
        try:
            wanted = piece.condition is None or piece.condition.value(names)
        except ExpressionError as error:
            raise Unshowable(f"{piece.path}.if", error) from error
        if wanted:
            yield piece


def _group(piece: Piece, names: Names, track: Track) -> dict[str, Any]:
    limits = LONG_SETS if track.counts else LIMITS
    values = {key: _value(numbers[0], names, limits) for key, numbers in piece.numbers.items() if numbers}
    exact = values.get("load")
    upper = {"reps_to": _whole(values["reps_to"])} if "reps_to" in values else {}
    return {
        "sets": _whole(values["sets"]),
        "reps": _whole(values["reps"]),
        **upper,
        "load": None if exact is None else shown_kg(exact, track=track),
        "exact_load": None if exact is None else round(exact, DECIMALS),
        "amrap": bool(values.get("amrap", False)),
        "rpe": values.get("rpe"),
    }


def _step(piece: Piece, names: Names) -> dict[str, Any]:
    if piece.inner:
        repeat = _whole(_value(piece.numbers["repeat"][0], names))
        return {"repeat": repeat, "steps": [_step(inner, names) for inner in active(piece.inner, names)]}
    return {key: _one_or_range(numbers, names) for key, numbers in piece.numbers.items()}


def _one_or_range(numbers: tuple[Number, ...], names: Names) -> float | list[float]:
    """Return one number, or two from easy to hard: a slower pace is the larger number."""
    values = [round(_value(number, names), 3) for number in numbers]
    return values[0] if len(values) == 1 else sorted(values, reverse=numbers[0].key == "pace")


def _value(number: Number, names: Names, limits: Limits = LIMITS) -> float:
    try:
        value = float(number.expression.value(names))
        _check(value, *limits[number.key])
    except ExpressionError as error:
        raise Unshowable(number.path, error) from error
    return value


def _check(value: float, low: float, high: float) -> None:
    if not low - FLOAT_NOISE <= value <= high + FLOAT_NOISE:
        limits = {"low": Plain(low, 0), "high": Plain(high, 0)}
        raise ExpressionError(
            sentence("%(value)s is not between %(low)s and %(high)s.", value=Plain(value, 1), **limits)
        )


def _whole(value: float) -> int:
    return int(value + FLOAT_NOISE)
