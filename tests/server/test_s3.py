"""Results in S3, on a real server: nothing is acknowledged that does not lie there, and what lies there stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import EnvironmentLackError, NeedsPersonError, TryAgainError
from app.server import s3
from app.server.backup import back_up, check, restore
from app.server.blobs import S3Place
from app.server.s3 import S3Blobs
from tests.server.s3_server import bucket, client, swift
from tests.server.served import Served, opened, place_in, served

UNIT = "H15.70"
DATA = b"%PDF result"
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(scope="module")
def server() -> Iterator[S3Place]:
    with swift() as place:
        yield place


@pytest.fixture
def place(server: S3Place, request: pytest.FixtureRequest) -> S3Place:
    return bucket(server, hashlib.sha256(request.node.name.encode()).hexdigest()[:20])


@pytest.fixture
def blobs(place: S3Place, tmp_path: Path) -> S3Blobs:
    return S3Blobs(place, tmp_path / "work")


def _overwritten(place: S3Place, data: bytes, digest: str = DIGEST) -> None:
    client(place).put_object(Bucket=place.bucket, Key=place.prefix + digest, Body=data)


def test_bytes_come_back_whole_and_from_any_byte(blobs: S3Blobs, tmp_path: Path) -> None:
    assert blobs.put([DATA[:3], DATA[3:]], DIGEST) == len(DATA)
    assert b"".join(blobs.read(DIGEST)) == DATA
    assert b"".join(blobs.read(DIGEST, 5)) == DATA[5:]
    assert list(blobs.digests()) == [DIGEST]
    assert list((tmp_path / "work").iterdir()) == []


def test_a_file_of_many_parts_comes_back_whole(blobs: S3Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "_PART_BYTES", 5 << 20)
    piece = bytes(range(256)) * 4096
    digest = hashlib.sha256(piece * 12).hexdigest()
    assert blobs.put((piece for _ in range(12)), digest) == 12 << 20
    assert hashlib.sha256(b"".join(blobs.read(digest))).hexdigest() == digest
    assert list(blobs.check([digest])) == []


def test_bytes_of_another_digest_are_refused_and_not_sent(blobs: S3Blobs) -> None:
    with pytest.raises(NeedsPersonError, match="storage-digest-differs"):
        blobs.put([b"other"], DIGEST)
    assert list(blobs.digests()) == []


def test_what_lies_there_is_not_written_again_but_what_is_damaged_is_mended(
    blobs: S3Blobs, place: S3Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    really = blobs._send

    def watched(path: Path, digest: str, size: int) -> None:
        sent.append(digest)
        really(path, digest, size)

    monkeypatch.setattr(blobs, "_send", watched)
    blobs.put([DATA], DIGEST)
    blobs.put([DATA], DIGEST)
    assert sent == [DIGEST]
    _overwritten(place, b"%PDF resulT")
    blobs.put([DATA], DIGEST)
    assert b"".join(blobs.read(DIGEST)) == DATA


def test_a_server_that_takes_bytes_and_keeps_others_gives_no_receipt(
    blobs: S3Blobs, place: S3Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "_send", lambda *_: _overwritten(place, b"%PDF resulT"))
    with pytest.raises(TryAgainError, match="serve-s3-differs"):
        blobs.put([DATA], DIGEST)
    monkeypatch.setattr(blobs, "_send", lambda *_: None)  # "200", but nothing stored
    client(place).delete_object(Bucket=place.bucket, Key=DIGEST)
    with pytest.raises(TryAgainError, match="serve-s3-differs"):
        blobs.put([DATA], DIGEST)


def test_a_part_damaged_on_its_way_is_refused_by_the_server(
    blobs: S3Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = s3._md5
    monkeypatch.setattr(s3, "_md5", lambda _: right(b"what was meant"))
    with pytest.raises(TryAgainError, match="serve-s3-trouble"):
        blobs.put([DATA], DIGEST)
    assert list(blobs.digests()) == []


def test_what_is_missing_is_for_a_person_at_once(blobs: S3Blobs) -> None:
    with pytest.raises(NeedsPersonError, match="storage-file-missing"):
        blobs.read(DIGEST)


def test_a_check_names_what_is_altered_misnamed_and_missing(blobs: S3Blobs, place: S3Place) -> None:
    other = hashlib.sha256(b"other").hexdigest()
    for data, digest in ((DATA, DIGEST), (b"other", other)):
        blobs.put([data], digest)
    assert list(blobs.check([DIGEST, other])) == []
    _overwritten(place, b"altered", other)
    client(place).put_object(Bucket=place.bucket, Key="holiday.jpg", Body=b"x")
    found = {(flaw.problem, flaw.digest) for flaw in blobs.check([DIGEST, other, "a" * 64])}
    assert found == {("altered", other), ("foreign", ""), ("missing", "a" * 64)}


def test_a_prefix_is_a_store_of_its_own(place: S3Place, tmp_path: Path) -> None:
    first, second = (S3Blobs(replace(place, prefix=name), tmp_path / "work") for name in ("a/", "b/"))
    first.put([DATA], DIGEST)
    assert list(first.digests()) == [DIGEST]
    assert list(second.digests()) == []


def test_a_wrong_secret_an_unknown_bucket_and_a_server_that_is_away_are_said_at_the_start(
    place: S3Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in (replace(place, bucket="nowhere"), replace(place, endpoint="http://127.0.0.1:9")):
        with pytest.raises(EnvironmentLackError, match="serve-s3-unusable"):
            S3Blobs(wrong, tmp_path / "work")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(EnvironmentLackError, match="serve-s3-unusable"):
        S3Blobs(place, tmp_path / "work")


def test_a_secret_comes_of_the_keyring_when_the_environment_has_none(
    place: S3Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    kept = {("sohoa-s3", place.key): "testing"}
    monkeypatch.setattr(s3.keyring, "get_password", lambda *asked: kept.get(asked))
    assert S3Blobs(place, tmp_path / "work").reachable()
    with pytest.raises(EnvironmentLackError, match="serve-s3-no-credential"):
        S3Blobs(replace(place, key="other"), tmp_path / "work")


def _deposited(store: Served, number: int) -> dict[str, Any]:
    told = store.deposit(store.token("clerk", UNIT), f"{UNIT}-260310-{number:04}", b"%d" % number * 1000)
    assert told.status_code == 201, told.text
    receipt: dict[str, Any] = told.json()
    return receipt


def test_a_store_in_s3_is_checked_backed_up_and_restored_into_a_folder_and_back(
    place: S3Place, tmp_path: Path
) -> None:
    def now() -> datetime:
        return datetime.now(UTC)

    with served(tmp_path, blobs=place) as store:
        receipts = [_deposited(store, number) for number in range(3)]
        assert store.ask("GET", "health").json()["blobs"]
        assert list(check(store.inside)) == []
        assert back_up(store.inside, tmp_path / "backup") == 3
        _overwritten(place, b"altered", receipts[0]["digest"])
        assert [flaw.problem for flaw in check(store.inside)] == ["altered"]
        client(place).delete_object(Bucket=place.bucket, Key=receipts[1]["digest"])
        told = store.ask("GET", f"results/{receipts[1]['id']}/content", store.token("clerk", UNIT))
        assert (told.status_code, told.json()["code"]) == (500, "result-unreadable")
    second = replace(place_in(tmp_path / "second"), blobs=bucket(place, f"{place.bucket}-2"))
    for target in (place_in(tmp_path / "first"), second):
        assert restore(target, tmp_path / "backup", now) == 3
        again = opened(target)
        assert b"".join(again.blobs.read(receipts[2]["digest"])) == b"2" * 1000
        again.close()


def test_no_receipt_is_given_while_s3_is_away(tmp_path: Path) -> None:
    with ExitStack() as outlives:
        with swift() as place:
            store = outlives.enter_context(served(tmp_path, blobs=place))
            assert store.ask("GET", "health").status_code == 200
        token = store.token("clerk", UNIT)
        told = store.deposit(token, f"{UNIT}-260310-0001", DATA)
        assert (told.status_code, told.json()["code"]) == (503, "unavailable")
        assert store.ask("GET", "health").status_code == 503
        assert store.ask("GET", "results", token).json()["results"] == []
