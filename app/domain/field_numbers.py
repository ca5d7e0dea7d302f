"""Dossier codes, personal numbers and tax codes in the text of pages, told apart by their checks and their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.codes import codes_in_barcode, find_dossier_codes
from app.domain.numbers import as_digits, is_old_card_number, is_personal_number, parse_tax_code
from app.domain.page import Found, PageReading
from app.domain.page_text import PageText

_GUESS_COST = 0.9  # of confidence, for every character that had to be guessed
_SURE_WITHOUT_LABEL = 0.6
_LIKE = r"[0-9OoQDIl|!\]BSsZz]"
_EDGE, _END = r"(?<![^\W_])(?<![/.,\-])", r"(?![^\W_])"
_RUN = re.compile(
    rf"{_EDGE}(?:{_LIKE}{{12}}{_END}|{_LIKE}{{9}}(?=[\s.,;:)]|$))"
)  # nine may be twelve badly read
_SPACED_RUN = re.compile(rf"{_EDGE}{_LIKE}{{1,11}}(?:[ .]{{1,2}}{_LIKE}{{1,11}}){{1,5}}{_END}")
_TAX_RUN = re.compile(
    r"(?<![^\W_])(?<![/,\-])[0-9OoIl|BSsZ](?:[ .]?[0-9OoIl|BSsZ]){9}(?:\s?[-–]\s?[0-9OoIl|]{3})?(?![0-9A-Za-z/])"
)
_NUMBER_LABEL = re.compile(
    r"(d[il1]nh\s?danh|can\s?c[uo]{1,2}c?|cccd|cmnd|chung\s?minh|c[aă]n\s?c[uư]|ca\s?nhan\s?so|the\s?so|giay\s?to\s?tuy\s?than"
    r"|ho\s?chieu|so\s?dd)"
)
_TAX_LABEL = re.compile(
    r"(ma\s?so\s?thue|mst\b|ma\s?so\s?doanh\s?nghiep|ma\s?so\s?ho\s?kinh\s?doanh|ma\s?so\s?hkd|ma\s?so\s?hop\s?tac|msdn"
    r"|ma\s?so\s?dn|ma\s?so\s?chi\s?nhanh|dang\s?ky\s?ho\s?kinh\s?doanh\s?so|ma\s?so\s?don\s?vi|ma\s?so\s?:)"
)
_PHONE_LABEL = re.compile(
    r"(dien\s?thoai|d[tđ]dd?|so\s?dt|fax|hotline|tai\s?khoan|tel|zalo|so\s?hieu|ma\s?vach)[^a-z]{0,4}$"
)
_OLD_CARD_WIDTH = 11  # nine digits in at most three groups
_BACK = 70  # characters before a number in which its label is looked for


def dossier_codes(pages: Sequence[PageReading], texts: Sequence[PageText]) -> tuple[Found, ...]:
    """Return every dossier code: from barcodes and web addresses, then from the text, each once, surest first."""
    found = [
        Found(code, barcode.text, page.page, barcode.box)
        for page in pages
        for barcode in page.barcodes
        for code in codes_in_barcode(barcode.text)
    ]
    for text in texts:
        for seen in find_dossier_codes(text.text):
            found.append(text.found(seen.code, seen.start, seen.end, _GUESS_COST**seen.guessed))
    return _once(found)


def _once(found: list[Found]) -> tuple[Found, ...]:
    best: dict[str, Found] = {}
    for one in sorted(found, key=lambda item: -item.confidence):
        best.setdefault(one.value, one)
    return tuple(best.values())


def personal_numbers(texts: Sequence[PageText]) -> tuple[Found, ...]:
    """Return personal numbers (12 digits) and labelled old card numbers (9), in the order they stand."""
    found: dict[str, Found] = {}
    for text in texts:
        for one in _numbers_of_people(text):
            if one.value not in found or found[one.value].confidence < one.confidence:
                found[one.value] = one
    return tuple(found.values())


def _numbers_of_people(text: PageText) -> Iterator[Found]:
    for match in (*_RUN.finditer(text.text), *_SPACED_RUN.finditer(text.text)):
        digits = as_digits(match[0])
        label = _label_before(text, match.start())
        guessed = sum(char.isalpha() or char in "|!]" for char in match[0])
        if _PHONE_LABEL.search(label) or guessed > 3:
            continue
        labelled = bool(_NUMBER_LABEL.search(label))
        sure = text.confidence(match.start(), match.end()) >= _SURE_WITHOUT_LABEL and not guessed
        good = is_personal_number(digits) and (labelled or (sure and len(match[0]) == len(digits)))
        if good or (labelled and sure and is_old_card_number(digits) and len(match[0]) <= _OLD_CARD_WIDTH):
            yield text.found(digits, match.start(), match.end(), _GUESS_COST**guessed)


def tax_codes(texts: Sequence[PageText]) -> tuple[Found, ...]:
    """Return tax codes with a right check digit: all that are labelled, others only when no phone number is near."""
    found: dict[str, Found] = {}
    for text in texts:
        for match in _TAX_RUN.finditer(text.text):
            label = _label_before(text, match.start())
            code = parse_tax_code(_tax_digits(match[0]))
            labelled = bool(_TAX_LABEL.search(label))
            if code is None or not labelled or _PHONE_LABEL.search(label):
                continue
            guessed = sum(char.isalpha() or char == "|" for char in match[0])
            found.setdefault(code, text.found(code, match.start(), match.end(), _GUESS_COST**guessed))
    return tuple(found.values())


def _tax_digits(raw: str) -> str:
    parts = re.split(r"\s?[-–]\s?", raw)
    return "-".join(as_digits(part) for part in parts)


def _label_before(text: PageText, place: int) -> str:
    """The folded text before `place`: of its line, and of the line above when the number opens its line."""
    index = text.line_of(place)
    start, _ = text.line_span(index)
    if place - start < 30 and index > 0:
        start, _ = text.line_span(index - 1)
    return text.plain[max(start, place - _BACK) : place].replace("\n", " ")
