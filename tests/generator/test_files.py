"""Files and damages of the generator: every format, every oddity, every breakage is what it says it is."""

from pathlib import Path
from random import Random

import pikepdf
import pypdf
import pytest
from PIL import Image

from tests.generator import (
    BROKEN,
    DAMAGES,
    ODD,
    Dossier,
    Recipe,
    Shot,
    Stack,
    make_recipe,
    make_register,
    make_result,
    scan,
    set_letter,
    write_broken,
    write_digital,
    write_file,
    write_mixed,
    write_odd,
)


@pytest.fixture(scope="module")
def register() -> list[Dossier]:
    return make_register(Random(4), 60)


@pytest.fixture(scope="module")
def clean(register: list[Dossier]) -> Shot:
    random = Random(1)
    dossier = next(d for d in register if d.procedure.kind == "marriage_status")
    sheet = set_letter(make_result(dossier, random), random, dpi=100)[0]
    return scan(sheet, Recipe(dpi=100), random)


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_changes_the_page_and_keeps_its_size(name: str, clean: Shot) -> None:
    assert clean.sheet
    shot = scan(clean.sheet, Recipe(((name, 0.8),), dpi=100), Random(9))
    assert shot.image.size == clean.image.size
    assert shot.image.convert("RGB").tobytes() != clean.image.tobytes()
    assert shot.damage == ((name, 0.8),)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotation_is_what_makes_a_turned_page_upright(turn: int, clean: Shot) -> None:
    assert clean.sheet
    shot = scan(clean.sheet, Recipe(turn=turn, dpi=100), Random(9))
    upright = shot.image.rotate(-shot.rotation, expand=True)
    assert upright.tobytes() == clean.image.tobytes()


@pytest.mark.parametrize("level", ["office", "hard"])
def test_recipes_of_a_level_can_all_be_scanned(level: str, clean: Shot) -> None:
    random = Random(10)
    for _ in range(12):
        assert clean.sheet
        assert scan(clean.sheet, make_recipe(level, random), random).image.width > 600


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".pdf"])
@pytest.mark.parametrize("colour", ["colour", "grey", "bitonal"])
def test_every_format_holds_every_colour_at_its_resolution(
    suffix: str, colour: str, clean: Shot, tmp_path: Path
) -> None:
    sheet = clean.sheet
    assert sheet
    shot = scan(sheet, Recipe(dpi=100, colour=colour), Random(2))
    path = tmp_path / f"page{suffix}"
    write_file(path, [shot])
    if suffix == ".pdf":
        (picture,) = pypdf.PdfReader(path).pages[0].images
        assert picture.image
        assert picture.image.size == shot.image.size
        return
    with Image.open(path) as image:
        assert image.size == shot.image.size
        assert [round(float(dpi)) for dpi in image.info["dpi"]] == [100, 100]


def test_a_tiff_holds_all_pages(clean: Shot, tmp_path: Path) -> None:
    write_file(tmp_path / "stack.tif", [clean, clean, clean])
    with Image.open(tmp_path / "stack.tif") as image:
        assert getattr(image, "n_frames", 1) == 3


def test_a_born_digital_pdf_gives_back_its_words(register: list[Dossier], tmp_path: Path) -> None:
    stack, random = Stack(), Random(3)
    stack.add_result(register[0], make_result(register[0], random, handwritten=False), random, inked=False)
    truth = write_digital(tmp_path, "digital.pdf", stack)
    text = pypdf.PdfReader(tmp_path / "digital.pdf").pages[0].extract_text()
    assert sorted(text.split()) == sorted(truth.pages[0].text.split())


@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_readable(name: str, clean: Shot, tmp_path: Path) -> None:
    path = tmp_path / f"odd{ODD[name][0]}"
    write_odd(name, path, clean)
    if path.suffix == ".pdf":
        assert len(pypdf.PdfReader(path).pages) == 1
        return
    with Image.open(path) as image:
        image.load()
        assert image.width > 600


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_cannot_be_read_whole(
    name: str, clean: Shot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 89_478_485)  # Pillow's own limit; the program sets another
    path = tmp_path / f"broken{BROKEN[name][0]}"
    errors = write_broken(name, path, clean)
    assert errors
    assert path.stat().st_size < 2_000_000
    opener = pikepdf.open if path.suffix == ".pdf" else _load
    if name == "truncated_pdf":
        return  # some readers rebuild what is there, and then miss the picture's end
    with pytest.raises((pikepdf.PdfError, pikepdf.PasswordError, OSError, Image.DecompressionBombError)):
        opener(path)


def test_a_mixed_pdf_begins_with_text_and_goes_on_with_pictures(
    register: list[Dossier], tmp_path: Path
) -> None:
    random, digital, scanned = Random(3), Stack(), Stack()
    digital.add_result(register[0], make_result(register[0], random), random, inked=False)
    scanned.add_result(register[1], make_result(register[1], random), random)
    truth = write_mixed(tmp_path, "mixed.pdf", digital, scanned, random, lambda _: Recipe(dpi=100))
    pages = pypdf.PdfReader(tmp_path / "mixed.pdf").pages
    assert len(pages) == len(truth.pages)
    assert pages[truth.scans[0].pages[0] - 1].extract_text()
    assert not pages[truth.scans[1].pages[0] - 1].extract_text()


def _load(path: Path) -> None:
    with Image.open(path) as image:
        image.load()
