"""Supervision's figures by procedure, field, channel and clerk for each day, kept by triggers."""

from __future__ import annotations

from alembic import op

from app.storage.groups_schema import filling, tables

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table; counting the dossiers there are takes seconds for each million."""
    dialect = op.get_context().dialect.name
    for statement in (*tables(dialect), *filling(dialect)):
        op.execute(statement)
