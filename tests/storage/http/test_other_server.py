"""The client against @tus/server, an implementation that shares nothing with ours (build/tus-peer, from npm)."""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import TryAgainError
from app.storage.http.connection import Connection, Credential
from app.storage.http.memory import RoadMemory
from app.storage.http.pace import Pace
from app.storage.http.upload import Traffic, Uploader, UploadGoneError
from tests.storage.http.room import NOW
from tests.storage.http.wire import line_to

PROJECT = Path(__file__).resolve().parents[3]
SERVER = PROJECT / "build" / "tus-peer" / "server.mjs"
INSTALLED = PROJECT / ".cache" / "tus-peer"  # by build/setup.sh
SIZE = 1_500_000


@pytest.fixture
def tus(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Address of a running @tus/server, and the folder its files come to lie in."""
    folder = tmp_path / "tus"
    folder.mkdir()
    command = ["node", str(SERVER), str(INSTALLED), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        assert port, "make setup installs @tus/server into .cache/tus-peer"
        yield f"http://127.0.0.1:{port}", folder
        server.terminate()


def _uploader(url: str, folder: Path) -> Uploader:
    connection = Connection(url, lambda: Credential(token="any"))
    pace = Pace(time.monotonic, time.sleep)
    return Uploader(connection, RoadMemory(folder / "road.sqlite", NOW), pace, Traffic(), time.monotonic)


def _closed(uploader: Uploader) -> None:
    uploader.connection.close()
    uploader.memory.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "result.pdf"
    path.write_bytes(bytes(range(256)) * (SIZE // 256 + 1))
    return path


def test_a_file_arrives_whole(tus: tuple[str, Path], file: Path, tmp_path: Path) -> None:
    url, folder = tus
    uploader = _uploader(url, tmp_path)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    address = uploader.bring("k", digest, file, first=True)
    assert (folder / address.rpartition("/")[2]).read_bytes() == file.read_bytes()
    _closed(uploader)


@pytest.mark.parametrize("tenths", [1, 4, 7, 9])
def test_a_file_cut_on_its_way_goes_on_where_that_server_is(
    tus: tuple[str, Path], file: Path, tmp_path: Path, tenths: int
) -> None:
    url, folder = tus
    with line_to(url) as line:
        line.cut_after = lambda number: SIZE * tenths // 10 if number == 0 else None
        for _ in range(10):
            uploader = _uploader(line.url, tmp_path)  # as a program that was killed and begins again
            try:
                address = uploader.bring("k", "0" * 64, file, first=True)
                break
            except TryAgainError:
                continue
            finally:
                _closed(uploader)
        assert (folder / address.rpartition("/")[2]).read_bytes() == file.read_bytes()
        assert line.cuts == 1


def test_an_upload_that_the_server_has_forgotten_is_told(
    tus: tuple[str, Path], file: Path, tmp_path: Path
) -> None:
    url, folder = tus
    uploader = _uploader(url, tmp_path)
    address = uploader.bring("k", "0" * 64, file, first=True)
    for one in folder.glob(address.rpartition("/")[2] + "*"):
        one.unlink()
    with pytest.raises(UploadGoneError):
        uploader.bring("k", "0" * 64, file, first=True)
    _closed(uploader)
