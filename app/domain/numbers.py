"""Numbers of people, firms, procedures and documents: their forms, their checks, and what reading makes of them."""

from __future__ import annotations

import re

TAX_DIGITS = 10
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_AS_DIGIT = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "i": "1", "|": "1", "!": "1", "]": "1", "B": "8",
     "S": "5", "s": "5", "Z": "2", "z": "2"}
)  # fmt: skip
_PROCEDURE = re.compile(r"[1-9]\.\d{6}(?:\.\d{2,3}){0,4}(?:\.[HG]\d{2})?", re.ASCII)
_RESULT_TYPE = re.compile(
    r"KQ\.[HG]\d{2}(?:\.\d{2,3}){0,3}\.\d{6}|\d{3}\.\d{2}\.\d{2}\.[HG]\d{2}-KQ\d{4,6}", re.ASCII
)
_ABBREVIATION = r"[A-ZĐ][A-ZĐa-zđ0-9&.]{0,14}"
_DOCUMENT = re.compile(rf"\d{{1,6}}[a-zA-Z]?(?:/\d{{4}})?/{_ABBREVIATION}(?:-{_ABBREVIATION})*")
_CENTURY = 1900


def as_digits(text: str) -> str:
    """Return `text` with letters that look like digits as digits, and without spaces and dots."""
    return re.sub(r"[\s.]", "", text.translate(_AS_DIGIT))


def is_personal_number(number: str) -> bool:
    """Whether the 12 digits can be a personal number (số định danh cá nhân; NĐ 70/2024).

    Three digits of a province (001 to 096), one of century and sex, two of the year, six that are not all the same
    zero. There is no public check digit, so a wrong digit can't be told from a right one.
    """
    if not re.fullmatch(r"\d{12}", number, re.ASCII) or number[6:] == "000000":
        return False
    return 1 <= int(number[:3]) <= 96 and int(number[3]) <= 3


def is_old_card_number(number: str) -> bool:
    """Whether the 9 digits can be a number of the old identity card (CMND); placeholders like 000000001 are refused."""
    return bool(re.fullmatch(r"\d{9}", number, re.ASCII)) and number[:3] != "000" and len(set(number)) > 2


def birth_year(number: str) -> int | None:
    """Return the year of birth that a personal number tells, or None."""
    if not is_personal_number(number):
        return None
    return _CENTURY + 100 * (int(number[3]) // 2) + int(number[4:6])


def is_female(number: str) -> bool | None:
    """Return the sex that a personal number tells (True: female), or None."""
    return bool(int(number[3]) % 2) if is_personal_number(number) else None


def tax_check_digit(body: str) -> int | None:
    """Return the tenth digit of a tax code, 10 - (weighted sum mod 11); None when no such code is issued."""
    check = 10 - sum(int(digit) * weight for digit, weight in zip(body, _TAX_WEIGHTS, strict=True)) % 11
    return check if check < 10 else None


def parse_tax_code(text: str) -> str | None:
    """Return the tax code in `text` as 10 digits, with -NNN for a branch, when its check digit is right; else None.

    Dots and spaces inside are allowed (it is printed as 888.9545300 too).
    """
    match = re.fullmatch(r"([0-9.\s]{10,16})(?:\s?[-–]\s?(\d{3}))?", text.strip(), re.ASCII)
    if not match:
        return None
    digits = re.sub(r"[.\s]", "", match[1])
    if len(digits) != TAX_DIGITS or tax_check_digit(digits[:9]) != int(digits[9]) or not int(digits):
        return None
    return f"{digits}-{match[2]}" if match[2] else digits


def parse_owner_number(text: str) -> str | None:
    """Return the personal number, old card number or tax code that a register's cell holds, or None (placeholder)."""
    digits = re.sub(r"[\s.]", "", text.strip().lstrip("'"))
    if is_personal_number(digits) or is_old_card_number(digits):
        return digits
    return parse_tax_code(text.strip().lstrip("'"))


def is_procedure_code(text: str) -> bool:
    """Whether `text` has the form of a procedure code: 1.004859, 2.000635.01, 1.001193.000.00.00.H15."""
    return bool(_PROCEDURE.fullmatch(text))


def procedure_stem(code: str) -> str:
    """Return the part of a procedure code that names the procedure (1.001193 of 1.001193.000.00.00.H15)."""
    match = re.match(r"\d\.\d{6}", code, re.ASCII)
    return match[0] if match else code.strip().upper()


def is_result_type_code(text: str) -> bool:
    """Whether `text` has the form of a result type: KQ.G15.000032, 000.00.00.G09-KQ002269."""
    return bool(_RESULT_TYPE.fullmatch(text))


def is_document_number(text: str) -> bool:
    """Whether `text` has the form of a document number (NĐ 30/2020): 123/QĐ-UBND, 45/2020/TLKS-BS, 12/GPXD."""
    return bool(_DOCUMENT.fullmatch(text))
