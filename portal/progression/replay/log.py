"""The log in the order in which it counts, and what of it does not count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from portal.progression.replay.state import Entry


class Ordered(NamedTuple):
    """The entries that count, in order, and the ids of those that do not."""

    entries: list[Entry]
    ignored: tuple[str, ...]


def in_order(log: Iterable[Entry]) -> Ordered:
    """Return the log by effective date, then sequence, then id.

    A repeated id counts once, and so does a slot: its first `done` voids every other entry that says how the
    slot went, be it `missed`, `excused` or a second `done`.
    """
    entries, ignored = _without_repeats(sorted(log, key=_moment))
    done = {entry["slot"] for entry in entries if entry["type"] == "done" and entry.get("slot") is not None}
    settled: set[int] = set()
    kept = []
    for entry in entries:
        slot = entry.get("slot")
        if slot is not None and entry["type"] in OUTCOMES:
            if slot in settled or (slot in done and entry["type"] != "done"):
                ignored.append(entry_id(entry))
                continue
            settled.add(slot)
        kept.append(entry)
    return Ordered(kept, tuple(ignored))


def entry_id(entry: Entry) -> str:
    """Return the id of an entry as text; empty when it has none."""
    return str(entry.get("id", ""))


OUTCOMES = frozenset({"done", "missed", "excused"})


def _moment(entry: Entry) -> tuple[str, int, str]:
    return entry["date"], entry.get("seq", 0), entry_id(entry)


def _without_repeats(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    seen: set[str] = set()
    kept, repeated = [], []
    for entry in entries:
        known = entry_id(entry)
        if known in seen:
            repeated.append(known)
            continue
        if known:
            seen.add(known)
        kept.append(entry)
    return kept, repeated
