"""Text that another program laid invisibly over a scanned page: taken off before our own, better one is laid on."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Operator

_INVISIBLE = 3
_SHOWING = {"Tj", "TJ", "'", '"'}
Instructions = list[tuple[Sequence[pikepdf.Object], Operator]]


def instructions_of(page: pikepdf.Page) -> Instructions:
    """Return the instructions of a page's content."""
    return [
        (tuple(instruction.operands), instruction.operator)
        for instruction in pikepdf.parse_content_stream(page)
    ]


def without_invisible_text(instructions: Instructions) -> tuple[Instructions, int]:
    """Return the instructions without invisible text, and how many were left out."""
    kept: Instructions = []
    dropped = 0
    mode, saved = 0, []
    for operands, operator in instructions:
        name = str(operator)
        if name == "q":
            saved.append(mode)
        elif name == "Q":
            mode = saved.pop() if saved else 0
        elif name == "Tr" and operands:
            mode = int(operands[0])
        if name in _SHOWING and mode == _INVISIBLE:
            dropped += 1
            if name in ("'", '"'):
                kept.append(((), Operator("T*")))
            continue
        kept.append((operands, operator))
    return kept, dropped


def open_states(instructions: Instructions) -> int:
    """Return how many graphics states are saved and never restored."""
    depth = 0
    for _, operator in instructions:
        if str(operator) == "q":
            depth += 1
        elif str(operator) == "Q":
            depth = max(0, depth - 1)
    return depth
