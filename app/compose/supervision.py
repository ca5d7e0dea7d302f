"""Wires supervision to the books of a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.compose.books import Books
from app.settings import Workspace, resources
from app.storage.stored_results import take_stored_results
from app.supervision.figures import Indicators
from app.supervision.rules import Rules


def rules_of(workspace: Workspace) -> Rules:
    """Return the program's rules, and the workspace's own over them."""
    return Rules((resources() / "rules", workspace.root / "rules"))


def indicators(books: Books) -> Indicators:
    """Return the figures over the register, brought up to date with the store."""
    database = books.register.database
    take_stored_results(database, books.workspace.store / "store.sqlite")

    def ask(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with database.reading() as connection:
            return connection.execute(sql, values).fetchall()

    return Indicators(ask, rules_of(books.workspace).units())
