"""What a reader finds when searching a PDF's text; PDFium extracts it, as browsers and the preview do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdfium2


def texts(path: Path, password: str | None = None) -> Iterator[str]:
    """Yield the text of each page. pypdfium2.PdfiumError when the file or a page can't be opened."""
    document = pypdfium2.PdfDocument(path, password=password)
    try:
        for number in range(len(document)):
            page = document[number]
            try:
                text = page.get_textpage()
                try:
                    yield str(text.get_text_range())
                finally:
                    text.close()
            finally:
                page.close()
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Return only letters and digits, in NFKC: what is compared, as extractors differ in spaces, hyphens, ligatures."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


def is_latin(word: str) -> bool:
    """Return whether a word is written in Latin letters and digits only: other scripts may be extracted reversed."""
    return all(unicodedata.name(letter, "").startswith(("LATIN", "DIGIT")) for letter in word)
