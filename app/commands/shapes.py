"""The published JSON shapes. Names and forms are a promise to scripts: add freely, change nothing."""

from __future__ import annotations

from typing import Any

from app.domain.evidence import Candidate, Evidence
from app.domain.ledger import Ledger, Tally
from app.domain.page import Box, Fields, PageReading
from app.domain.scan import Scan
from app.language import Translator


def page_shape(page: PageReading) -> dict[str, Any]:
    """Return one page of `sohoa read --json`."""
    return {
        "page": page.page,
        "text": page.text,
        "rotation": page.rotation,
        "skew_degrees": round(page.skew_degrees, 3),
        "dpi": page.dpi,
        "blank": page.blank,
        "confidence": None if page.confidence is None else round(page.confidence, 4),
        "barcodes": [{"format": code.format, "text": code.text} for code in page.barcodes],
        "source": page.source,
        "notes": list(page.notes),
    }


def fields_shape(fields: Fields) -> dict[str, Any]:
    """Return the `fields` of `sohoa read --json`."""
    return {
        "dossier_codes": [found.value for found in fields.dossier_codes],
        "document_number": fields.document_number.value if fields.document_number else None,
        "issued_on": fields.issued_on.value if fields.issued_on else None,
        "personal_numbers": [found.value for found in fields.personal_numbers],
        "tax_codes": [found.value for found in fields.tax_codes],
        "names": [found.value for found in fields.names],
    }


def candidate_shape(candidate: Candidate) -> dict[str, Any]:
    """Return one candidate of `sohoa match --json`."""
    return {
        "dossier": candidate.dossier,
        "score": round(candidate.score, 6),
        "evidence": [evidence_shape(one) for one in candidate.evidence],
    }


def evidence_shape(evidence: Evidence) -> dict[str, Any]:
    """Return one piece of evidence; its box in fractions of the page, or null."""
    return {
        "kind": evidence.kind.value,
        "value": evidence.value,
        "page": evidence.page,
        "box": _box_shape(evidence.box),
        "weight": round(evidence.weight, 3),
    }


def scan_shape(scan: Scan, translator: Translator) -> dict[str, Any]:
    """Return one line of `sohoa scans --json`; `digest` is that of the bytes which arrived."""
    receipt = scan.receipt
    return {
        "scan": scan.id,
        "state": scan.state.value,
        "hold": translator.say(scan.hold.message) if scan.hold else None,
        "hold_code": scan.hold.message.id if scan.hold else None,
        "dossier": scan.dossier,
        "linked_by": scan.linked_by,
        "pages": len(scan.pages),
        "digest": scan.capture,
        "sealed_digest": scan.sealed.digest if scan.sealed else None,
        "source": scan.source,
        "captured_at": scan.captured_at.isoformat(),
        "receipt": {
            "id": receipt.id,
            "digest": receipt.digest,
            "stored_at": receipt.stored_at.isoformat(),
            "version": receipt.version,
        }
        if receipt
        else None,
    }


def ledger_shape(ledger: Ledger) -> dict[str, Any]:
    """Return the ledger of `sohoa ledger --json`."""
    return {"day": ledger.day.isoformat(), **_tally_shape(ledger.of_day), "total": _tally_shape(ledger.total)}


def _tally_shape(tally: Tally) -> dict[str, Any]:
    return {
        "captured": tally.captured,
        "stored": tally.stored,
        "waiting": tally.waiting,
        "held": tally.held,
        "rejected": tally.rejected,
        "letters": tally.letters,
        "balanced": tally.balanced,
    }


def _box_shape(box: Box | None) -> list[float] | None:
    return None if box is None else [round(side, 5) for side in (box.x, box.y, box.w, box.h)]
