"""What a paper says, before it is set on pages: head, blocks, foot, and the truth about its fields."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Paragraph:
    """Running text; `**` switches bold on and off. `indent` is of the first line, in millimetres."""

    text: str
    align: str = "justify"
    indent: float = 10.0
    italic: bool = False
    bold: bool = False
    size: float | None = None
    role: str = "body"
    before: float = 1.6


@dataclass(frozen=True)
class Columns:
    """Form entries side by side on one line, at equal distances."""

    texts: tuple[str, ...]
    before: float = 1.1


@dataclass(frozen=True)
class Table:
    """A ruled table; the first row is the heading, `widths` are relative."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    size: float = 11.5


@dataclass(frozen=True)
class Gap:
    """Empty space in millimetres."""

    height: float


@dataclass(frozen=True)
class NewPage:
    """What follows stands on a new page."""


Block = Paragraph | Columns | Table | Gap | NewPage


@dataclass(frozen=True)
class Head:
    """Left and right top of the first page. A handwritten number is drawn, not printed."""

    agency: tuple[str, ...]
    number: str
    suffix: str
    place: str
    day: date
    handwritten: bool = False
    code_line: str = ""

    @property
    def document_number(self) -> str:
        """Number with its suffix: `123/QĐ-UBND`."""
        return f"{self.number}/{self.suffix}"


@dataclass(frozen=True)
class Foot:
    """Bottom of the last page: recipients on the left, signer on the right, seal over the signature."""

    recipients: tuple[str, ...]
    capacity: tuple[str, ...]
    signer: str
    seal: str


@dataclass(frozen=True)
class Fields:
    """The truth about a result's fields. `document_number` is None when it is written by hand."""

    document_number: str | None
    issued_on: str | None
    personal_numbers: tuple[str, ...] = ()
    tax_codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    dossier_codes: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    handwritten_number: str | None = None


@dataclass(frozen=True)
class Letter:
    """A whole paper ready to be set; the annex follows the signature."""

    kind: str
    head: Head | None
    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: Foot | None
    fields: Fields
    annex: tuple[Block, ...] = ()
    body_size: float = 13.5
    spacing: float = 1.12
    margins: tuple[float, float, float, float] = field(default=(20.0, 18.0, 20.0, 30.0))


def labelled(pairs: Sequence[tuple[str, str]], before: float = 1.1) -> tuple[Paragraph, ...]:
    """Form lines `Label: **value**`."""
    return tuple(
        Paragraph(f"{label}: **{value}**", align="left", indent=0, before=before) for label, value in pairs
    )
