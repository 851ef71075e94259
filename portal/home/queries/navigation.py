"""What every page shows around its content."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.access import Actor


@dataclass(frozen=True)
class Entry:
    """One entry of the rail or the bar."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0


def navigation_of(actor: Actor) -> list[Entry]:
    """Return the entries for this person."""
    return []
