"""The ids of the texts in which causes, menders and faults are told to people."""

from __future__ import annotations

from app.domain.synchronisation import Cause, Mender
from app.server.sync.late import Fault

CAUSES: dict[str, str] = {cause.value: f"sync-cause-{cause.value}" for cause in Cause}
MENDERS: dict[str, str] = {mender.value: f"sync-mender-{mender.value}" for mender in Mender}
FAULTS: dict[str, str] = {fault.value: f"sync-fault-{fault.value}" for fault in Fault}
