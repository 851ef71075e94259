"""keep deleted plans for a while, and answer from an index how far a session got."""

import sqlalchemy as sa
from alembic import op

revision = "202611211755"
down_revision = "202611211401"


def upgrade():
    op.add_column("plan", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        op.f("ix_session_log_planned_session_id_finished_at_done_pct"),
        "session_log",
        ["planned_session_id", "finished_at", "done_pct"],
        unique=False,
    )


def downgrade():
    op.drop_index(op.f("ix_session_log_planned_session_id_finished_at_done_pct"), table_name="session_log")
    # No batch: SQLite would copy the table, which forgets its checks.
    op.drop_column("plan", "deleted_at")
