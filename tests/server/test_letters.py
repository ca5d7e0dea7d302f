"""Letters over HTTP: each office's own book, who may do what, and a signed letter in the store beside the results."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pikepdf import Pdf, pdfa

from app.storage.http.receipts import is_signed, receipt_of
from tests.server.served import Served

EVER = {"from": "2020-01-01", "to": "2029-12-31"}


def office(store: Served, unit: str, count: int = 2) -> list[str]:
    """Overdue dossiers of a unit that no other test uses; one more has no promised day."""
    now = datetime.now(UTC)
    rows = [
        {
            "MaHoSo": f"{unit}-260310-{number:04}",
            "ChuHoSo": "Nguyễn Thị Mẫu",
            "DonViXuLy": "Xã Thử",
            "TrangThaiHoSo": 4,
            "NgayTiepNhan": (now - timedelta(days=40)).isoformat(timespec="seconds"),
        }
        | ({"NgayHenTra": (now - timedelta(days=9)).isoformat(timespec="seconds")} if number <= count else {})
        for number in range(1, count + 2)
    ]
    assert store.ask("POST", "dossiers", store.token("clerk", unit), json=rows).json()["added"] == count + 1
    return [str(row["MaHoSo"]) for row in rows]


def written(store: Served, token: str, *codes: str) -> list[str]:
    told = store.ask("POST", "letters", token, json={"dossiers": codes, "reason": "xac-minh"}).json()
    return [one["letter"] for one in told["written"]]


def paper_of(store: Served, letter: str, token: str, file: Path) -> bytes:
    """Fetch a letter's two files, look at both, and return the PDF."""
    file.write_bytes(store.ask("GET", f"letters/{letter}/content", token).content)
    assert pdfa.validate_written(file, "2b").findings == []
    with Pdf.open(file) as opened:
        assert len(opened.pages) == 1
    docx = store.ask("GET", f"letters/{letter}/content", token, params={"form": "docx"})
    assert docx.content.startswith(b"PK")
    return file.read_bytes()


def test_letters_are_written_numbered_signed_elsewhere_and_stored_beside_the_results(
    store: Served, tmp_path: Path
) -> None:
    late, other, unpromised = office(store, "H96.1")
    clerk, officer, supervisor = (
        store.token(role, "H96.1") for role in ("clerk", "records_officer", "supervisor")
    )
    asked = {"dossiers": [late, other, unpromised, "H96.1-999999-0001"], "reason": "xac-minh", "days": 7}
    told = store.ask("POST", "letters", clerk, json=asked, headers={"Accept-Language": "en"}).json()
    assert [(one["dossier"], one["kind"], one["state"]) for one in told["written"]] == [
        (late, "apology", "written"),
        (other, "apology", "written"),
    ]
    assert [reason.split()[1] for reason in told["refused"]] == ["H96.1-999999-0001", unpromised]
    ids = [one["letter"] for one in told["written"]]
    assert store.ask("GET", f"letters/{ids[0]}/content", clerk).status_code == 404, "it has no number"
    numbered = store.ask("POST", "letters/numbers", officer, json={"letters": ids, "first": 40}).json()
    assert [one["number"] for one in numbered["letters"]] == ["40/PXL", "41/PXL"]
    assert [one["sms_parts"] for one in numbered["letters"]] == [1, 1]

    signed = paper_of(store, ids[0], officer, tmp_path / "letter.pdf") + b"\n% signed"
    metadata = {"relation": "letter", "letter": ids[0]}
    receipt = store.deposit(officer, late, signed, metadata=metadata).json()
    key = store.ask("GET", "keys").json()["keys"][0]["public_key"]
    assert is_signed(receipt_of(receipt, receipt["store"]), [key])
    assert receipt["digest"] == hashlib.sha256(signed).hexdigest()
    listed = store.ask("GET", "letters", clerk, params=EVER).json()["letters"]
    assert [(one["letter"], one["state"]) for one in listed] == list(
        zip(ids, ("stored", "numbered"), strict=True)
    )
    total = store.ask("GET", "indicators", clerk, params=EVER).json()["total"]
    assert total["results_stored"] == 0, "a letter is no result"
    done = [entry["action"] for entry in store.ask("GET", "audit", supervisor).json()["entries"]]
    assert done.count("letter-written") == done.count("letter-numbered") == 2
    assert done.count("letter-read") == 2


def test_a_further_letter_needs_a_supervisor_who_did_not_write_the_last_one(store: Served) -> None:
    late = office(store, "H96.2")[0]
    clerk, officer = store.token("clerk", "H96.2"), store.token("records_officer", "H96.2")
    (letter,) = written(store, clerk, late)
    assert store.ask("POST", "letters/numbers", officer, json={"letters": [letter], "first": 1}).ok
    assert written(store, clerk, late) == []
    supervisor = store.token("supervisor", "H96.2")
    allowed = {"dossier": late, "note": "chờ Sở trả lời"}
    assert store.ask("POST", "letters/allowances", supervisor, json=allowed).json()["allowed"] is True
    later = {"dossiers": [late], "reason": "xac-minh", "days": 30}
    told = store.ask("POST", "letters", clerk, json=later).json()
    assert len(told["written"]) == 1


