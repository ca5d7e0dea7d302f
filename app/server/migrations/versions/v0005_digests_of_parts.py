"""Parts of uploads keep the SHA-256 that was reckoned as they came."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; parts that are there have none."""
    op.execute("ALTER TABLE parts ADD COLUMN digest TEXT NOT NULL DEFAULT ''")
