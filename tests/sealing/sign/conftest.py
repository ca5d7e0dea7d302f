"""One authority, one set of tokens and one sealed file for all tests of signing."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.signing import KeyPlace, SignatureLevel, SigningPlan
from app.sealing.seal import seal
from tests.sealing.papers import jpeg, order, reading_of, sheets
from tests.sealing.sign import tokens
from tests.sealing.sign.pki import OFFICE, Town, running_town

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    before = os.environ.get("SOFTHSM2_CONF")
    tokens.prepare(tmp_path_factory.mktemp("softhsm"))
    with running_town(tmp_path_factory.mktemp("town")) as running:
        yield running
    if before is None:
        os.environ.pop("SOFTHSM2_CONF", None)
    else:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture(autouse=True)
def everybody_answers(town: Town) -> Iterator[None]:
    yield
    town.away.clear()


@pytest.fixture(scope="session")
def trust(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town.trust(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="session")
def office_token(town: Town) -> KeyPlace:
    return tokens.make_token(town, "van-thu")


@pytest.fixture
def new_token(town: Town) -> Callable[..., KeyPlace]:
    return lambda name="office": tokens.make_token(town, f"token-{next(_NUMBERS)}", name)


@pytest.fixture
def plan(office_token: KeyPlace, town: Town, trust: Path) -> SigningPlan:
    return SigningPlan(office_token, SignatureLevel.BARE, town.tsa, str(trust), OFFICE)


@pytest.fixture(scope="session")
def sealed_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sealed")
    sheet = sheets(dpi=150)[0]
    capture = jpeg(folder / "capture.jpg", sheet.image, dpi=150)
    made = {}
    for level in ("1b", "2b", "3b"):
        made[level] = folder / f"{level}.pdf"
        seal(order(capture, "image/jpeg", [reading_of(sheet)], made[level], pdfa=level))
    return made


@pytest.fixture
def sealed(sealed_files: dict[str, Path]) -> Path:
    return sealed_files["2b"]
