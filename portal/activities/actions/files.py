"""Keeping and erasing the files people handed in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from portal.activities.models import Activity, ActivityFile, Import
from portal.core import storage
from portal.core.db import after_commit, db, transaction

SURELY_LEFT = timedelta(days=1)
"""A file that nobody names and that is older than this was left behind."""


def forget_files(file_ids: Collection[UUID]) -> None:
    """Erase those of these files that no activity came from any more."""
    still_used = select(Activity.id).where(Activity.file_id == ActivityFile.id).exists()
    unused = db.session.scalars(select(ActivityFile).where(ActivityFile.id.in_(file_ids), ~still_used)).all()
    for file in unused:
        key = file.key
        db.session.execute(update(Import).where(Import.file_id == file.id).values(file_id=None))
        db.session.execute(delete(ActivityFile).where(ActivityFile.id == file.id))
        after_commit(lambda key=key: storage.delete(key))  # type: ignore[misc]


def sweep_files(*, now: datetime) -> None:
    """Erase the files that were left behind, as after a crash. Waits for the disk: opens short transactions itself."""
    storage.sweep("activities", before=now - SURELY_LEFT, kept=_kept)


def _kept(keys: Sequence[str]) -> set[str]:
    with transaction(writes=False):
        digests = [key.rpartition("/")[2] for key in keys]
        files = db.session.scalars(select(ActivityFile).where(ActivityFile.sha256.in_(digests)))
        return {file.key for file in files}
