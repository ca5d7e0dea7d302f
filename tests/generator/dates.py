"""Dates and numbers as Vietnamese papers write them."""

from datetime import date

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def padded(day: int) -> str:
    """A day under 10 gets a zero (NĐ 30/2020, Phụ lục I)."""
    return f"{day:02d}"


def padded_month(month: int) -> str:
    """Months 1 and 2 get a zero, the others do not."""
    return f"{month:02d}" if month < 3 else str(month)


def long_date(day: date) -> str:
    """`ngày 05 tháng 02 năm 2026`."""
    return f"ngày {padded(day.day)} tháng {padded_month(day.month)} năm {day.year}"


def slash_date(day: date) -> str:
    """`05/02/2026`."""
    return f"{day:%d/%m/%Y}"


def date_in_words(day: date) -> str:
    """`Ngày mười lăm, tháng hai, năm một nghìn chín trăm chín mươi`, as on a birth extract."""
    return f"Ngày {words(day.day)}, tháng {words(day.month)}, năm {words(day.year)}"


def words(number: int) -> str:
    """A number from 0 to 999,999,999,999 read aloud."""
    if number == 0:
        return DIGITS[0]
    groups = []
    names = ("", "nghìn", "triệu", "tỷ")
    position = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            groups.append(f"{_below_thousand(group, leading=number == 0)} {names[position]}".strip())
        position += 1
    return " ".join(reversed(groups))


def dong(amount: int) -> str:
    """`1.250.000`."""
    return f"{amount:,}".replace(",", ".")


def _below_thousand(number: int, *, leading: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [] if leading and not hundreds else [f"{DIGITS[hundreds]} trăm"]
    tens, ones = divmod(rest, 10)
    if tens == 0 and ones:
        parts.append(f"linh {DIGITS[ones]}" if parts else DIGITS[ones])
    elif tens == 1:
        parts.append("mười" + _ones(ones, after_ten=True))
    elif tens:
        parts.append(f"{DIGITS[tens]} mươi" + _ones(ones, after_ten=False))
    return " ".join(parts)


def _ones(ones: int, *, after_ten: bool) -> str:
    if ones == 0:
        return ""
    if ones == 5:
        return " lăm"
    if ones == 1 and not after_ten:
        return " mốt"
    return f" {DIGITS[ones]}"
