"""Supervision's figures by unit and day, kept by triggers; calls counted by the minute; keys are files, not rows."""

from __future__ import annotations

from alembic import op

from app.storage.figures_schema import OPEN, filling, tables

revision = "0004"
down_revision = "0003"

_OTHERS = (
    """CREATE TABLE allowances (
        minute BIGINT NOT NULL, subject TEXT NOT NULL, calls BIGINT NOT NULL, PRIMARY KEY (minute, subject))""",
    f"CREATE INDEX dossiers_by_promise ON dossiers (due_at, id) WHERE {OPEN}",
    "DROP TABLE keys",
)


def upgrade() -> None:
    """Make the tables; counting the dossiers there are takes seconds for each million."""
    dialect = op.get_context().dialect.name
    for statement in (*tables(dialect), *filling(dialect), *_OTHERS):
        if not statement.startswith("CREATE TABLE stored_results"):  # of step 0001
            op.execute(statement)
