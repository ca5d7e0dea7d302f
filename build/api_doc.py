"""Writes docs/api.md (`make api`): the calls as the application describes itself, with examples of api-doc.toml."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.server.app import application
from app.server.parts import Place, open_store

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "docs" / "api.md"


def document() -> str:
    """Return the page; KeyError names a call that is described and has no example, or the other way round."""
    told = tomllib.loads((PROJECT / "build" / "api-doc.toml").read_text(encoding="utf-8"))
    described = {call["operationId"]: (method, path, call) for method, path, call in _calls()}
    written = {call["id"] for call in told["call"]}
    if written != set(described):
        raise KeyError(sorted(written ^ set(described)))
    pages = [_page(call, *described[call["id"]]) for call in told["call"]]
    head = (
        f"# API of the served data store\n\n{told['before'].strip()}\n\n```sh\n{told['shell'].strip()}\n```\n"
    )
    return "\n".join([head, *pages])


def _calls() -> Iterator[tuple[str, str, dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        texts = PROJECT / "resources" / "translations"
        place = Place(f"sqlite:///{home / 'store.sqlite'}", home / "objects", home, texts)
        store = open_store(place, lambda: datetime.now(UTC))
        described = application(store).openapi()
        store.close()
    _resolve(described, described)
    for path, methods in described["paths"].items():
        for method, call in methods.items():
            yield method.upper(), path.removeprefix("/api/v1"), call


def _resolve(part: Any, whole: dict[str, Any]) -> None:
    """Put what is described elsewhere in its place."""
    for key, inner in list(part.items() if isinstance(part, dict) else enumerate(part)):
        found = inner
        if isinstance(inner, dict) and "$ref" in inner:
            found = whole
            for step in inner["$ref"].split("/")[1:]:
                found = found[step]
            part[key] = found
        if isinstance(found, dict | list):
            _resolve(found, whole)


def _page(told: dict[str, str], method: str, path: str, call: dict[str, Any]) -> str:
    lines = [f"## {method} {path}", "", str(call.get("description", "")).replace("\n", " "), ""]
    asked = [f"`{one['name']}` ({_kind(one)})" for one in call.get("parameters", [])]
    if asked:
        lines += [f"Asked: {', '.join(asked)}.", ""]
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    fields = {
        name: one
        for part in (body, *body.get("anyOf", []))
        for name, one in part.get("properties", {}).items()
    }
    if fields:
        lines += [f"Body: {', '.join(f'`{name}`' for name in fields)}.", ""]
    status = min(call["responses"])
    lines += [f"Gives {status}: {told['gives']}.", "", "```sh", told["example"].strip(), "```", ""]
    return "\n".join(lines)


def _kind(one: dict[str, Any]) -> str:
    schema = one["schema"]
    kind = (
        " | ".join(schema["enum"]) if "enum" in schema else schema.get("format") or schema.get("type", "text")
    )
    return f"{one['in']}, {kind}{', needed' if one.get('required') else ''}"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
