"""Rows that several jobs may want at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from portal.core.db import Record, db
from portal.core.ids import new_id

R = TypeVar("R", bound=Record)

INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def add_if_new(table: type[Record], *rows: dict[str, Any]) -> list[UUID]:
    """Add rows, leaving out those whose key is taken; return the ids of the new ones."""
    if not rows:
        return []
    insert = INSERT[db.engine.dialect.name](table).values([{"id": new_id(), **row} for row in rows])
    return list(db.session.scalars(insert.on_conflict_do_nothing().returning(table.id)))


def locked(table: type[R], row_id: UUID) -> R | None:
    """Return the row as it is now, locked until the transaction ends."""
    return db.session.scalar(
        select(table).where(table.id == row_id).with_for_update().execution_options(populate_existing=True)
    )