def test_every_reason_of_the_catalogue_can_be_given(store: Served) -> None:
    clerk = store.token("clerk", "H96.91")
    catalogue = store.ask("GET", "letters/reasons", clerk).json()
    assert catalogue["days"] >= 1
    reasons = [one["id"] for one in catalogue["reasons"]]
    codes = office(store, "H96.91", len(reasons))
    for code, reason in zip(codes, reasons, strict=False):
        told = store.ask("POST", "letters", clerk, json={"dossiers": [code], "reason": reason}).json()
        assert [one["reason"] for one in told["written"]] == [reason]


@pytest.mark.parametrize(
    "wrong",
    [{"reason": "none"}, {"until": "2026-01-01"}, {"until": "2190-01-01"}],
    ids=["reason", "past", "no calendar"],
)
def test_a_reason_or_a_day_that_the_rules_do_not_have_is_a_refusal_with_its_words(
    store: Served, wrong: dict[str, str], request: pytest.FixtureRequest
) -> None:
    unit = f"H96.3{request.node.callspec.indices['wrong']}"
    late = office(store, unit)[0]
    asked = {"dossiers": [late], "reason": "xac-minh"} | wrong
    answer = store.ask("POST", "letters", store.token("clerk", unit), json=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "letter-refused")
    assert len(answer.json()["detail"]) > 30
    assert store.ask("GET", "letters", store.token("clerk", unit), params=EVER).json()["letters"] == []


def test_two_who_number_at_once_never_give_one_number_twice_and_offices_count_for_themselves(
    store: Served,
) -> None:
    codes, foreign = office(store, "H96.4", 8)[:8], office(store, "H96.5")[0]
    clerk, officer = store.token("clerk", "H96.4"), store.token("records_officer", "H96.4")
    ids = written(store, clerk, *codes)

    def number(letter: str) -> int:
        body = {"letters": [letter], "first": 7}
        return store.ask("POST", "letters/numbers", officer, json=body).status_code

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(number, ids)) == [200] + [422] * 7
    other = written(store, store.token("clerk", "H96.5"), foreign)
    theirs = store.token("records_officer", "H96.5")
    answer = store.ask("POST", "letters/numbers", theirs, json={"letters": other, "first": 7}).json()
    assert answer["letters"][0]["number"] == "7/PXL"
    both = {"letters": [ids[0], *other], "first": 20}
    assert store.ask("POST", "letters/numbers", theirs, json=both).status_code == 404
    everybody = store.token("records_officer", "H96")
    assert store.ask("POST", "letters/numbers", everybody, json=both).status_code == 422


def test_letters_come_page_by_page_and_only_to_their_own_office(store: Served) -> None:
    codes = office(store, "H96.6", 5)[:5]
    clerk = store.token("clerk", "H96.6")
    ids = written(store, clerk, *codes)
    seen, cursor = [], ""
    while True:
        page = store.ask("GET", "letters", clerk, params=EVER | {"limit": 2, "cursor": cursor}).json()
        seen += [one["letter"] for one in page["letters"]]
        if not (cursor := page["next_cursor"]):
            break
    assert seen == ids
    stranger = store.token("supervisor", "H96.7")
    assert store.ask("GET", "letters", stranger, params=EVER).json()["letters"] == []
    assert store.ask("GET", f"letters/{ids[0]}/content", stranger).status_code == 404
    assert store.ask("GET", "letters", clerk, params={"from": "2020-01-01", "to": "2020-12-31"}).json() == {
        "letters": [],
        "next_cursor": None,
    }


def test_an_office_that_took_over_another_goes_on_with_its_numbers_and_its_letters(store: Served) -> None:
    first, second = office(store, "H96.8")[:2]
    everybody = ("H96.8", "H96.9")
    clerk, officer = store.token("clerk", *everybody), store.token("records_officer", *everybody)
    (before,) = written(store, clerk, first)
    assert store.ask("POST", "letters/numbers", officer, json={"letters": [before], "first": 3}).ok
    rules = store.inside.place.home.parent / "rules"
    rules.mkdir(exist_ok=True)
    merger = rules / "units_merger.toml"
    merger.write_text(
        'valid_from = 2026-01-01\n[[succession]]\nunit = "H96.8"\nsuccessor = "H96.9"\nsince = 2026-01-01\n'
    )
    try:
        assert written(store, clerk, first) == [], "its first letter counts"
        (after,) = written(store, clerk, second)
        for number, status in ((3, 422), (4, 200)):
            body = {"letters": [after], "first": number}
            assert store.ask("POST", "letters/numbers", officer, json=body).status_code == status
        listed = store.ask("GET", "letters", clerk, params=EVER).json()["letters"]
        assert [one["letter"] for one in listed] == [before, after]
    finally:
        merger.unlink()
