"""know a yes for Strava again."""

import sqlalchemy as sa
from alembic import op

revision = "202611211810"
down_revision = "202611211755"
TABLES = ("strava_account", "strava_link")


def upgrade():
    for table in TABLES:
        op.add_column(table, sa.Column("code_hash", sa.String(), nullable=True))


def downgrade():
    for table in TABLES:
        op.drop_column(table, "code_hash")
