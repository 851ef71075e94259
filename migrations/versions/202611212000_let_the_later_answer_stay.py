"""let the later answer stay, whichever phone sends it."""

import sqlalchemy as sa
from alembic import op

revision = "202611212000"
down_revision = "202611211810"


def upgrade():
    op.create_table(
        "taken_back",
        sa.Column("planned_session_id", sa.Uuid(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_session_id"],
            ["planned_session.id"],
            name=op.f("fk_taken_back_planned_session_id_planned_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_back")),
        sa.UniqueConstraint(
            "planned_session_id", "track", "position", name=op.f("uq_taken_back_planned_session_id_track_position")
        ),
    )
    op.add_column("session_log", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("effort_log", sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    op.drop_column("effort_log", "done_at")
    op.drop_column("session_log", "closed_at")
    op.drop_table("taken_back")
