"""Facts about telling people."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class MessageLeftUnread(Fact, version=1):
    """A message has waited so long that its reader is to be told by mail."""

    notice_id: UUID
