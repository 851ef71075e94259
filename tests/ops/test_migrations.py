"""Bringing a database up to date, before anything else looks at it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config as AlembicConfig

from portal.app import create_app
from portal.config import Config
from portal.core.db import Base, db
from portal.core.migrations import Standing, standing, upgrade


@contextmanager
def opened(environment, url, home):
    app = create_app(Config.from_environment({**environment, "DATABASE_URL": url, "TRACKSIDE_HOME": str(home)}))
    with app.app_context():
        yield db.engine
        db.engine.dispose()


@pytest.fixture
def engine(environment, own_database, tmp_path):
    """An empty database, as the portal opens it."""
    with opened(environment, own_database, tmp_path) as engine:
        yield engine


@pytest.fixture
def sqlite_engine(environment, tmp_path):
    """The same on SQLite, whatever database the other tests use."""
    with opened(environment, f"sqlite:///{tmp_path}/empty.db", tmp_path) as engine:
        yield engine


def standing_of(engine):
    with engine.connect() as connection:
        return standing(connection)


def test_an_empty_database_is_behind_and_then_current(engine):
    assert standing_of(engine) is Standing.BEHIND

    upgrade(engine)

    assert standing_of(engine) is Standing.CURRENT
    assert sa.inspect(engine).has_table("person")


def test_a_second_time_nothing_happens(engine):
    upgrade(engine)

    upgrade(engine)

    assert standing_of(engine) is Standing.CURRENT


def test_a_database_of_the_first_day_gets_what_came_since(engine):
    with engine.connect() as connection, connection.begin():
        config = AlembicConfig(toml_file="pyproject.toml")
        config.attributes["connection"] = connection
        command.upgrade(config, "202611211401")
    assert standing_of(engine) is Standing.BEHIND

    upgrade(engine)

    assert standing_of(engine) is Standing.CURRENT
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            connection.execute(table.select().limit(1))


def test_two_that_begin_together_do_not_disturb_each_other(engine):
    with ThreadPoolExecutor(2) as both:
        list(both.map(upgrade, [engine, engine]))

    assert standing_of(engine) is Standing.CURRENT


def test_a_newer_database_is_left_alone(engine):
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from the future'")

    upgrade(engine)

    assert standing_of(engine) is Standing.AHEAD


def test_foreign_keys_hold_again_afterwards(sqlite_engine):
    upgrade(sqlite_engine)

    with sqlite_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
