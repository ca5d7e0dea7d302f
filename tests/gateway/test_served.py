"""The whole beside a real `sohoa serve`: `sohoa sync`, supervisors' calls, links opened as the portal opens them."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from app.storage.http.connection import Connection, Credential
from app.storage.http.sync_errors import not_synchronised
from tests.commands.calls import Answer, Line
from tests.gateway.igate_peer import CLIENT, SECRET, IGatePeer
from tests.gateway.national import ACCOUNT, PASSWORD, UNIT, NationalPortal
from tests.gateway.peer import Fault, Peer, standing
from tests.server.served import PROJECT, Served, served
from tests.supervision.postgres import cluster

DOSSIER = "H15.12-260302-0001"
ROW = {
    "MaHoSo": DOSSIER, "MaTTHC": "1.004859", "ChuHoSo": "Ân", "TrangThaiHoSo": "9", "MaDonVi": "H15.12",
    "NgayTiepNhan": "20260302080000", "NgayHenTra": "20260310170000", "NgayKetThucXuLy": "20260310070000",
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    if request.param == "sqlite":
        with served(tmp_path) as one:
            yield one
        return
    with cluster() as place:
        host = place.split()[0].removeprefix("host=")
        with served(tmp_path, f"postgresql://postgres@/postgres?host={host}") as one:
            yield one


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets what an administrator sets on the server."""

    def set_all(store: Served, peer: Peer, **more: str) -> None:
        chosen = {
            "DATABASE": store.inside.place.database,
            "SYNC_TARGETS": "dvcqg",
            "SYNC_DVCQG_URL": peer.url,
            "SYNC_DVCQG_ACCOUNT": ACCOUNT,
            "SYNC_DVCQG_PASSWORD": PASSWORD,
            "SYNC_UNIT": UNIT,
            "SYNC_LINKS": f"{store.api}/linked",
        } | more
        for name, value in chosen.items():
            monkeypatch.setenv(f"SOHOA_{name}", value)

    return set_all


