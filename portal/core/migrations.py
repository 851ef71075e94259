"""Which migration the database is at, and which one this code needs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError

FOLDER = Path(__file__).parents[2] / "migrations"


class Standing(StrEnum):
    """How the database stands to this code."""

    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"


def needed() -> str:
    """Return the migration this code was written for."""
    return (FOLDER / "HEAD").read_text(encoding="ascii").strip()


def standing(connection: sa.Connection) -> Standing:
    """Return whether the database is at the migration this code needs. Raises while there is no database."""
    found = _revision(connection)
    if found == needed():
        return Standing.CURRENT
    # A migration this code has never heard of is a newer one: during an upgrade both codes run for a while.
    known = found is None or any(path.name.startswith(f"{found}_") for path in (FOLDER / "versions").iterdir())
    return Standing.BEHIND if known else Standing.AHEAD


def _revision(connection: sa.Connection) -> str | None:
    try:
        found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except (OperationalError, ProgrammingError):
        if connection.dialect.has_table(connection, "alembic_version"):
            raise
        return None
    return found
