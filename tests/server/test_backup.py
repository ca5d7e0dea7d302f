"""A backup becomes the same store in an empty place, in the other kind of database too; whatever is wrong is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import NeedsPersonError, UsageError
from app.server.accounts import Role
from app.server.backup import back_up, check, restore
from app.server.database import many
from app.server.parts import Place, ServedStore
from app.server.results import Handed
from tests.server.served import opened, place_in
from tests.supervision.postgres import cluster


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ServedStore]:
    import hashlib

    store = opened(place_in(tmp_path / "first"))
    account = store.accounts.add("lan", Role.CLERK, ("H15",), None)
    store.register.take(account, [{"MaHoSo": "H15.1-260310-0001", "ChuHoSo": "Ân"}])
    for number in range(3):
        data = b"%d" % number
        upload = store.uploads.create(account, 1)
        chunk = store.uploads.begin_chunk(upload)
        chunk.write(data)
        store.uploads.take(chunk)
        digest = hashlib.sha256(data).hexdigest()
        store.results.deposit(account, Handed(f"k{number}", "H15.1-260310-0001", digest, upload.id))
    yield store
    store.close()


def _everything(store: ServedStore) -> list[list[dict[str, object]]]:
    with store.database.reading() as connection:
        return [
            [dict(row) for row in many(connection, f"SELECT * FROM {table} ORDER BY 1")]
            for table in ("dossiers", "results", "audit", "accounts", "store", "day_figures")
        ]


def test_a_backup_becomes_the_same_store_in_an_empty_place(store: ServedStore, tmp_path: Path) -> None:
    assert back_up(store, tmp_path / "backup") == 3
    with cluster() as at:
        url = f"postgresql://postgres@/postgres?host={at.split()[0].removeprefix('host=')}"
        for place in (place_in(tmp_path / "second"), place_in(tmp_path / "third", url)):
            assert restore(place, tmp_path / "backup", _now) == 3
            again = opened(place)
            assert _everything(again) == _everything(store)
            assert again.key.public == store.key.public
            assert again.accounts.add("mai", Role.CLERK, ("H15",), None).id > 1
            again.close()
            with pytest.raises(UsageError):
                restore(place, tmp_path / "backup", _now)


def test_a_backup_with_one_wrong_byte_is_refused_and_makes_nothing(
    store: ServedStore, tmp_path: Path
) -> None:
    back_up(store, tmp_path / "backup")
    victims = [tmp_path / "backup" / "results.jsonl", next((tmp_path / "backup" / "objects").glob("??/*"))]
    for number, victim in enumerate(victims):
        good = victim.read_bytes()
        victim.write_bytes(good.replace(good[-2:-1], b"?") if len(good) > 1 else b"?")
        place: Place = place_in(tmp_path / f"to{number}")
        with pytest.raises(NeedsPersonError):
            restore(place, tmp_path / "backup", _now)
        assert not (place.home / "signing.key").exists()
        victim.write_bytes(good)


def test_the_check_names_what_is_altered_missing_and_extra(store: ServedStore) -> None:
    assert list(check(store)) == []
    altered, missing, _ = sorted(store.place.blobs.glob("??/*"))
    altered.write_bytes(b"other")
    missing.unlink()
    extra = "a" * 64
    (store.place.blobs / "aa").mkdir(exist_ok=True)
    (store.place.blobs / "aa" / extra[2:]).write_bytes(b"x")
    assert {one.problem for one in check(store)} == {"altered", "missing", "extra"}
