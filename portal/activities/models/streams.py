"""The samples of an activity."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.activities.models.activities import Activity
from portal.activities.models.codec import decode
from portal.core.db import Record


class ActivityStream(Record):
    """Everything a device recorded second by second, and what pages draw of it."""

    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id, ondelete="CASCADE"), unique=True)
    sketch: Mapped[dict[str, Any]]
    """What pages draw (rules.sketch): thinned once, so that no page unpacks the samples."""
    heart_seconds: Mapped[dict[str, Any]]
    """Seconds at each heart rate: loads and zones follow from them without the samples."""
    blob: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)

    def channels(self) -> dict[str, list[float | None]]:
        """Return every sample by channel. The blob must have been loaded."""
        return decode(self.blob)
