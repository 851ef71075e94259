"""What SQLite must do that it does not do by itself, whatever database the other tests use."""

import pytest
import sqlalchemy as sa

from portal.core import sqlite


@pytest.mark.parametrize(
    ("name", "value"), [("secure_delete", 1), ("foreign_keys", 1), ("journal_mode", "wal"), ("busy_timeout", 5000)]
)
def test_each_connection_is_told_how_to_behave(tmp_path, name, value):
    engine = sa.create_engine(f"sqlite:///{tmp_path}/own.db")
    sqlite.prepare(engine)

    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value
    engine.dispose()
