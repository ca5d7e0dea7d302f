"""The watched scanner folders of a workspace, each with its own thread, all feeding one intake."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable
from pathlib import Path

from app.capture.listener import listen_natively
from app.capture.watch import FolderWatch, Listen
from app.domain.messages import Message
from app.pipeline.intake import Intake
from app.pipeline.originals import in_done
from app.pipeline.ports import Announce, Notice
from app.settings import WatchedFolder


class ScannerFolders:
    """Watches `folders` from `start` to `stop`. A folder inside another one is watched by itself only."""

    def __init__(
        self,
        folders: Iterable[WatchedFolder],
        intake: Intake,
        announce: Announce,
        listen: Listen = listen_natively,
    ) -> None:
        self._intake = intake
        self._announce = announce
        # not resolve(): a scanner folder that is itself a link keeps the name that people know
        unique = {os.path.abspath(folder.path): folder for folder in folders}  # noqa: PTH100
        self._watches = [self._watch(path, folder, unique.keys(), listen) for path, folder in unique.items()]

    def start(self) -> None:
        """Begin to watch; what lies in the folders already is found first."""
        for watch in self._watches:
            watch.start()

    def stop(self) -> None:
        """End after the files that are being taken, and close the intake's memory."""
        for watch in self._watches:
            watch.stop_soon()
        for watch in self._watches:
            watch.stop()
        self._intake.close()

    def rescan(self) -> None:
        """List every folder again soon."""
        for watch in self._watches:
            watch.wake()

    def idle(self) -> bool:
        """Return whether nothing is left to take in any folder (ask after `start`, which lists them).

        Files that failed again and again, a full disk and folders that are away do not count: a person was told.
        """
        return all(watch.idle() for watch in self._watches)

    def learned_seconds(self, path: str) -> float:
        """Return how long a file of this folder must be quiet by what was seen of its scanner; 0: nothing unusual."""
        wanted = Path(os.path.abspath(path))  # noqa: PTH100 - as above
        return max((one.learned_seconds for one in self._watches if one.root == wanted), default=0.0)

    def _watch(
        self, path: str, folder: WatchedFolder, all_paths: Iterable[str], listen: Listen
    ) -> FolderWatch:
        own = WatchedFolder(path, folder.network, folder.after_pickup)
        others = [other for other in all_paths if other != path]
        watch = FolderWatch(
            Path(path),
            take=functools.partial(self._intake.take, folder=own),
            tell=self._tell,
            network=folder.network,
            skip=frozenset(others),
            listen=listen,
        )
        watch.settle(folder.settle_seconds)
        for pickup in self._intake.captured_of(own):
            lies_at = Path(pickup.lies_at)
            if in_done(pickup, own):
                watch.look_after(lies_at, pickup.identity)
            elif own.after_pickup == ("keep" if pickup.kept else "delete"):
                watch.know(lies_at, pickup.identity)
                if not pickup.kept:
                    watch.look_after(lies_at, pickup.identity, leaves=True)
            # else the office has chosen anew: it is offered again, and dealt with as is wanted now
        return watch

    def _tell(self, message: Message, severity: str) -> None:
        self._announce(Notice(message, severity))
