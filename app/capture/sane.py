"""Scanners beside this machine, through SANE's program `scanimage`: a driver that crashes costs one scan only.

Never required: without the program there are no scanners, and folders are watched as always.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import NeedsPersonError
from app.domain.messages import Message

ASK_SECONDS = 60.0  # listing asks every driver, some of which ask the network
PAGE_SECONDS = 180.0  # longest wait for a page: lamps warm up, slow glass at 300 dpi
_OUT_OF_SHEETS = 7  # SANE_STATUS_NO_DOCS: how a feeder says that it is done
_DUPLEX = ("--duplex=yes", "--adf-mode=Duplex")  # as drivers name it that do not name it as a source
_FEEDS = re.compile(r"feeder|adf|duplex", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scanner:
    """A scanner: the name by which SANE knows it, and what people call it."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a scanner can: where sheets lie (as its driver names it), the option that scans both sides, its colour mode.

    `duplex` and `colour` are "" where it can't.
    """

    sources: tuple[str, ...]
    duplex: str
    colour: str


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """What is wanted: a source of the scanner ("": its own choice), both sides, dots an inch."""

    scanner: str
    source: str = ""
    both_sides: bool = False
    dpi: int = 300

    @property
    def feeds(self) -> bool:
        """Whether sheets come by themselves until there are none left."""
        return bool(_FEEDS.search(self.source))


def program() -> str | None:
    """Return where `scanimage` lies, or None."""
    return shutil.which("scanimage")


def scanners() -> list[Scanner]:
    """Return the scanners that answer. NeedsPersonError when SANE is not there or does not answer."""
    said = _asked("--formatted-device-list=%d\t%v %m%n").splitlines()
    pairs = (line.split("\t", 1) for line in said if "\t" in line)
    return [Scanner(name, " ".join(label.split())) for name, label in pairs]


def abilities(scanner: str) -> Abilities:
    """Return what the scanner can. NeedsPersonError when it does not answer."""
    said = _asked(f"--device-name={scanner}", "--all-options")
    modes = _choices(said, "mode")
    colour = next((mode for mode in modes if "color" in mode.lower() or "colour" in mode.lower()), "")
    names = {match.group(1) for match in re.finditer(r"^ +(--[a-z-]+)", said, re.MULTILINE)}
    duplex = next((option for option in _DUPLEX if option.split("=")[0] in names), "")
    return Abilities(_choices(said, "source"), duplex, colour)


@dataclass(slots=True)
class Scanning:
    """One run of a scanner, that may be cancelled from another thread."""

    order: ScanOrder
    can: Abilities
    _process: subprocess.Popen[str] | None = None
    _cancelled: threading.Event = field(default_factory=threading.Event)

    def run(self, folder: Path, page_came: Callable[[int], object]) -> list[Path]:
        """Scan into `folder`; return one TIFF a page; [] when cancelled. `page_came` hears how many there are.

        NeedsPersonError when the scanner fails; what it had scanned then is not used, so that no sheet is in it twice.
        """
        if self._cancelled.is_set():
            return []
        arguments = [*self._arguments(), f"--batch={folder / 'p%04d.tif'}"]
        pages: list[Path] = []
        with subprocess.Popen(
            [_found(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=_plain_words(),
        ) as process:
            self._process = process
            said = self._follow(process, pages, page_came)
        if self._cancelled.is_set():
            return []
        if not pages or process.returncode not in (0, _OUT_OF_SHEETS):
            raise NeedsPersonError(_failure(said, process.returncode, len(pages)))
        return pages

    def cancel(self) -> None:
        """Stop soon; nothing of it is used."""
        self._cancelled.set()
        if self._process is not None:
            self._process.terminate()

    def _arguments(self) -> list[str]:
        order, can = self.order, self.can
        if not can.colour:
            raise NeedsPersonError(Message.of("scanner-no-colour"))
        given = [f"--device-name={order.scanner}", "--format=tiff", "--batch-print"]
        given += [f"--source={order.source}"] if order.source else []
        given += [can.duplex] if order.both_sides and can.duplex else []
        given += [f"--mode={can.colour}", f"--resolution={order.dpi}"]
        return given if order.feeds else [*given, "--batch-count=1"]

    def _follow(
        self, process: subprocess.Popen[str], pages: list[Path], page_came: Callable[[int], object]
    ) -> list[str]:
        """Note the pages as they come, until the program ends; one that is silent for too long is ended."""
        said: list[str] = []
        assert process.stdout is not None
        watch = _patience(process)
        for line in process.stdout:
            watch.cancel()
            watch = _patience(process)
            path = Path(line.strip())
            if path.suffix == ".tif" and path.is_file():
                pages.append(path)
                page_came(len(pages))
            elif line.strip():
                said.append(line.strip())
        process.wait()
        watch.cancel()
        return said


def _patience(process: subprocess.Popen[str]) -> threading.Timer:
    timer = threading.Timer(PAGE_SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    return timer


def _failure(said: list[str], code: int, pages: int) -> Message:
    told = [line for line in said if line.startswith("scanimage:")]
    if code == _OUT_OF_SHEETS:
        return Message.of("scanner-no-sheets")
    detail = told[0].removeprefix("scanimage:").strip() if told else str(code)
    return Message.of("scanner-failed", detail=detail, pages=pages)


def _choices(said: str, option: str) -> tuple[str, ...]:
    """Return the values of an option in what `--all-options` prints: `--source Flatbed|ADF [Flatbed]`."""
    match = re.search(rf"^ +--{option} ([^\[\n]+?)(?: \[|$)", said, re.MULTILINE)
    return tuple(one.strip() for one in match.group(1).split("|")) if match else ()


def _found() -> str:
    found = program()
    if found is None:
        raise NeedsPersonError(Message.of("scanner-no-sane"))
    return found


def _asked(*arguments: str) -> str:
    try:
        done = subprocess.run(
            [_found(), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=ASK_SECONDS,
            env=_plain_words(),
            check=False,
        )
    except subprocess.TimeoutExpired as trouble:
        raise NeedsPersonError(Message.of("scanner-silent")) from trouble
    if done.returncode:
        raise NeedsPersonError(_failure(done.stderr.splitlines(), done.returncode, 0))
    return done.stdout


def _plain_words() -> dict[str, str]:
    return os.environ | {"LC_ALL": "C"}  # its words are read
