"""Which migration the database is at, which one this code needs, and how to get there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa

from portal.core.db import locking

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "migrations"
LOCK = 7_241_994
"""A number for PostgreSQL's advisory lock: of two processes that migrate at once, one waits."""


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


def upgrade(engine: sa.Engine) -> None:
    """Bring the database to the migration this code needs; a newer one is left as it is."""
    with engine.connect() as connection, _migrating(connection), locking(), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        if standing(connection) is Standing.BEHIND:
            _run_migrations(connection)


def _run_migrations(connection: sa.Connection) -> None:
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # it names each while it is imported
    from alembic import command  # noqa: PLC0415 -- half a second, needed once per version
    from alembic.config import Config  # noqa: PLC0415

    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _migrating(connection: sa.Connection) -> Iterator[None]:
    # SQLite changes a table by copying and dropping it; with foreign keys on, that would empty the tables below it.
    own = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
    if own is not None:
        own.execute("PRAGMA foreign_keys = OFF")  # does nothing inside a transaction, so before it begins
    try:
        yield
    finally:
        if own is not None:
            own.execute("PRAGMA foreign_keys = ON")


def _revision(connection: sa.Connection) -> str | None:
    # Asked first, because PostgreSQL gives up a whole transaction in which one statement failed.
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found
