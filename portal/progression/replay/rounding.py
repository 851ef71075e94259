"""From the exact load to one that can be put on the bar."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from portal.progression.replay.compiled import DEFAULT_STEP_KG, Track
from portal.science.plates import loadable_kg, round_to

DECIMALS = 6


def step_of(track: Track) -> float:
    """Return the rounding step of a track in kilograms: its own, else a pair of its smallest plates, else 2.5."""
    if track.step_kg:
        return track.step_kg
    plates = track.equipment.get("plates")
    return 2 * min(plate for plate, _ in plates) if plates else DEFAULT_STEP_KG


def wanted_kg(exact_kg: float, *, track: Track) -> float:
    """Return the exact load rounded half up to the track's step, as if every multiple could be loaded."""
    return round(round_to(value=exact_kg, step=step_of(track)), DECIMALS)


def shown_kg(exact_kg: float, *, track: Track) -> float:
    """Return the load that is shown.

    With a bar and plates it is the greatest loadable total not above the rounded load, at least the bar; with a row
    of fixed loads (dumbbells, a stack) the nearest one, the heavier of two equally near; without equipment the
    rounded load itself.
    """
    equipment = track.equipment
    if "loads" in equipment:
        return float(min(equipment["loads"], key=lambda load: (abs(load - exact_kg), -load)))
    wanted = wanted_kg(exact_kg, track=track)
    if "plates" in equipment:
        return _loadable_kg(wanted, float(equipment.get("bar", 0)), _frozen(equipment))
    return wanted


def _frozen(equipment: Mapping[str, Any]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in equipment["plates"])


@lru_cache(maxsize=4096)
def _loadable_kg(target_kg: float, bar_kg: float, inventory: tuple[tuple[float, ...], ...]) -> float:
    """Rounded loads are few, so that each is worked out once."""
    return loadable_kg(target_kg=target_kg, bar_kg=bar_kg, inventory=inventory)
