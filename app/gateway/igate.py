"""iGate, the province's own one-stop system: UploadFile for the bytes of a result, CapNhatTrangThai to attach it.

Names and states are those of the form. iGate takes results in some states only; a dossier in another state is told as
such, and its state is not mapped to one that would be taken.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.synchronisation import Cause, Paper, Parcel, Seen, SeenPaper, SyncTrouble
from app.gateway.form import Form
from app.gateway.line import Line
from app.gateway.port import Kept, Read

_UNAUTHORIZED = 401


class IGate:
    """One iGate with one client's account. Safe from any thread."""

    name = "igate"

    def __init__(self, line: Line, form: Form, account: str, password: str) -> None:
        """Prepare; nothing is sent yet."""
        self._line, self._form = line, form
        self.looking = str(form["paths"]["look_up"])
        self._login = {"client_id": account, "client_secret": password}
        self._token, self._lock = "", threading.Lock()

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    def key_of(self, paper: Paper) -> str:
        """Return the digest: iGate keeps the bytes, and knows no link of ours."""
        return paper.digest

    def look_up(self, code: str, kept: Kept) -> list[Seen]:
        """Return the dossiers that iGate shows under a code."""
        asked = {self._form["fields"]["code"]: code}
        try:
            found = self._data("look_up", asked, kept, json=asked) or []
        except SyncTrouble as trouble:
            told = trouble.difference
            if told.cause is Cause.REFUSED and self._form.speaks_of("absent", told.theirs):
                return []
            raise
        every = found if isinstance(found, list) else [found]
        return [self._seen(one) for one in every if isinstance(one, dict)]

    def send(self, parcel: Parcel, found: Sequence[Seen], read: Read, kept: Kept) -> None:
        """Upload what iGate does not hold yet, then set state and results. iGate must know the dossier already."""
        if not found:
            raise SyncTrouble(Cause.NOT_THERE, "code", parcel.dossier.code)
        (seen, *_), state = found, parcel.dossier.state
        if state is None:
            raise SyncTrouble(Cause.UNFIT, self._form["fields"]["state"])
        fields, allowed = self._form["fields"], self._form["states"]["with_results"]
        order = {
            fields["id"]: str(seen.raw.get(fields["id"]) or ""),
            fields["code"]: parcel.dossier.code,
            fields["state"]: int(state),
        }
        if int(state) in allowed:
            order[fields["results"]] = self._results(parcel, seen, read, kept)
        elif {paper.digest for paper in parcel.papers} - {paper.key for paper in seen.papers}:
            raise SyncTrouble(
                Cause.STATE_TAKES_NO_RESULT, "state", str(int(state)), ", ".join(map(str, allowed))
            )
        self._data("state", [order], kept, json=[order])

    def _results(self, parcel: Parcel, seen: Seen, read: Read, kept: Kept) -> list[dict[str, Any]]:
        """Results of others stay; ours follow in order, each uploaded once."""
        ours = {paper.digest for paper in (*parcel.papers, *parcel.recalled)}
        there = {paper.key: dict(paper.raw) for paper in seen.papers}
        others = [dict(paper.raw) for paper in seen.papers if paper.key not in ours]
        return others + [
            there.get(paper.digest) or self._upload(paper, read, kept) for paper in parcel.papers
        ]

    def _upload(self, paper: Paper, read: Read, kept: Kept) -> dict[str, Any]:
        part, names = self._form["upload"], self._form["paper"]
        name = f"{paper.id}.pdf"
        data = b"".join(read(paper.digest))
        files = {part["part"]: (name, data, "application/pdf")}
        answer = self._data(
            "upload", {"file": name, "digest": paper.digest, "bytes": len(data)}, kept, files=files
        )
        (told,) = answer if isinstance(answer, list) and len(answer) == 1 else ({},)
        if str(told.get(part["digest"], "")).lower() != paper.digest:
            raise SyncTrouble(Cause.DIGEST_DIFFERS, "result", paper.digest, str(told.get(part["digest"], "")))
        return {
            names["id"]: told.get(part["id"]),
            names["name"]: paper.name[: names["longest_name"]],
            names["type"]: paper.type_code,
            names["digest"]: told[part["digest"]],
        }

    def _seen(self, raw: Mapping[str, Any]) -> Seen:
        fields, digest = self._form["fields"], self._form["paper"]["digest"]
        times = {
            ours: self._form.moment(raw[name]) for ours, name in self._form["times"].items() if name in raw
        }
        papers = [one for one in raw.get(fields["results"]) or () if isinstance(one, dict)]
        others = str(raw.get(fields["other_codes"]) or "")
        return Seen(
            code=str(raw.get(fields["code"], "")),
            state=str(raw.get(fields["state"], "")),
            times=times,
            papers=tuple(
                SeenPaper(shown, shown, one) for one in papers for shown in [str(one.get(digest, "")).lower()]
            ),
            other_codes=tuple(code.strip() for code in others.split(";") if code.strip()),
            raw=raw,
        )

    # --- calls ---

    def _data(self, operation: str, request: Any, kept: Kept, **how: Any) -> Any:
        """Return the data of an answer; an expired token is renewed once. SyncTrouble for a refusal."""
        token = self._valid_token("")
        status, answer = self._post(operation, request, token, kept, how)
        if status == _UNAUTHORIZED:
            status, answer = self._post(operation, request, self._valid_token(token), kept, how)
            if status == _UNAUTHORIZED:
                raise SyncTrouble(Cause.LOGIN_REFUSED, "token", "", _told(answer))
        if status >= 400 or not self._form.is_good(answer.get("code")):
            told = _told(answer)
            cause = Cause.UNKNOWN_PROCEDURE if self._form.speaks_of("procedure", told) else Cause.REFUSED
            raise SyncTrouble(cause, operation, "", told)
        return answer.get("data")

    def _post(
        self, operation: str, request: Any, token: str, kept: Kept, how: Mapping[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        path = self._form["paths"][operation]
        headers = {"Authorization": f"Bearer {token}"}
        status, answer = self._line.post(
            path, self._line.telling(path, request), kept, headers=headers, **how
        )
        return status, answer if isinstance(answer, dict) else {"data": answer}

    def _valid_token(self, expired: str) -> str:
        with self._lock:
            if not self._token or self._token == expired:
                told = self._line.telling("token", None)
                _, answer = self._line.post(self._form["paths"]["token"], told, None, json=self._login)
                data = answer.get("data") if isinstance(answer, dict) else None
                self._token = str((data or {}).get("access_token") or "")
                if not self._token:
                    raise SyncTrouble(Cause.LOGIN_REFUSED, "token")
            return self._token


def _told(answer: Mapping[str, Any]) -> str:
    """The code and message of an answer, as a person reads it."""
    return f"{answer.get('code', '')} {answer.get('message') or ''}".strip()
