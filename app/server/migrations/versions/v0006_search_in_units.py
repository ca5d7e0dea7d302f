"""Words are looked for in some units by one index: of the unit (a list of one, so no extension is needed) and the text.

It takes the place of the text's own index. Writers wait while it is made, readers don't.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

_POSTGRESQL = (
    "SET LOCAL maintenance_work_mem = '256MB'",
    "CREATE INDEX dossiers_by_unit_and_text ON dossiers USING gin ((ARRAY[unit]), search_text gin_trgm_ops)",
    "DROP INDEX dossiers_by_text",
)


def upgrade() -> None:
    """Make the index; SQLite finds words by its full-text table."""
    for statement in _POSTGRESQL if op.get_context().dialect.name == "postgresql" else ():
        op.execute(statement)
