"""Slots and days: which planned session a training counts as, and which were missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from portal.progression.replay.state import Entry

GRACE_DAYS = 2
AFTER_THE_DAY = 1_000_000
"""The sequence of a miss: what was done that day comes first."""

Slot = tuple[int, date]
Days = tuple[date, date]


def is_missed(on: date, *, today: date, grace_days: int = GRACE_DAYS) -> bool:
    """Return whether a session of that day that nobody logged counts as missed by now."""
    return on + timedelta(days=grace_days) < today


def missed_entries(
    *,
    slots: Iterable[Slot],
    log: Iterable[Entry],
    today: date,
    grace_days: int = GRACE_DAYS,
    excused: Sequence[Days] = (),
) -> list[dict[str, Any]]:
    """Return an entry for every slot whose grace has passed, dated with the slot.

    Slots that were done are left out. Those inside an excused span (first and last day) are `excused` instead of
    `missed`. The entries follow from their slots, so working them out twice changes nothing.
    """
    done = {entry.get("slot") for entry in log if entry["type"] == "done"}
    late = [slot for slot in slots if slot[0] not in done and is_missed(slot[1], today=today, grace_days=grace_days)]
    return [_entry(slot, on, "excused" if _is_within(on, excused) else "missed") for slot, on in late]


def slot_for(*, slots: Iterable[Slot], log: Iterable[Entry], on: date, grace_days: int = GRACE_DAYS) -> int | None:
    """Return the open slot that a training on that day counts as: the nearest within the grace, the earlier of two.

    None when there is no such slot; the training then feeds records and load, not the plan.
    """
    done = {entry.get("slot") for entry in log if entry["type"] == "done"}
    near = [(abs((day - on).days), slot) for slot, day in slots if slot not in done]
    return min(((days, slot) for days, slot in near if days <= grace_days), default=(0, None))[1]


def _entry(slot: int, on: date, kind: str) -> dict[str, Any]:
    return {"id": f"{kind}-{slot}", "date": on.isoformat(), "seq": AFTER_THE_DAY, "type": kind, "slot": slot}


def _is_within(on: date, spans: Sequence[Days]) -> bool:
    return any(first <= on <= last for first, last in spans)
