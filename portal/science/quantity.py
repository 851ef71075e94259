"""What can be a quantity at all: not finite, or beyond any body and any machine, is refused here."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 1e-9  # smaller is a slip of arithmetic, in whatever unit
MOST = 1e12  # larger is a slip of a hand; powers and products of it still fit a float
MINUTE_S = 60
HOUR_S = 3600
KM_M = 1000
OLDEST_YEARS = 130


def finite(value: float, name: str) -> None:
    """Raise ValueError unless the value is a number that can be reckoned with."""
    if not -MOST <= value <= MOST:
        raise ValueError(f"{name} must be a finite number")


def positive(value: float, name: str) -> None:
    """Raise ValueError unless the value is finite and above zero."""
    if not LEAST <= value <= MOST:
        raise ValueError(f"{name} must be positive")


def not_negative(value: float, name: str) -> None:
    """Raise ValueError unless the value is finite and at least zero."""
    if not 0 <= value <= MOST:
        raise ValueError(f"{name} must not be negative")


def share(value: float, name: str) -> None:
    """Raise ValueError unless the value lies between 0 and 1."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be between 0 and 1")


def age(age_years: float) -> None:
    """Raise ValueError unless somebody can be this old, in years."""
    if not 0 < age_years <= OLDEST_YEARS:
        raise ValueError(f"age_years must be between 0 and {OLDEST_YEARS}")


def whole(value: float, name: str) -> None:
    """Raise ValueError unless the value is a whole number from 1 up."""
    if not 1 <= value <= MOST or value != int(value):
        raise ValueError(f"{name} must be a whole number from 1 up")


def samples(values: Sequence[float], name: str) -> None:
    """Raise ValueError unless every value is finite and at least zero."""
    # The sum is asked first: it is the only one of the three that a hidden NaN cannot escape.
    if values and not (sum(values) <= MOST * len(values) and min(values) >= 0 and max(values) <= MOST):
        raise ValueError(f"{name} must hold finite numbers, none of them negative")
