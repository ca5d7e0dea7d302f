"""The window of imports over an import desk in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from app.domain.batch import Choices
from app.language import Translator
from app.pipeline.batch_mending import Mend
from app.settings import resources
from app.ui.bridge import Bridge
from app.ui.import_acceptance import AcceptanceWindow
from app.ui.import_columns import ColumnsDialog
from app.ui.import_window import ImportWindow
from app.ui.texts import Texts
from tests.ui.fake_imports import CODE, FakeImports, FakeReview


@pytest.fixture
def desk() -> FakeImports:
    return FakeImports()


@pytest.fixture
def review() -> FakeReview:
    return FakeReview()


@pytest.fixture
def window(desk: FakeImports, review: FakeReview, qtbot: QtBot) -> Iterator[ImportWindow]:
    bridge = Bridge()
    made = ImportWindow(desk, review, bridge, Texts(Translator("vi", resources() / "translations")))
    qtbot.addWidget(made)
    made.begin()
    made.show()
    qtbot.waitUntil(lambda: made.form.profile.count() == 2)
    yield made
    bridge.close()


def test_a_person_looks_ahead_starts_pauses_and_goes_on(
    window: ImportWindow, desk: FakeImports, qtbot: QtBot
) -> None:
    window.form.folder.setCurrentText("/kho/2019")
    window.form.auto_link.setChecked(True)
    qtbot.mouseClick(window.preview, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "53 trang" in window.told.text())
    assert desk.choices is None

    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.current.text() == "Hộp 3/tờ 17.pdf")
    assert desk.choices == Choices(
        profile="", manifest="", auto_link=True, quality="exact", nights="", columns=()
    )
    assert (window.bar.value(), window.bar.maximum()) == (16, 31)
    assert "từ 4 đến 7 phút" in window.told.text()

    qtbot.mouseClick(window.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pause.text() == "Làm tiếp")
    qtbot.mouseClick(window.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pause.text() == "Tạm dừng")


def test_what_is_wrong_with_the_choices_is_said_in_the_window(window: ImportWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Không thấy thư mục" in window.told.text())


def test_a_group_is_mended_after_its_changes_were_seen_and_the_mend_is_undone(
    window: ImportWindow, desk: FakeImports, review: FakeReview, qtbot: QtBot, artefacts: Path
) -> None:
    groups = window.groups
    window.form.folder.setCurrentText("/kho/2019")
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.known != [])
    groups.look("/kho/2019")
    qtbot.waitUntil(lambda: groups.groups.rowCount() == 1)
    assert not groups.apply.isEnabled()
    groups.groups.selectRow(0)
    groups.naming.setText("**{code}*")
    qtbot.mouseClick(groups.show_changes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(groups.apply.isEnabled)
    item = groups.changes.item(0, 2)
    assert item is not None
    assert item.text() == CODE
    window.grab().save(str(artefacts / "import-window.png"))

    qtbot.mouseClick(groups.apply, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: groups.groups.rowCount() == 0)
    assert review.mends == [Mend("hold-nothing-fits", ("**{code}*",))]
    qtbot.mouseClick(groups.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: groups.groups.rowCount() == 1)


def test_columns_of_a_list_are_mapped_while_its_rows_are_seen(
    window: ImportWindow, desk: FakeImports, qtbot: QtBot, artefacts: Path
) -> None:
    assert not window.form.map_columns.isEnabled()
    window.form.manifest.setText("/kho/danh sách.xlsx")
    qtbot.mouseClick(window.form.map_columns, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(ColumnsDialog)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    qtbot.waitUntil(lambda: len(dialog.fields) == 3)
    qtbot.waitUntil(lambda: "ít nhất" in dialog.told.text())
    assert not ok.isEnabled()

    dialog.fields[0].setCurrentIndex(dialog.fields[0].findData("code"))
    dialog.fields[1].setCurrentIndex(dialog.fields[1].findData("file"))
    qtbot.waitUntil(ok.isEnabled)
    assert "Hiểu được 1 dòng, trong đó 1 dòng có mã hồ sơ; 1 dòng không hiểu được" in dialog.told.text()
    dialog.grab().save(str(artefacts / "import-columns.png"))
    qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)

    window.form.folder.setCurrentText("/kho/2019")
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.choices is not None)
    assert desk.choices is not None
    assert desk.choices.columns == (("code", "Mã số giấy"), ("file", "Tệp ảnh"))
    window.form.manifest.setText("/kho/khác.csv")
    assert window.form.columns == (), "they were another list's"


def test_a_group_is_mended_by_other_columns_of_its_list(
    window: ImportWindow, desk: FakeImports, review: FakeReview, qtbot: QtBot
) -> None:
    window.form.folder.setCurrentText("/kho/2019")
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.known != [])
    window.groups.manifest.setText("/kho/danh sách.xlsx")
    qtbot.mouseClick(window.groups.map_columns, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(ColumnsDialog)
    qtbot.waitUntil(lambda: len(dialog.fields) == 3)
    dialog.fields[1].setCurrentIndex(dialog.fields[1].findData("file"))
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    qtbot.waitUntil(ok.isEnabled)
    qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.groups.apply.isEnabled)
    qtbot.mouseClick(window.groups.apply, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: review.mends != [])
    assert review.mends[0].columns == (("file", "Tệp ảnh"),)


def test_an_import_is_taken_over_once_every_result_of_the_sample_was_judged(
    window: ImportWindow, desk: FakeImports, review: FakeReview, qtbot: QtBot, artefacts: Path, tmp_path: Path
) -> None:
    window.form.folder.setCurrentText("/kho/2019")
    qtbot.mouseClick(window.accept_all, Qt.MouseButton.LeftButton)
    (taken,) = window.findChildren(AcceptanceWindow)
    qtbot.waitUntil(lambda: taken.sample.table.rowCount() == 3)
    qtbot.waitUntil(lambda: taken.sample.page.key is not None)
    qtbot.mouseClick(taken.sample.after, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "trang 2/2" in taken.sample.which.text())
    assert "xem 3 kết quả" in taken.plan.text()
    assert not taken.verdict.isEnabled()

    qtbot.mouseClick(taken.sample.good, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(taken.sample.bad, Qt.MouseButton.LeftButton)
    assert not taken.verdict.isEnabled()
    qtbot.mouseClick(taken.sample.good, Qt.MouseButton.LeftButton)
    assert taken.verdict.isEnabled()
    taken.grab().save(str(artefacts / "import-acceptance.png"))
    qtbot.mouseClick(taken.verdict, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Không chấp nhận: 1 không đạt trong 3" in taken.verdicts.text())
    assert [(one.seed, one.bad) for one in review.verdicts] == [(taken.seed.text(), ("s1",))]

    taken.write_to(tmp_path)
    qtbot.waitUntil(lambda: "260331-a.pdf" in taken.said.text())
