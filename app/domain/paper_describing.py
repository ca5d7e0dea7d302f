"""Describes a digitized paper from its reading, its dossier and a person's corrections: the one place that does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.dossier import Dossier
from app.domain.face import Face
from app.domain.field_names import Role
from app.domain.field_signer import signer
from app.domain.field_summary import summary
from app.domain.folding import fold
from app.domain.numbers import is_result_type_code
from app.domain.page import Found
from app.domain.paper import PaperMetadata


@dataclass(frozen=True, slots=True)
class PaperType:
    """A kind of result: code ("": the office gave none), validity (PERMANENT or ""), folded starts of its titles."""

    code: str
    validity: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperRules:
    """Kinds of results, columns of the register that hold a type's code, and the longest text of each entry."""

    types: tuple[PaperType, ...] = ()
    columns: tuple[str, ...] = ()
    longest: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Digitized:
    """How a paper was digitized: by whom, when, from which bytes, with which programs, in which office."""

    by: str
    at: datetime
    capture: str
    versions: str
    office: str = ""


def describe(
    face: Face,
    code: str,
    dossier: Dossier | None,
    digitized: Digitized,
    rules: PaperRules,
    corrections: Mapping[str, str] | None = None,
) -> PaperMetadata:
    """Return the metadata of a result linked to the dossier `code`, as long as the rules allow, still without a code.

    What a person corrected (by entry; "" empties it) counts before what was read, and that before the register. Nothing
    is guessed: a number that is too long is left out, since a cut number is another one; other texts end with "…".
    """
    known = _of_register(dossier) | {name: found.value for name, found in read_entries(face).items()}
    chosen = PaperMetadata(
        **known,
        dossier=code,
        digitized_by=digitized.by,
        digitized_at=digitized.at.replace(microsecond=0).isoformat(),
        capture=digitized.capture,
        versions=digitized.versions,
    )
    said = dict(corrections or {})
    kind = _kind_coded(said.get("result_type", ""), rules) or _kind(chosen.title, rules)
    chosen = replace(
        chosen,
        agency=chosen.agency or digitized.office,
        unit=chosen.unit or digitized.office,
        result_type=_type_code(dossier, rules) or (kind.code if kind else ""),
        validity=kind.validity if kind else "",
    )
    return _fitting(replace(chosen, **said), rules.longest or {})


def read_entries(face: Face) -> dict[str, Found]:
    """Return what the paper itself says of entries, each with its place."""
    found = face.fields
    officials = [person.found for person in face.named(Role.OFFICIAL)]
    read = {
        "title": found.title,
        "summary": summary(face.texts[0], found.title) if face.texts else found.title,
        "number": found.document_number,
        "issued_on": found.issued_on,
        "signer": signer(face.texts) or (officials[-1] if officials else None),
    }
    return {name: one for name, one in read.items() if one}


def _of_register(dossier: Dossier | None) -> dict[str, str]:
    if dossier is None:
        return {}
    return {
        "title": dossier.procedure_name,
        "summary": dossier.procedure_name,
        "owner_number": dossier.owner_number,
        "owner_name": dossier.owner_name,
        "agency": dossier.unit_name,
        "procedure": dossier.procedure_code,
        "procedure_name": dossier.procedure_name,
        "unit": dossier.unit_code or dossier.unit_name,
    }


def _kind(title: str, rules: PaperRules) -> PaperType | None:
    folded = fold(title)
    return next((kind for kind in rules.types if folded.startswith(kind.titles)), None)


def _kind_coded(code: str, rules: PaperRules) -> PaperType | None:
    return next((kind for kind in rules.types if code and kind.code == code), None)


def _type_code(dossier: Dossier | None, rules: PaperRules) -> str:
    columns = {
        fold(name).replace(" ", ""): value.strip()
        for name, value in (dossier.extra if dossier else {}).items()
    }
    found = (columns.get(name.lower(), "") for name in rules.columns)
    return next((value for value in found if is_result_type_code(value)), "")


def _fitting(paper: PaperMetadata, longest: Mapping[str, int]) -> PaperMetadata:
    cut: dict[str, str] = {}
    for name, most in longest.items():
        value = " ".join(getattr(paper, name).split())
        if len(value) > most:
            value = "" if name == "number" else value[: most - 1].rstrip() + "…"
        cut[name] = value
    return replace(paper, **cut)
