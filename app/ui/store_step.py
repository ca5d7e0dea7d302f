"""The step of the first use that says where results go: this machine's own store, or the served one that is joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.messages import Message
from app.settings import Settings
from app.ui import look
from app.ui.bridge import Bridge
from app.ui.cards import label
from app.ui.outfit import Outfit
from app.ui.texts import Texts

FIELDS = ("address", "authority", "account", "secret")


@dataclass(frozen=True, slots=True)
class StoreLogin:
    """What a person typed: `authority` is a PEM file or None; without an account the secret is a token."""

    address: str
    authority: Path | None
    account: str
    secret: str


Join = Callable[[StoreLogin], Settings]


class StoreStep(QWidget):
    """`join` tries the connection, keeps the login and returns the settings; never called in the GUI thread."""

    def __init__(self, texts: Texts, bridge: Bridge, outfit: Outfit, join: Join) -> None:
        super().__init__()
        self._texts, self._bridge, self._outfit, self._join = texts, bridge, outfit, join
        self.own, self.served = QRadioButton(), QRadioButton()
        self.fields = {name: QLineEdit() for name in FIELDS}
        self.choose, self.connect_now = QPushButton(), QPushButton()
        self.said = label("", wrap=True)
        self._form = QWidget()
        self._build()
        self.own.toggled.connect(self._choose)
        self.choose.clicked.connect(self._ask_authority)
        self.connect_now.clicked.connect(self.try_now)
        self.show_settings()

    def _build(self) -> None:
        texts = self._texts
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.SMALL)
        for name, radio in (("own", self.own), ("served", self.served)):
            group.addButton(radio)
            texts.bind(self, radio.setText, f"first-store-{name}")
            column.addWidget(radio)
        form = QFormLayout(self._form)
        form.setContentsMargins(look.WIDE, 0, 0, 0)
        for name, field in self.fields.items():
            said = label("")
            texts.bind(self, said.setText, f"first-store-{name}")
            texts.bind(self, field.setAccessibleName, f"first-store-{name}")
            said.setBuddy(field)
            form.addRow(said, self._with_choose(field) if name == "authority" else field)
        self.fields["address"].setPlaceholderText("https://")
        self.fields["secret"].setEchoMode(QLineEdit.EchoMode.Password)
        texts.bind(self, self.fields["authority"].setPlaceholderText, "first-store-authority-none")
        texts.bind(self, self.choose.setText, "first-store-choose")
        texts.bind(self, self.connect_now.setText, "first-store-connect")
        for button in (self.choose, self.connect_now):
            button.setAutoDefault(False)
        last = QHBoxLayout()
        last.addWidget(self.connect_now)
        last.addStretch(1)
        form.addRow("", last)
        column.addWidget(self._form)
        column.addWidget(self.said)

    def _with_choose(self, field: QLineEdit) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(field, 1)
        row.addWidget(self.choose)
        return row

    def show_settings(self) -> None:
        """Show which store is used now; one that is joined is not left from here."""
        url = self._outfit.settings.store_url
        (self.served if url else self.own).setChecked(True)
        for widget in (self.own, self.served, *self.fields.values(), self.choose, self.connect_now):
            widget.setEnabled(not url)
        self._form.setVisible(self.served.isChecked() and not url)
        if url:
            self._tell(Message.of("first-store-joined", store=url))

    @Slot()
    def _choose(self) -> None:
        self._form.setVisible(self.served.isChecked())
        self.said.clear()

    @Slot()
    def _ask_authority(self) -> None:
        dialog = QFileDialog(self, self._texts.text("first-store-authority"))
        dialog.setNameFilter("*.pem *.crt *.cer")
        dialog.fileSelected.connect(self.fields["authority"].setText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def try_now(self) -> None:
        """Try the connection; when it stands, results go there from now on."""
        typed = {name: field.text().strip() for name, field in self.fields.items()}
        authority = Path(typed["authority"]) if typed["authority"] else None
        login = StoreLogin(typed["address"], authority, typed["account"], self.fields["secret"].text())
        self.connect_now.setEnabled(False)
        self._tell(Message.of("first-store-trying", store=login.address))
        self._bridge.ask(lambda: self._join(login), self._joined, self._refused)

    def _joined(self, found: Settings) -> None:
        self.fields["secret"].clear()
        # What was chosen in other steps meanwhile stays as it is.
        self._outfit.use_settings(
            replace(
                self._outfit.settings,
                store_url=found.store_url,
                store_key=found.store_key,
                store_ca=found.store_ca,
                store_credential=found.store_credential,
            )
        )
        self.show_settings()

    def _refused(self, message: Message) -> None:
        self.connect_now.setEnabled(True)
        self._tell(message)

    def _tell(self, message: Message) -> None:
        self.said.setText(self._texts.say(message))
        self.said.setAccessibleName(self.said.text())