@pytest.fixture
def sync(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """`sohoa sync …` in this process, on the store's workspace."""
    line = Line(tmp_path, capsys)
    return lambda *words: line("sync", *words)


def test_a_deposit_reaches_the_portal_which_opens_its_link_and_a_withdrawn_one_opens_no_more(
    store: Served, choose: Callable[..., None], sync: Callable[..., Answer]
) -> None:
    clerk, supervisor = store.token("records_officer", "H15"), store.token("supervisor", "H15")
    store.ask("POST", "dossiers", clerk, json=[ROW])
    with standing(NationalPortal()) as peer:
        assert isinstance(peer, NationalPortal)
        choose(store, peer)
        sync("run", "--until-idle")  # switched on
        receipt = store.deposit(clerk, DOSSIER, b"%PDF a result").json()
        assert sync("run", "--until-idle").record == {
            "target": "dvcqg",
            "equal": 1,
            "errors": 0,
            "stood_back": "",
        }
        (paper,) = peer.records[DOSSIER][0]["DanhSachGiayToKetQua"]
        link = paper["DuongDanTepTinKetQua"]
        assert requests.get(link, timeout=20).content == b"%PDF a result"
        for wrong in (link[:-1] + ("A" if link[-1] != "A" else "B"), link.replace(receipt["id"], "none")):
            assert requests.get(wrong, timeout=20).status_code == 404
        store.ask("POST", f"results/{receipt['id']}/withdrawal", clerk, json={"reason": "nhầm"})
        assert requests.get(link, timeout=20).status_code == 404
        sync("run", "--until-idle")
        assert peer.records[DOSSIER][0]["DanhSachGiayToKetQua"] == []
    entries = store.ask("GET", "audit", supervisor, params={"limit": 1000}).json()["entries"]
    assert ("read-by-link", receipt["id"]) in [(one["action"], one["subject"]) for one in entries]


def test_supervisors_see_errors_resend_them_and_take_the_report_by_one_call(
    store: Served, choose: Callable[..., None], sync: Callable[..., Answer]
) -> None:
    clerk, supervisor = store.token("clerk", "H15"), store.token("supervisor", "H15")
    stranger = store.token("supervisor", "H15.4")
    store.ask("POST", "dossiers", clerk, json=[ROW])
    with standing(NationalPortal()) as peer:
        assert isinstance(peer, NationalPortal)
        choose(store, peer)
        store.deposit(clerk, DOSSIER, b"one")
        peer.plan = lambda operation, _: Fault.REFUSE if operation == "DongBoHoSoMC" else None
        assert sync("run", "--until-idle").code == 1
        (one,) = store.ask("GET", "sync/errors", clerk, headers={"Accept-Language": "vi"}).json()["errors"]
        assert (one["cause"], one["mender"]) == ("refused", "administrator")
        assert one["told"] == "Bên kia từ chối, có mã và lời báo"
        with closing(Connection(store.url, lambda: Credential(token=clerk))) as workstation:
            (told,) = not_synchronised(workstation, "en")
        assert (told.dossier, told.unit) == (DOSSIER, "H15.12")
        assert told.told.startswith("The other side refused")
        assert store.ask("GET", "sync/errors", stranger).json()["errors"] == []
        assert store.ask("GET", f"sync/dossiers/{DOSSIER}", stranger).status_code == 404
        (tried,) = store.ask("GET", f"sync/dossiers/{DOSSIER}", supervisor).json()["attempts"]
        assert tried["exchanges"][-1]["answer"]["error_code"] == "07"
        (standing_,) = store.ask("GET", "sync", clerk).json()["targets"]
        assert (standing_["errors"], standing_["causes"]) == (1, {"refused": 1})
        asked = {"from": "2026-03-01", "to": "2026-03-31"}
        report = store.ask("GET", "sync/report", supervisor, params=asked)
        assert report.content[:2] == b"PK"
        report = store.ask("GET", "sync/report", supervisor, params=asked | {"form": "pdf"})
        assert report.content[:5] == b"%PDF-"
        peer.plan = lambda *_: None
        assert store.ask("POST", "sync/resend", stranger, json={"cause": "refused"}).json() == {"resent": 0}
        assert store.ask("POST", "sync/resend", supervisor, json={"cause": "refused"}).json() == {"resent": 1}
        assert sync("run", "--until-idle").code == 0
    assert store.ask("GET", "sync/errors", clerk).json()["errors"] == []


def test_the_commands_tell_what_the_calls_tell(
    tmp_path: Path, choose: Callable[..., None], sync: Callable[..., Answer]
) -> None:
    with served(tmp_path) as store, standing(NationalPortal()) as peer:
        assert isinstance(peer, NationalPortal)
        clerk = store.token("clerk", "H15")
        store.ask("POST", "dossiers", clerk, json=[ROW | {"MaTTHC": "9.999999"}])
        store.deposit(clerk, DOSSIER, b"one")
        for targets, code in (("", 3), ("fax", 2)):
            choose(store, peer, SYNC_TARGETS=targets)
            assert sync("run").code == code
        choose(store, peer, SYNC_DVCQG_PASSWORD="")
        lacking = sync("run", "--until-idle")
        assert (lacking.code, "SOHOA_SYNC_DVCQG_PASSWORD" in lacking.err) == (3, True)
        choose(store, peer)
        assert sync("run", "--until-idle").code == 1
        status = sync("status")
        assert (status.code, status.record["causes"]) == (1, {"unknown-procedure": 1})
        wrong = sync("errors", "--dossier", DOSSIER)
        assert (wrong.code, wrong.record["mender"], len(wrong.record["attempts"])) == (1, "unit", 1)
        report = sync("report", tmp_path / "r", "--from", "2026-03-01", "--to", "2026-03-31")
        assert (report.code, report.record["errors"], report.record["late_by_people"]) == (0, 1, 1)
        assert sorted(Path(file).suffix for file in report.record["files"]) == [".pdf", ".xlsx"]
        assert sync("resend").code == 2
        peer.procedures.add("9.999999")
        assert sync("resend", DOSSIER).record == {"resent": 1}
        assert sync("run", "--until-idle").code == 0


def test_a_sender_beside_both_systems_ends_when_it_is_told_to(
    tmp_path: Path, choose: Callable[..., None], sync: Callable[..., Answer]
) -> None:
    with served(tmp_path) as store, standing(NationalPortal()) as portal, standing(IGatePeer()) as igate:
        assert isinstance(portal, NationalPortal)
        assert isinstance(igate, IGatePeer)
        clerk = store.token("clerk", "H15")
        store.ask("POST", "dossiers", clerk, json=[ROW])
        igate.open_dossier(DOSSIER, 9)
        store.deposit(clerk, DOSSIER, b"one")
        choose(
            store, portal, SYNC_TARGETS="dvcqg,igate", SYNC_IGATE_URL=igate.url, SYNC_IGATE_ACCOUNT=CLIENT,
            SYNC_IGATE_PASSWORD=SECRET,
        )  # fmt: skip
        command = [sys.executable, "-m", "app", "--workspace", str(tmp_path), "sync", "run"]
        with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, text=True) as sender:
            assert sender.stderr
            assert "dvcqg, igate" in sender.stderr.readline()
            sender.send_signal(signal.SIGTERM)
            assert sender.wait(60) == 0
        sync("run", "--until-idle")
        assert list(portal.records) == [DOSSIER]
        (paper,) = igate.dossiers[DOSSIER]["DanhSachGiayToKetQua"]
        assert paper["HashTepTin"] == hashlib.sha256(b"one").hexdigest()
