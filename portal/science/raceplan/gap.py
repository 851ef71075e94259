"""What to do after a gap in the running."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from portal.science.quantity import not_negative
from portal.science.running import detraining_factor

WEEK_DAYS = 7
# Days off up to which each action holds; longer is a restart. Source: science.md 2.10, after Friel, Pfitzinger and
# Daniels; the steps of a long return science.md 2.2 (Daniels).
GAP_ACTIONS = ((3, "drop"), (7, "cutback"), (14, "repeat"), (28, "rebuild"))
REPEAT_FACTORS = (0.75, 0.90)
REBUILD_STEPS = (0.50, 0.75)  # equal parts of the days off
RESTART_STEPS = (0.33, 0.50, 0.75)  # as well, up to eight weeks
LONG_RESTART_DAYS = 56
LONG_RESTART_FACTORS = (0.33,) * 3 + (0.50,) * 3 + (0.70,) * 3 + (0.85,) * 3
REJOIN_WEEKS = 3  # before the taper


class GapRepair(NamedTuple):
    """How to come back: a factor for each week's load after the return, one for the index; may the goal stand."""

    action: str
    load_factors: tuple[float, ...]
    index_factor: float
    rejoin: bool


def repair_after_gap(*, missed_days: float, weeks_left: float, taper_weeks: float = 2) -> GapRepair:
    """Return how to come back after days without running.

    The action is drop (go on, never stack), cutback (the gap was the lighter week), repeat, rebuild or restart; the
    factors are for the load of one week after the other. Source: science.md 2.10 (a synthesis) and 2.2 (Daniels).
    Raises ValueError for negative days or weeks.
    """
    not_negative(missed_days, "missed_days")
    not_negative(weeks_left, "weeks_left")
    not_negative(taper_weeks, "taper_weeks")
    action = next((action for most, action in GAP_ACTIONS if missed_days <= most), "restart")
    enough = action != "rebuild" or weeks_left >= taper_weeks + REJOIN_WEEKS
    return GapRepair(
        action=action,
        load_factors=_return_factors(action, missed_days),
        index_factor=detraining_factor(days_off=missed_days),
        rejoin=enough and action != "restart",
    )


def _return_factors(action: str, missed_days: float) -> tuple[float, ...]:
    if action == "repeat":
        return REPEAT_FACTORS
    if action == "rebuild":
        return _in_parts(missed_days, REBUILD_STEPS)
    if action == "restart":
        return LONG_RESTART_FACTORS if missed_days > LONG_RESTART_DAYS else _in_parts(missed_days, RESTART_STEPS)
    return ()


def _in_parts(days: float, steps: Sequence[float]) -> tuple[float, ...]:
    """Return the mean factor of each week when as many days as were missed are cut into equal steps."""
    weeks = math.ceil(days / WEEK_DAYS)
    daily = [steps[int(day * len(steps) / days)] if day < days else 1.0 for day in range(weeks * WEEK_DAYS)]
    return tuple(fmean(daily[week * WEEK_DAYS :][:WEEK_DAYS]) for week in range(weeks))
