"""What a page of a capture is: part of a result, a slip, a list, a separator sheet, or blank."""

from __future__ import annotations

import re
from enum import StrEnum

from app.domain.codes import codes_in_barcode, find_dossier_codes
from app.domain.folding import fold
from app.domain.page import PageReading
from app.domain.page_text import PageText


class PageKind(StrEnum):
    """What a page is to the results in its capture."""

    RESULT = "result"
    SLIP = "slip"  # control slip or receipt: travels with one result and names its dossier
    HANDOVER = "handover"  # hand-over slip: lists the dossiers of a batch
    PATCH = "patch"  # a sheet that only divides
    BLANK = "blank"
    DOUBTFUL = "doubtful"  # carries a dossier's barcode, and may be a slip or a result


_HEAD = 0.45
_FEW_WORDS = 25
_SLIP_TITLES = (
    "phieu kiem soat", "kiem soat qua trinh", "giay tiep nhan ho so", "tiep nhan ho so va hen", "hen tra ket qua",
    "giay bien nhan", "bien nhan ho so", "phieu tiep nhan", "phieu hen tra", "phieu theo doi", "phieu yeu cau bo sung",
)  # fmt: skip
_SLIP_WORDS = (
    "kiem soat", "nguoi giao", "nguoi nhan", "ten buoc", "ngay hen", "hen tra", "nguoi nop", "tiep nhan ho so",
    "so luong ho so", "thanh phan ho so", "thoi gian giai quyet", "thoi gian nhan", "bo phan tiep nhan",
    "co quan giai quyet", "bo phan giai quyet", "trinh lanh dao", "so ban", "dang ky nhan ket qua",
)  # fmt: skip
_RESULT_WORDS = (
    "noi nhan", "quyet dinh", "dieu 1", "can cu", "chung nhan", "trich luc", "giay phep", "chung chi", "xac nhan:",
    "thua dat", "hieu luc", "khai sinh", "tinh trang hon nhan", "ho kinh doanh",
)  # fmt: skip
_HANDOVER = re.compile(
    r"(?:phieu|danh sach|bang ke|bien ban)(?: [a-z]+){0,4}? (?:ban giao|giao nhan|chuyen giao)"
)
# Mẫu 04: what the office itself writes when a result is late. It names the dossier, and is none of its results.
_LETTER = re.compile(r"\b(?:phieu|thu|van ban) (?:xin loi|hen lai)\b|\bhen lai ngay tra ket qua\b")
PATCH_T = "PATCHT"  # what a patch T says, drawn as its own bars or as the content of a barcode
_PATCH = re.compile(r"^patch [ti1]\b|\bpatch (?:code )?t\b")


def kind_of(page: PageReading) -> PageKind:
    """Return what the page is. A dossier's barcode alone makes no slip: the words on the page decide."""
    words = [word for line in page.lines for word in line.words]
    codes = barcode_codes(page)
    if not words and not codes and not page.barcodes:
        return PageKind.BLANK if page.blank else PageKind.RESULT
    head = fold(" ".join(line.text for line in page.lines if line.box.y < _HEAD))
    # On a page with more words the bars are part of it, and divide nothing.
    if len(words) < _FEW_WORDS and (_PATCH.search(head) or _has_patch(page)):
        return PageKind.PATCH
    if not codes and _HANDOVER.search(head) and slip_codes(page):
        return PageKind.HANDOVER
    return _slip_or_result(page, head, len(words), has_code=bool(codes))


def _slip_or_result(page: PageReading, head: str, words: int, *, has_code: bool) -> PageKind:
    text = fold(page.text)
    slip = sum(word in text for word in _SLIP_WORDS)
    result = sum(word in text for word in _RESULT_WORDS)
    titled = any(title in head for title in _SLIP_TITLES)
    if not has_code:
        # Without its barcode (torn, faint) a slip must say twice that it is one.
        named = any(True for _ in find_dossier_codes(page.text))
        return (
            PageKind.SLIP
            if titled and slip >= 3 and slip > result and (named or slip >= 5)
            else PageKind.RESULT
        )
    if titled or words < _FEW_WORDS or slip >= result + 2:
        return PageKind.SLIP
    return PageKind.RESULT if result >= 2 else PageKind.DOUBTFUL


def is_letter(page: PageReading) -> bool:
    """Whether the page is headed as a letter of apology or extension."""
    return bool(_LETTER.search(fold(" ".join(line.text for line in page.lines if line.box.y < _HEAD))))


def _has_patch(page: PageReading) -> bool:
    return any(bar.text.upper().replace(" ", "").replace("-", "") == PATCH_T for bar in page.barcodes)


def barcode_codes(page: PageReading) -> tuple[str, ...]:
    """Return the dossier codes in the page's barcodes, each once."""
    codes = (code for barcode in page.barcodes for code in codes_in_barcode(barcode.text))
    return tuple(dict.fromkeys(codes))


def slip_codes(page: PageReading) -> tuple[str, ...]:
    """Return the codes a slip names: of its barcodes; where none could be read, of its text."""
    codes = barcode_codes(page)
    if codes:
        return codes
    return tuple(dict.fromkeys(seen.code for seen in find_dossier_codes(PageText.of(page).text)))


_NATION_WORDS = ("cong hoa", "xa hoi", "chu nghia", "viet nam", "doc lap", "tu do", "hanh phuc")
_NUMBER_LINE = re.compile(r"(?<![a-z])s[o60]\s?[:;.]|\bng[a0]y\s?\S{0,4}\s?th[a0]ng")
_TOP = 0.30


def opens_result(page: PageReading) -> bool:
    """Whether the page has the head of a paper (NĐ 30/2020): nation and motto, and a number or a date line."""
    top = [line.text for line in page.lines if line.box.y < _TOP]
    head = fold(" ".join(top))
    nation = sum(word in head for word in _NATION_WORDS)
    if nation < 3:
        return False
    plain = PageText.of(page).plain[: sum(len(text) + 1 for text in top) + 200]
    return nation >= 5 or bool(_NUMBER_LINE.search(plain))
