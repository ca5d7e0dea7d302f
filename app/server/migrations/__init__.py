"""The steps by which the store's database grows (Alembic)."""
