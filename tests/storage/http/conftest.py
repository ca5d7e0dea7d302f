from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.http.peer import Peer, peer_at
from tests.storage.http.room import Watch, Workstation
from tests.storage.http.wire import Line, line_to


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "peer", Watch()) as peer:
        yield peer


@pytest.fixture
def line(peer: Peer) -> Iterator[Line]:
    with line_to(peer.url) as line:
        yield line


@pytest.fixture
def workstation(tmp_path: Path, peer: Peer, line: Line) -> Iterator[Workstation]:
    workstation = Workstation(tmp_path / "workstation", line.url, peer.public_key)
    yield workstation
    workstation.store.close()
