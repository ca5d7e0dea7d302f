"""The road with a signature on it: what waits, what goes on, the timestamp that comes later, and the commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.compose.books import Books, open_books
from app.compose.signing import signing_desk
from app.compose.station import stages
from app.domain.errors import IllegalFactError, TryAgainError
from app.domain.facts import Timestamped, Unlinked
from app.domain.scan import Bucket, Scan, ScanState
from app.domain.signing import SignatureLevel, SigningPlan
from app.pipeline.stages.deposit import DepositStage
from app.pipeline.stages.sign import PATIENCE, SignedStage
from app.pipeline.stages.wrong_person import WrongPersonStop
from app.sealing import signing
from app.settings import Settings, open_workspace, save
from tests.sealing.sign.office import CrewAtOnce, office_with, sealed_scan
from tests.sealing.sign.pki import OFFICE, Town
from tests.sealing.sign.tokens import PIN


class _NoDeposit:
    """Says that the deposit's turn has come."""

    def work(self, scan: object) -> list[str]:
        return ["deposit"]


def test_a_signature_without_timestamp_waits_for_it_a_day_and_no_longer(
    plan: SigningPlan, town: Town, tmp_path: Path
) -> None:
    timed = replace(plan, level=SignatureLevel.TIMED)
    office = office_with(1, timed, tmp_path)
    town.away.add("/tsa/")
    office.desk.sign(["s-1"], PIN, by_script=True)
    scan = office.scan("s-1")
    now = datetime.now(UTC)

    def stage(at: datetime) -> SignedStage:
        return SignedStage(office.spool, signing, timed, _NoDeposit(), lambda: at)  # type: ignore[arg-type]

    with pytest.raises(TryAgainError):
        stage(now).work(scan)
    assert stage(now + PATIENCE + timedelta(minutes=5)).work(scan) == ["deposit"]
    town.away.clear()
    (fact,) = stage(now).work(scan)
    assert isinstance(fact, Timestamped)
    office.journal.record(fact, expecting=scan)
    scan = office.scan("s-1")
    assert (scan.state, scan.signature_level) == (ScanState.SIGNED, "B-T")
    assert scan.sealed == fact.file
    assert stage(now).work(scan) == ["deposit"]
    office.journal.close()


def settings_of(plan: SigningPlan, **more: object) -> Settings:
    return Settings(
        language="en",
        account="records",
        unit_name=OFFICE,
        signing_rule="before",
        signing_module=plan.place.module,
        signing_token=plan.place.token,
        signing_trust=plan.trust,
        **more,  # type: ignore[arg-type]
    )


def test_with_the_rule_sealed_results_wait_and_signed_ones_are_deposited(
    plan: SigningPlan, workspace: Path, tmp_path: Path
) -> None:
    save(workspace / "sohoa.toml", settings_of(plan))
    with open_books(open_workspace(workspace)) as books:
        sealed_scan(books.journal, books.spool, "s-1", tmp_path)
        table = stages(books, CrewAtOnce(), print)  # type: ignore[arg-type]
        scan = books.journal.scan("s-1")
        assert scan is not None
        assert not table[ScanState.SEALED].takes(scan)
        signing_desk(books).sign(["s-1"], PIN, by_script=True)
        scan = books.journal.scan("s-1")
        assert scan is not None
        assert table[ScanState.SIGNED].takes(scan)
        unruled = replace(settings_of(plan), signing_rule="none")
        sealed_scan(books.journal, books.spool, "s-2", tmp_path)
        other = books.journal.scan("s-2")
        assert other is not None
        unruled_books = replace(books, workspace=replace(books.workspace, settings=unruled))
        assert stages(unruled_books, CrewAtOnce(), print)[ScanState.SEALED].takes(other)  # type: ignore[arg-type]


