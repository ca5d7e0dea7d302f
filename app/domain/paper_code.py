"""The code of a digitized paper: `<owner's number>.<result type>.<document number>.<NN>`.

Which papers have the same prefix is said here; NN is counted by the store (port DataStore.paper_code).
"""

from __future__ import annotations

import re
import unicodedata

from app.domain.numbers import parse_owner_number

NO_TYPE = "KQ"  # "kết quả": a result whose type the office's table does not know
NO_NUMBER = "KS"  # "không số": a document without a number, or with one that nobody could read
_BLANKS = re.compile(r"\s+")


def code_prefix(owner_number: str, result_type: str, document_number: str, dossier: str) -> str:
    """Return the code without its NN; parts are in NFC and without blanks.

    What is missing is never invented: without the owner's number (or with a placeholder like 000000001) the dossier's
    code stands for the owner, without a type NO_TYPE, without a readable number NO_NUMBER. A person who fills it in
    gets another prefix, and so another code.
    """
    owner = parse_owner_number(owner_number) or _part(dossier)
    return f"{owner}.{_part(result_type) or NO_TYPE}.{_part(document_number) or NO_NUMBER}"


def paper_code(prefix: str, number: int) -> str:
    """Return the code with this number (from 1) among those with the prefix."""
    return f"{prefix}.{number:02}"


def is_paper_code(code: str, prefix: str) -> bool:
    """Return whether `code` is one with exactly this prefix."""
    return re.fullmatch(r"\.\d{2,}", code.removeprefix(prefix)) is not None and code.startswith(prefix)


def file_name(code: str) -> str:
    """Return the name of the file with this code, without ending: `/` and what file systems refuse become `_`."""
    return re.sub(r'[/\\:*?"<>|\x00-\x1f]', "_", code)


def _part(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFC", text))
