"""What an office can choose: the settings of a workspace, their defaults, and what each may be."""

from __future__ import annotations

import getpass
from dataclasses import dataclass

AFTER_PICKUP = ("move", "keep", "delete")
AUTO_LINK = ("exact", "off", "probable")
QUALITIES = ("exact", "swift")
FOLDER_FLAGS = ("network", "blanks_cut", "heads_cut", "slips_behind", "interleaved")
PDFA_LEVELS = ("2b", "1b", "3b")
SIGNING_RULES = ("none", "before", "after")
SIGNATURE_LEVELS = ("B-B", "B-T", "B-LT")
PIN_SOURCES = ("ask", "keyring")
CREDENTIAL_PLACES = ("keyring", "file")
SIMPLE = {
    # key in sohoa.toml: (attribute, allowed values)
    "language": ("language", ("vi", "en", "uk")),
    "account": ("account", None),
    "office.unit": ("unit_code", None),
    "office.name": ("unit_name", None),
    "linking.auto": ("auto_link", AUTO_LINK),
    "linking.threshold": ("link_threshold", float),
    "reading.quality": ("quality", QUALITIES),
    "reading.workers": ("workers", int),
    "reading.page_seconds": ("page_seconds", float),
    "reading.megapixels": ("megapixels", float),
    "sealing.pdfa": ("pdfa", PDFA_LEVELS),
    "signing.rule": ("signing_rule", SIGNING_RULES),
    "signing.level": ("signing_level", SIGNATURE_LEVELS),
    "signing.tsa": ("signing_tsa", None),
    "signing.module": ("signing_module", None),
    "signing.token": ("signing_token", None),
    "signing.key": ("signing_key", None),
    "signing.file": ("signing_file", None),
    "signing.trust": ("signing_trust", None),
    "signing.look_percent": ("signing_look_percent", int),
    "signing.pin": ("signing_pin", PIN_SOURCES),
    "signing.handover": ("signing_handover", None),
    "store.url": ("store_url", None),
    "store.key": ("store_key", None),
    "store.ca": ("store_ca", None),
    "store.credential": ("store_credential", CREDENTIAL_PLACES),
    "store.limit_kbit": ("store_limit_kbit", int),
    "store.grace_seconds": ("grace_seconds", int),
    "sync.targets": ("sync_targets", None),
    "sync.links": ("sync_links", None),
    "sync.unit": ("sync_unit", None),
    "sync.ca": ("sync_ca", None),
    "sync.dvcqg_url": ("sync_dvcqg_url", None),
    "sync.dvcqg_account": ("sync_dvcqg_account", None),
    "sync.igate_url": ("sync_igate_url", None),
    "sync.igate_account": ("sync_igate_account", None),
    "served.upload_gigabytes": ("served_upload_gigabytes", int),
    "served.calls_of_account": ("served_calls_of_account", int),
    "served.calls_of_address": ("served_calls_of_address", int),
    "cluster.ca": ("cluster_ca", None),
    "cluster.certificate": ("cluster_certificate", None),
    "cluster.key": ("cluster_key", None),
}


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A scanner folder. `network` folders are polled; `after_pickup` is what becomes of the original.

    The others say how its captures are divided, besides by slips: see domain.separation.SeparationProfile.
    `interleaved`: all fronts were scanned first, then all backs from the last to the first.
    `settle_seconds`: a file is taken when it was quiet for so long at least; 0: as the scanner is seen to write.
    `procedure`: code of the procedure whose results are mostly scanned here; it orders proposals, and links nothing.
    """

    path: str
    network: bool = False
    after_pickup: str = "move"
    pages_each: int = 0
    blanks_cut: bool = False
    heads_cut: bool = False
    slips_behind: bool = False
    interleaved: bool = False
    settle_seconds: float = 0.0
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office can choose. `workers` 0 means one for each core; docs/signing.md tells of the signing_… ones."""

    language: str = "vi"
    account: str = ""
    unit_code: str = ""
    unit_name: str = ""
    auto_link: str = "exact"
    link_threshold: float = 0.999
    quality: str = "exact"
    workers: int = 0
    page_seconds: float = 60.0
    megapixels: float = 200.0
    pdfa: str = "2b"
    signing_rule: str = "none"
    signing_level: str = "B-B"
    signing_tsa: str = ""
    signing_module: str = ""
    signing_token: str = ""
    signing_key: str = ""
    signing_file: str = ""
    signing_trust: str = ""
    signing_look_percent: int = 100
    signing_pin: str = "ask"
    signing_handover: str = ""
    store_url: str = ""
    store_key: str = ""
    store_ca: str = ""
    store_credential: str = "keyring"
    store_limit_kbit: int = 0
    grace_seconds: int = 20
    sync_targets: str = ""
    sync_links: str = ""
    sync_unit: str = ""
    sync_ca: str = ""
    sync_dvcqg_url: str = ""
    sync_dvcqg_account: str = ""
    sync_igate_url: str = ""
    sync_igate_account: str = ""
    served_upload_gigabytes: int = 50
    served_calls_of_account: int = 30_000
    served_calls_of_address: int = 60_000
    cluster_ca: str = ""
    cluster_certificate: str = ""
    cluster_key: str = ""
    folders: tuple[WatchedFolder, ...] = ()

    @property
    def who(self) -> str:
        """The account that a person's acts are recorded under."""
        return self.account or getpass.getuser()
