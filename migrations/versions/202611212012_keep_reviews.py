"""keep reviews."""

import sqlalchemy as sa
from alembic import op

revision = "202611212012"
down_revision = "202611212000"


def upgrade():
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("coaching_id", sa.Uuid(), nullable=False),
        sa.Column("trainer_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until_at IS NULL OR until_at > reviewed_at", name=op.f("ck_review_later")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_batch_id"), "review", ["batch_id"], unique=False)
    op.create_index(op.f("ix_review_coaching_id_reviewed_at"), "review", ["coaching_id", "reviewed_at"], unique=False)


def downgrade():
    op.drop_table("review")
