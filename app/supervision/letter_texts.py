"""What stands in a letter, and in the short texts that go out beside it. Vietnamese, whatever the program speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.domain.dossier import Dossier
from app.domain.ledger import VIETNAM
from app.domain.letters import Letter, LetterKind, telephone_text
from app.supervision.rules import LetterRules


def fields(
    letter: Letter, dossier: Dossier, earlier: Sequence[Letter], rules: LetterRules, office: str
) -> Mapping[str, object]:
    """Return what a template may ask for; texts of the letter are Vietnamese, whatever the program speaks."""
    overdue = letter.kind is LetterKind.APOLOGY
    title = "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" if overdue else "PHIẾU HẸN LẠI NGÀY TRẢ KẾT QUẢ"
    return {
        "title": title,
        "office": office.upper(),
        "unit": dossier.unit_name or office,
        "place": rules.place,
        "signer": rules.signer,
        "number": letter.told_number or f"……/{rules.symbol}",
        "dated": _in_words(letter.dated) if letter.dated else "… tháng … năm …",
        "owner": dossier.owner_name,
        "received": _day(dossier.received_at),
        "procedure": dossier.procedure_name,
        "code": dossier.code,
        "promised": _day(letter.promised),
        "overdue": overdue,
        "reason": rules.reasons.get(letter.reason, letter.reason),
        "until": f"{letter.until:%d/%m/%Y}",
        "earlier": [
            {
                "number": one.told_number,
                "dated": _in_words(one.dated) if one.dated else "",
                "until": f"{one.until:%d/%m/%Y}",
            }
            for one in earlier
        ],
    }


def _in_words(day: date) -> str:
    month = (
        f"{day.month:02d}" if day.month < 3 else str(day.month)
    )  # NĐ 30/2020: padded so that none can be added
    return f"{day.day:02d} tháng {month} năm {day.year}"


def _day(moment: datetime | None) -> str:
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y") if moment else "…/…/……"


def for_telephone(known: Mapping[str, object], rules: LetterRules) -> dict[str, object]:
    """Return the texts that go out beside the letter: for Zalo, and for SMS with how many messages it is charged as."""
    texts = {name: str(value) for name, value in known.items()} | {"office": str(known["unit"])}
    short = telephone_text([one.format(**texts) for one in rules.sms])
    return {"zalo": rules.zalo.format(**texts), "sms": short.text, "sms_parts": short.parts}
