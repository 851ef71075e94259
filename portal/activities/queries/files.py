"""Finding the files people handed in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portal.activities.models import Activity, ActivityFile
from portal.core import storage
from portal.core.db import db
from portal.core.errors import Hidden


@dataclass(frozen=True)
class Original:
    """A file as it was handed in: what it was called, and where it lies."""

    name: str
    path: Path


def original_of(activity: Activity) -> Original:
    """Return the file the activity came from. Raises Hidden when there is none."""
    file = db.session.get(ActivityFile, activity.file_id) if activity.file_id else None
    if file is None or not storage.path_of(file.key).is_file():
        raise Hidden
    return Original(file.name, storage.path_of(file.key))
