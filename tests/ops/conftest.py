"""An instance of its own: database, folder, Redis in memory."""

import subprocess

import pytest
from fakeredis import FakeRedis, FakeServer

from portal.app import create_app
from portal.config import Config
from portal.core.db import db
from portal.core.migrations import needed
from tests.workers.conftest import own_database, short_folder  # noqa: F401 -- fixtures


@pytest.fixture
def own_environment(environment, tmp_path):
    return {**environment, "DATABASE_URL": f"sqlite:///{tmp_path}/own.db", "TRACKSIDE_HOME": str(tmp_path)}


@pytest.fixture
def own_app(own_environment):
    """A portal at the newest migration, with a Redis that answers."""
    app = create_app(Config.from_environment(own_environment))
    app.extensions["redis"] = FakeRedis(server=FakeServer())
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (needed(),))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def own_redis(own_app):
    return own_app.extensions["redis"]


@pytest.fixture
def sh():
    """Run a command, and return how it ended and what it said."""

    def run(*argv, **given):
        return subprocess.run(argv, capture_output=True, text=True, check=False, **given)

    return run
