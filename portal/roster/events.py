"""Facts this slice announces."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class LifeStatusNoted(Fact, version=1):
    """Somebody noted how an athlete is for a while."""

    life_status_id: UUID
