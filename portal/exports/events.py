"""Facts about documents."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class ExportRequested(Fact, version=1):
    """Somebody wants a document; it is drawn in the background."""

    export_id: UUID


@dataclass(frozen=True)
class ExportFinished(Fact, version=1):
    """A document is drawn and can be fetched."""

    export_id: UUID
    asked_by_id: UUID


@dataclass(frozen=True)
class ExportFailed(Fact, version=1):
    """A document could not be drawn."""

    export_id: UUID
    asked_by_id: UUID


@dataclass(frozen=True)
class ExportCancelled(Fact, version=1):
    """Somebody does not want the document any more, before it was drawn."""

    export_id: UUID


@dataclass(frozen=True)
class ExportRemoved(Fact, version=1):
    """Somebody put a document away; for a day it can be brought back."""

    export_id: UUID


@dataclass(frozen=True)
class ExportRestored(Fact, version=1):
    """A document that was put away is back."""

    export_id: UUID
