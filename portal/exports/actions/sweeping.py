"""Erasing documents that were left behind in the storage."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy import select

from portal.core import storage
from portal.core.db import db, transaction
from portal.exports.models import Export

SURELY_LEFT = timedelta(days=1)
"""A document that nobody names and that is older than this was left behind."""


def sweep_documents(*, now: datetime) -> None:
    """Erase the files of documents that are gone. Waits for the disk: opens short transactions itself."""
    storage.sweep("exports", before=now - SURELY_LEFT, kept=_kept)


def _kept(keys: Sequence[str]) -> set[str]:
    ids: list[UUID] = []
    for key in keys:
        with suppress(ValueError):
            ids.append(UUID(PurePosixPath(key).stem))
    with transaction(writes=False):
        return {export.key for export in db.session.scalars(select(Export).where(Export.id.in_(ids)))}