def test_a_stored_result_is_signed_later_and_stored_again_as_a_new_version(
    plan: SigningPlan, workspace: Path, tmp_path: Path
) -> None:
    """Rule "after": nothing waits for the records officer before the citizen has the result."""
    save(workspace / "sohoa.toml", replace(settings_of(plan), signing_rule="after"))
    with open_books(open_workspace(workspace)) as books:
        sealed_scan(books.journal, books.spool, "s-1", tmp_path)
        stop = WrongPersonStop(books.journal, books.register)
        deposit = DepositStage(books.spool, books.store, stop, lambda: datetime.now(UTC))
        table = stages(books, CrewAtOnce(), print)  # type: ignore[arg-type]
        assert signing_desk(books).waiting() == []
        first = deposited(books, deposit)
        assert table[ScanState.SEALED].takes(first)
        desk = signing_desk(books)
        assert [scan.id for scan in desk.waiting()] == ["s-1"]
        assert desk.sign(["s-1"], PIN, by_script=True).signed == ("s-1",)
        scan = books.journal.scan("s-1")
        assert scan is not None
        assert (scan.state, scan.bucket, scan.receipt) == (ScanState.SIGNED, Bucket.STORED, first.receipt)
        with pytest.raises(IllegalFactError):
            books.journal.record(Unlinked(scan="s-1", at=datetime.now(UTC), by="lan"))
        second = deposited(books, deposit)
        assert desk.waiting() == []
        assert first.receipt
        assert second.receipt
        assert first.dossier
        assert [one.version for one in books.store.receipts(first.dossier)] == [1, 2]
        begin = b"".join(books.store.content(first.receipt.id))
        assert b"".join(books.store.content(second.receipt.id)).startswith(begin)


def deposited(books: Books, stage: DepositStage) -> Scan:
    """Bring the one scan into the store."""
    for _ in range(2):
        scan = books.journal.scan("s-1")
        assert scan is not None
        (scan,) = books.journal.record(*stage.work(replace(scan, reading=None)))
    assert scan.state is ScanState.STORED
    return scan


def signed_file(workspace: Path, scan_id: str) -> Path:
    """Where the file of a scan lies now."""
    with open_books(open_workspace(workspace)) as books:
        scan = books.journal.scan(scan_id)
        assert scan is not None
        assert scan.sealed is not None
        return books.spool.path(scan.sealed.digest)


def sohoa(*arguments: str, stdin: str = "", code: int = 0, **environment: str) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--json", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )
    assert done.returncode == code, done.stderr
    assert PIN not in done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_commands_sign_hand_over_and_verify(plan: SigningPlan, workspace: Path, tmp_path: Path) -> None:
    save(workspace / "sohoa.toml", settings_of(plan))
    with open_books(open_workspace(workspace)) as books:
        for number in (1, 2, 3):
            sealed_scan(books.journal, books.spool, f"s-{number}", tmp_path)
    sohoa("sign", code=2)
    sohoa("sign", "--all", "--pin-from", "NO_SUCH_VARIABLE", code=2)
    sohoa("sign", "s-1", stdin="999999\n", code=2)
    one, sums = sohoa("sign", "s-1", stdin=f"{PIN}\n")
    assert (one["scan"], one["signed"], one["signer"], one["level"]) == ("s-1", True, OFFICE, "B-B")
    assert (sums["signed"], sums["waiting"]) == (1, 0)
    out = tmp_path / "out"
    given = sohoa("sign-handover", "export", str(out))
    assert sorted(str(entry["scan"]) for entry in given) == ["s-2", "s-3"]
    *_, sums = sohoa("sign", "--all", "--pin-from", "OFFICE_PIN", OFFICE_PIN=PIN)
    assert sums["signed"] == 2
    assert sohoa("sign-handover", "import", str(out), code=1)  # nothing of ours waits any more
    assert sohoa("sign", "--all") == [
        {"signed": 0, "refused": 0, "waiting": 0, "untimed": 0, "unseen": 0, "stopped": None}
    ]
    file = signed_file(workspace, "s-2")
    (seen,) = sohoa("verify", str(file), "--trust", plan.trust)
    assert seen["ok"]
    (signature,) = seen["signatures"]  # type: ignore[misc]
    assert {key: signature[key] for key in ("signer", "valid", "trusted", "covers_whole_file")} == {
        "signer": OFFICE,
        "valid": True,
        "trusted": True,
        "covers_whole_file": True,
    }
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(data)
    (seen,) = sohoa("verify", str(broken), code=1)
    assert not seen["ok"]
    assert seen["problems"]
