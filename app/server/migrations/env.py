"""Runs the steps on the connection it is given; without one, writes down the SQL (the dry run)."""

from __future__ import annotations

from alembic import context

_connection = context.config.attributes.get("connection")
if _connection is None:
    context.configure(
        dialect_name=context.config.get_main_option("sohoa_dialect"),
        output_buffer=context.config.output_buffer,
        literal_binds=True,
    )
else:
    context.configure(connection=_connection)
with context.begin_transaction():
    context.run_migrations()
