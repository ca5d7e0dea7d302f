"""The gateway of the National Public Service Portal: session, TraCuuHoSo, DongBoHoSoMC, CapNhatTienDoHoSoMC.

Names, codes and dates are those of the form; what is fixed here is the road: look up, send as new or as an update, tell
the progress. A state goes out as the register has it, a code is never another one.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.dossier import Dossier
from app.domain.synchronisation import TIMES, Cause, Paper, Parcel, Seen, SeenPaper, SyncTrouble
from app.gateway.form import Form
from app.gateway.line import Line
from app.gateway.port import Kept, Read


class NationalGateway:
    """The gateway, as one unit (`madonvi`) with one account. Safe from any thread."""

    name = "dvcqg"

    def __init__(self, line: Line, form: Form, unit: str, account: str, password: str) -> None:
        """Prepare; nothing is sent yet."""
        self._line, self._form, self._unit = line, form, unit
        self.looking = str(form["services"]["look_up"])
        self._login = {"username": account, "password": password}
        self._session, self._lock = "", threading.Lock()

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    def key_of(self, paper: Paper) -> str:
        """Return the link."""
        return paper.link

    def look_up(self, code: str, kept: Kept) -> list[Seen]:
        """Return what TraCuuHoSo finds; a dossier that is kept under another code is found by it, and told as it is."""
        try:
            answer = self._call({"service": self.looking, "mahoso": code}, kept)
        except SyncTrouble as trouble:
            if self._refused_with("absent", trouble):
                return []
            raise
        found = answer.get("result") or []
        every = found if isinstance(found, list) else [found]
        return [self._seen(one) for one in every if isinstance(one, dict)]

    def send(self, parcel: Parcel, found: Sequence[Seen], read: Read, kept: Kept) -> None:  # noqa: ARG002 - the portal fetches the bytes by their link
        """Send the dossier with all its results, then its progress."""
        services = self._form["services"]
        data = self._data(parcel, found[0] if found else None)
        order = {"service": services["dossier"], "isUpdating": "True" if found else "False", "data": [data]}
        try:
            self._call(order, kept)
        except SyncTrouble as trouble:
            if not self._refused_with("exists", trouble):
                raise
            self._call(order | {"isUpdating": "True"}, kept)
        self._call({"service": services["progress"], "data": [self._progress(parcel)]}, kept)

    def _refused_with(self, kind: str, trouble: SyncTrouble) -> bool:
        told = trouble.difference
        return told.cause is Cause.REFUSED and self._form.speaks_of(kind, told.theirs)

    # --- what is sent ---

    def _data(self, parcel: Parcel, seen: Seen | None) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for one in self._form["fields"]:
            shown = self._text(parcel.dossier, one)
            if not shown and seen is not None:
                shown = str(seen.raw.get(one["name"]) or "")  # what is not known here is not emptied there
            if not shown and one.get("required"):
                raise SyncTrouble(Cause.UNFIT, one["name"])
            if len(shown) > one.get("longest", len(shown)):
                raise SyncTrouble(Cause.UNFIT, one["name"], shown, str(one["longest"]))
            if shown:
                data[one["name"]] = shown
        lists = self._form["lists"]
        for name in (lists["components"], lists["fees"]):
            data[name] = list(seen.raw.get(name) or ()) if seen else []
        data[lists["results"]] = self._results(parcel, seen)
        return data

    def _text(self, dossier: Dossier, one: Mapping[str, Any]) -> str:
        if one["of"] == "extra":
            return dossier.extra.get(one["name"], "")
        value = getattr(dossier, one["of"])
        if one["of"] in TIMES:
            return self._form.date_text(value) if value else ""
        if isinstance(value, tuple):
            return ";".join(value)
        return "" if value is None else str(int(value) if isinstance(value, int) else value)

    def _results(self, parcel: Parcel, seen: Seen | None) -> list[dict[str, Any]]:
        """Results that others attached stay where they are; ours follow, all of them, in order."""
        ours = {paper.link for paper in (*parcel.papers, *parcel.recalled)}
        others = [dict(paper.raw) for paper in seen.papers if paper.key not in ours] if seen else []
        names = self._form["paper"]
        return others + [
            {
                names["name"]: paper.name[: names["longest_name"]],
                names["component"]: "",
                names["id"]: paper.id,
                names["link"]: paper.link,
                names["type"]: paper.type_code,
            }
            for paper in parcel.papers
        ]

    def _progress(self, parcel: Parcel) -> dict[str, str]:
        names, dossier = self._form["progress"], parcel.dossier
        return {
            names["code"]: dossier.code,
            names["who"]: parcel.by,
            names["when"]: self._form.date_text(parcel.at),
            names["where"]: dossier.unit_name or dossier.unit_code,
            names["what"]: names["told"],
            names["state"]: "" if dossier.state is None else str(int(dossier.state)),
        }

    def _seen(self, raw: Mapping[str, Any]) -> Seen:
        names = {one["of"]: one["name"] for one in self._form["fields"] if one["of"] != "extra"}
        paper = self._form["paper"]
        papers = raw.get(self._form["lists"]["results"]) or ()
        others = str(raw.get(names["other_codes"]) or "")
        return Seen(
            code=str(raw.get(names["code"], "")),
            state=str(raw.get(names["state"], "")),
            times={name: self._form.moment(raw.get(names[name])) for name in TIMES},
            papers=tuple(
                SeenPaper(str(one.get(paper["link"], "")), raw=one) for one in papers if isinstance(one, dict)
            ),
            other_codes=tuple(code.strip() for code in others.split(";") if code.strip()),
            raw=raw,
        )

    # --- calls ---

    def _call(self, order: Mapping[str, Any], kept: Kept) -> dict[str, Any]:
        """Return the answer of a service; an expired session is renewed once. SyncTrouble for a refusal."""
        session = self._valid_session("")
        answer = self._ask(order, session, kept)
        code, told = str(answer.get("error_code")), _told(answer)
        over = self._form["answers"]["session_over"]
        if not self._form.is_good(code) and (code in over or self._form.speaks_of("session", told)):
            answer = self._ask(order, self._valid_session(session), kept)
            code, told = str(answer.get("error_code")), _told(answer)
            if code in over:  # its words alone, right after a login, rather speak of something else
                raise SyncTrouble(Cause.LOGIN_REFUSED, "session", "", told)
        if not self._form.is_good(code):
            cause = Cause.UNKNOWN_PROCEDURE if self._form.speaks_of("procedure", told) else Cause.REFUSED
            raise SyncTrouble(cause, str(order["service"]), "", told)
        return answer

    def _ask(self, order: Mapping[str, Any], session: str, kept: Kept) -> dict[str, Any]:
        body = {"session": session, "madonvi": self._unit, **order}
        told = self._line.telling(str(order["service"]), {"madonvi": self._unit, **order})
        _, answer = self._line.post(self._form["paths"]["services"], told, kept, json=body)
        return answer if isinstance(answer, dict) else {"result": answer}

    def _valid_session(self, expired: str) -> str:
        with self._lock:
            if not self._session or self._session == expired:
                self._session = self._log_in()
            return self._session

    def _log_in(self) -> str:
        told = self._line.telling("session", None)
        _, answer = self._line.post(self._form["paths"]["session"], told, None, json=self._login)
        fields = answer if isinstance(answer, dict) else {}
        if not fields.get("session") or not self._form.is_good(fields.get("error_code")):
            raise SyncTrouble(Cause.LOGIN_REFUSED, "session", "", _told(fields))
        return str(fields["session"])


def _told(answer: Mapping[str, Any]) -> str:
    """The code and message of an answer, as a person reads it."""
    message = answer.get("message") or answer.get("error_message") or ""
    return f"{answer.get('error_code', '')} {message}".strip()
