"""A certificate authority of a town that does not exist, with its timestamp, OCSP and CRL services on the loopback."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml
from asn1crypto import ocsp, tsp
from certomancer.registry import CertLabel, PKIArchitecture, ServiceLabel
from certomancer.registry.config import CertomancerConfig
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

OFFICE = "Ủy ban nhân dân phường Mẫu"
OTHER_OFFICE = "Sở Không Có Thật"
KEYS = (
    "root",
    "interm",
    "ocsp",
    "tsa",
    "office",
    "other",
    "late",
    "early",
    "revoked",
    "soon",
    "curve",
    "odd",
)
_LONG = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2099-01-01T00:00:00+0000"}


@dataclass
class Town:
    """The running authority. `away` are service paths that answer as if nobody were there."""

    architecture: PKIArchitecture
    keys: Path
    address: str
    away: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    @property
    def tsa(self) -> str:
        """The address of the timestamp service."""
        return f"{self.address}/town/tsa/tsa"

    def certificate(self, name: str) -> bytes:
        """A certificate as DER."""
        return bytes(self.architecture.get_cert(CertLabel(name)).dump())

    def key(self, name: str) -> Path:
        """The file of a private key (PEM, PKCS#8)."""
        return self.keys / f"{name}.pem"

    def trust(self, folder: Path) -> Path:
        """Write what an office trusts: the root, and the authority between."""
        folder.mkdir(exist_ok=True)
        for name in ("root", "interm"):
            (folder / f"{name}.cer").write_bytes(self.certificate(name))
        return folder


@contextmanager
def running_town(folder: Path) -> Iterator[Town]:
    """Run the authority, its services on a free port."""
    _make_keys(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    town = Town(_architecture(folder, address), folder, address)
    server.town = town  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield town
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def distant_town(folder: Path) -> Iterator[Town]:
    """Run the authority in a process of its own, as it is on a machine of its own: its work is not the signer's.

    What it is asked, and `away`, are not seen from here. Call it before this process has threads (it forks).
    """
    _make_keys(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    town = Town(_architecture(folder, address), folder, address)
    server.town = town  # type: ignore[attr-defined]
    for labels in town.architecture.enumerate_certs_by_issuer():  # both processes have the same
        for spec in labels[1]:
            town.architecture.get_cert(spec.label)
    child = os.fork()
    if not child:
        server.serve_forever()
    server.server_close()
    try:
        yield town
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


class _Answers(BaseHTTPRequestHandler):
    """Answers as the services of the authority would."""

    protocol_version = "HTTP/1.1"  # connections stay open

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        services, now = self._town.architecture.service_registry, datetime.now(UTC)
        if self._refuses():
            return
        label = ServiceLabel(self.path.split("/")[-1])
        if "/tsa/" in self.path:
            answer = services.summon_timestamper(label, now).request_tsa_response(
                tsp.TimeStampReq.load(asked)
            )
            self._give(answer.dump(), "application/timestamp-reply")
        else:
            answer = services.summon_responder(label, now).build_ocsp_response(ocsp.OCSPRequest.load(asked))
            self._give(answer.dump(), "application/ocsp-response")

    def do_GET(self) -> None:
        if self._refuses():
            return
        label = ServiceLabel(self.path.split("/")[-2])
        crl = self._town.architecture.service_registry.get_crl(label, datetime.now(UTC))
        self._give(crl.dump(), "application/pkix-crl")

    @property
    def _town(self) -> Town:
        return self.server.town  # type: ignore[attr-defined,no-any-return]

    def _refuses(self) -> bool:
        self._town.asked.append(self.path)
        if not any(one in self.path for one in self._town.away):
            return False
        self.send_error(503)
        return True

    def _give(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _make_keys(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in KEYS:
        key = (
            ec.generate_private_key(ec.SECP256R1())
            if name == "curve"
            else rsa.generate_private_key(65537, 2048)
        )
        data = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.pem").write_bytes(data)


def _architecture(folder: Path, address: str) -> PKIArchitecture:
    text = yaml.safe_dump(_config(address), allow_unicode=True)
    config = CertomancerConfig.from_yaml(text, key_search_dir=str(folder))
    return config.get_pki_arch("town")


def _config(address: str) -> dict[str, object]:
    keys = {name: {"path": f"{name}.pem"} for name in KEYS}
    return {
        "external-url-prefix": address,
        "keysets": {"town": {"path-prefix": ".", "keys": keys}},
        "pki-architectures": {
            "town": {
                "keyset": "town",
                "entity-defaults": {"country-name": "VN", "organization-name": OFFICE},
                "entities": {
                    name: {"common-name": _NAMES.get(name, OFFICE)}
                    | ({"organization-name": OTHER_OFFICE} if name == "other" else {})
                    for name in KEYS
                },
                "certs": _certs(),
                "services": {
                    "ocsp": {
                        "interm": {"for-issuer": "interm", "responder-cert": "ocsp", "signing-key": "ocsp"}
                    },
                    "crl-repo": {
                        name: {
                            "for-issuer": name,
                            "signing-key": name,
                            "simulated-update-schedule": "P90D",
                        }
                        for name in ("root", "interm")
                    },
                    "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
                },
            }
        },
    }


_NAMES = {
    "root": "CA Gốc Thử Nghiệm",
    "interm": "CA Thử Nghiệm",
    "ocsp": "OCSP Thử Nghiệm",
    "tsa": "Dấu thời gian Thử Nghiệm",
    "other": OTHER_OFFICE,
}


def _certs() -> dict[str, object]:
    own = {
        "office": _LONG,
        "other": _LONG,
        "curve": _LONG,
        "odd": _LONG,
        "late": {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2021-01-01T00:00:00+0000"},
        "early": {"valid-from": "2098-01-01T00:00:00+0000", "valid-to": "2099-01-01T00:00:00+0000"},
        "soon": {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2099-01-01T00:00:00+0000"},
    }
    certs: dict[str, object] = {name: _signer(name, validity) for name, validity in own.items()}
    certs["revoked"] = _signer("revoked", _LONG) | {
        "revocation": {"revoked-since": "2022-01-01T00:00:00+0000", "reason": "key_compromise"}
    }
    certs["root"] = _cert("root", "root", [_ca(), _usage("key_cert_sign", "crl_sign")])
    certs["interm"] = _cert("interm", "root", [_ca(), _usage("key_cert_sign", "crl_sign"), _crl("root")])
    certs["ocsp"] = _cert(
        "ocsp", "interm", [_usage("digital_signature"), _extended("ocsp_signing"), {"id": "ocsp_no_check"}]
    )
    certs["tsa"] = _cert(
        "tsa",
        "interm",
        [_usage("digital_signature"), _extended("time_stamping", critical=True), _ocsp(), _crl("interm")],
    )
    return certs


def _signer(name: str, validity: dict[str, str]) -> dict[str, object]:
    return _cert(
        name, "interm", [_usage("digital_signature", "non_repudiation"), _ocsp(), _crl("interm")], validity
    )


def _cert(
    name: str, issuer: str, extensions: list[dict[str, object]], validity: dict[str, str] | None = None
) -> dict[str, object]:
    return {
        "subject": name,
        "subject-key": name,
        "issuer": issuer,
        "authority-key": issuer,
        "validity": validity or _LONG,
        "extensions": extensions,
    }


def _ca() -> dict[str, object]:
    return {"id": "basic_constraints", "critical": True, "value": {"ca": True}}


def _usage(*bits: str) -> dict[str, object]:
    smart = {"schema": "key-usage", "params": list(bits)}
    return {"id": "key_usage", "critical": True, "smart-value": smart}


def _extended(use: str, critical: bool = False) -> dict[str, object]:
    return {"id": "extended_key_usage", "critical": critical, "value": [use]}


def _crl(repo: str) -> dict[str, object]:
    return {
        "id": "crl_distribution_points",
        "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": [repo]}},
    }


def _ocsp() -> dict[str, object]:
    return {
        "id": "authority_information_access",
        "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["interm"]}},
    }
