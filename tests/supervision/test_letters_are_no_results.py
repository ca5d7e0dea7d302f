"""What is stored as a letter is counted nowhere as the dossier's result; what is stored as one is."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from app.domain.dossier import Dossier, DossierState
from app.domain.facts import Fact, Linked, Related
from app.domain.requests import Deposit
from app.domain.scan import Relation
from app.storage.journal import SqliteJournal
from app.storage.register import SqliteRegister
from app.storage.store import EmbeddedStore
from app.storage.stored_results import take_deposited_results, take_stored_results
from tests.storage.lives import CODE, NOON, whole_life
from tests.supervision.test_figures import register_of

ENDED = Dossier(CODE, unit_code="H15.12", state=DossierState.PROCESSED, received_at=NOON, solved_at=NOON)
KINDS = pytest.mark.parametrize(
    ("relation", "counted"), [(Relation.LETTER, 0), (Relation.BESIDE, 1), (None, 1)]
)


def stored(register: SqliteRegister) -> int:
    with register.database.reading() as connection:
        return int(connection.execute("SELECT count(*) FROM stored_results").fetchone()[0])


def life(relation: Relation | None) -> list[Fact]:
    facts = whole_life("s-1")
    if relation is not None:
        place = next(number for number, fact in enumerate(facts) if isinstance(fact, Linked))
        facts.insert(place, Related(scan="s-1", at=facts[place].at, other="", relation=relation, by="lan"))
    return facts


@KINDS
def test_deposited_in_a_served_store_from_here(
    relation: Relation | None, counted: int, tmp_path: Path
) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    journal.record(*life(relation))
    with register_of((ENDED,), set()) as register:
        assert take_deposited_results(register.database, journal.database)
        assert stored(register) == counted
    journal.close()


@KINDS
def test_stored_in_the_workspace_s_own_store_and_withdrawn(
    relation: Relation | None, counted: int, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"paper")
    digest = sha256(b"paper").hexdigest()
    store = EmbeddedStore(tmp_path / "store", lambda: NOON)
    store.deposit(Deposit("letter", CODE, digest, str(paper), {"title": "Phiếu", "relation": "letter"}))
    told = {} if relation is None else {"relation": relation.value}
    receipt = store.deposit(Deposit("other", CODE, digest, str(paper), told))
    with register_of((ENDED,), set()) as register:
        take_stored_results(register.database, tmp_path / "store" / "store.sqlite")
        assert stored(register) == counted
        store.withdraw(receipt.id, "wrong paper")
        take_stored_results(register.database, tmp_path / "store" / "store.sqlite")
        assert stored(register) == 0, "the letter that stands is no result"
    store.close()
