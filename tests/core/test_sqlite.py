"""What SQLite must do that it does not do by itself."""

import pytest

from portal.core.db import db


@pytest.mark.parametrize(
    ("name", "value"), [("secure_delete", 1), ("foreign_keys", 1), ("journal_mode", "wal"), ("busy_timeout", 5000)]
)
def test_each_connection_is_told_how_to_behave(app, engine, name, value):
    if engine.dialect.name != "sqlite":
        pytest.skip("another database")

    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value
