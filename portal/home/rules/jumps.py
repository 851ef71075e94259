"""Load that grew faster than usual. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.science.load import ACUTE_DAYS, CHRONIC_DAYS, acute_chronic_ratio

JUMP = 1.3
"""Upper end of what Gabbett (2016) calls the usual range of the coupled ratio."""
KNOWN_DAYS = CHRONIC_DAYS + ACUTE_DAYS
"""So many days are looked at: four weeks before each day of the last one."""


@dataclass(frozen=True)
class Jump:
    """The load of seven days over the mean week of four, and since which day that is much."""

    ratio: float
    since_on: date

    @property
    def more_pct(self) -> int:
        """Return by how many per cent the week is above the mean."""
        return round(100 * (self.ratio - 1))


def jump_of(loads: Mapping[date, float], *, today: date) -> Jump | None:
    """Return how the load jumped, None when it did not or too little is known.

    `loads` holds the load of each day on which something was recorded, of at least `KNOWN_DAYS` up to today.
    """
    first = min(loads, default=today)
    if (today - first).days < CHRONIC_DAYS - ACUTE_DAYS:
        return None
    ratio = _ratio(loads, today)
    if ratio is None or ratio < JUMP:
        return None
    since = today
    while (today - since).days < ACUTE_DAYS - 1 and (_ratio(loads, since - timedelta(days=1)) or 0) >= JUMP:
        since -= timedelta(days=1)
    return Jump(ratio, since)


def _ratio(loads: Mapping[date, float], on: date) -> float | None:
    days = [loads.get(on - timedelta(days=back), 0.0) for back in range(CHRONIC_DAYS - 1, -1, -1)]
    return acute_chronic_ratio(daily_load=days)
