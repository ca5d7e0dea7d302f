"""Says whether this machine can read: Tesseract, its Vietnamese, and what else reading uses."""

from __future__ import annotations

import functools
import subprocess
from importlib import metadata

from PIL import Image, ImageDraw, ImageFont

from app.domain.errors import SohoaError
from app.domain.messages import Message
from app.ocr import second_engine, tesseract, tesseract_library

Finding = tuple[
    str, bool, Message
]  # what was looked at, whether it is as it must be, and what a person is told
SECOND_MODEL = "Vietnamese"  # the script model; better accuracy when it is there, not needed
_ANSWERS_WITHIN_SECONDS = 20
_TRIAL_SECONDS = 30
_OLDEST = 4


def probe() -> list[Finding]:
    """Look at everything outside Python that reading needs; quick enough for every start (under a second)."""
    program = tesseract.find_program()
    if program is None:
        return [("tesseract", False, Message.of("tesseract-missing"))]
    version = _version(program)
    if int(version.split(".")[0] or 0) < _OLDEST:
        return [("tesseract", False, Message.of("tesseract-too-old", version=version))]
    languages = _languages(program)
    findings = [("tesseract", True, Message.of("tesseract-found", version=version, place=program))]
    findings.append(_vietnamese(languages))
    if SECOND_MODEL in languages or f"script/{SECOND_MODEL}" in languages:
        findings.append(("tesseract-second-model", True, Message.of("second-model-found")))
    else:
        findings.append(("tesseract-second-model", True, Message.of("second-model-missing")))
    findings += [_library(), _second_engine()]
    for package in ("pypdfium2", "zxing-cpp"):
        findings.append(
            (package, True, Message.of("part-found", part=package, version=metadata.version(package)))
        )
    return findings


def _library() -> Finding:
    name = "tesseract-library"
    if not tesseract.uses_library():
        return name, True, Message.of("tesseract-library-missing", part=tesseract_library.PACKAGE)
    return name, True, Message.of("tesseract-library-found", version=tesseract_library.version())


def _second_engine() -> Finding:
    try:
        version = metadata.version(second_engine.PACKAGE)
    except metadata.PackageNotFoundError:
        return "second-engine", True, Message.of("second-engine-missing", part=second_engine.PACKAGE)
    return "second-engine", True, Message.of("part-found", part=second_engine.PACKAGE, version=version)


def _vietnamese(languages: set[str]) -> Finding:
    """Try the model on a small picture: a file that is there can still be damaged."""
    name = f"tesseract-{tesseract.LANGUAGE}"
    if tesseract.LANGUAGE not in languages:
        return name, False, Message.of("tesseract-lacks-language", language=tesseract.LANGUAGE)
    try:
        lines = tesseract.read_by_program(_trial(), 200, _TRIAL_SECONDS, layout=7)
    except SohoaError as trouble:
        return (
            name,
            False,
            Message.of("tesseract-model-damaged", language=tesseract.LANGUAGE, detail=str(trouble)),
        )
    if not lines:
        damaged = Message.of("tesseract-model-damaged", language=tesseract.LANGUAGE, detail="nothing read")
        return name, False, damaged
    return name, True, Message.of("tesseract-language-found", language=tesseract.LANGUAGE)


def _trial() -> Image.Image:
    sheet = Image.new("L", (420, 80), 255)
    ImageDraw.Draw(sheet).text((20, 20), "Nam 2026", fill=0, font=ImageFont.load_default(36))
    return sheet


def _version(program: str) -> str:
    said = _ask(program, "--version").split()
    return said[1].lstrip("v") if len(said) > 1 and said[1].lstrip("v")[:1].isdigit() else "0"


def _languages(program: str) -> set[str]:
    return {line.strip() for line in _ask(program, "--list-langs").splitlines()[1:] if line.strip()}


def _ask(program: str, question: str) -> str:
    try:
        done = subprocess.run(
            [program, question], capture_output=True, text=True, timeout=_ANSWERS_WITHIN_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout or done.stderr


@functools.cache
def engine_name() -> str:
    """Return what reads here, for the record of a reading: "tesseract 5.3.0 vie", or "none" without Tesseract."""
    program = tesseract.find_program()
    if program is None:
        return "none"
    version = tesseract_library.version() if tesseract.uses_library() else _version(program)
    return f"tesseract {version} {tesseract.LANGUAGE}"
