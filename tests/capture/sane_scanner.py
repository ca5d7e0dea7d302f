"""SANE's own test scanner, and nothing else, in a configuration of its own."""

from __future__ import annotations

from pathlib import Path

FEEDER = "Automatic Document Feeder"  # with ten sheets in it


def only_the_test_scanner(folder: Path, *more: str) -> Path:
    """Write the configuration that SANE_CONFIG_DIR is to point to: one small colour scanner; `more`: its options."""
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n", encoding="ascii")
    options = ("number_of_devices 1", 'test-picture "Grid"', "tl_x 0", "tl_y 0", "br_x 20", "br_y 20", *more)
    (folder / "test.conf").write_text("\n".join(options) + "\n", encoding="ascii")
    return folder
