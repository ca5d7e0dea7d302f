"""The memory of what was picked up: over restarts, over half-written lines, and forgetting in time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.capture.pickup import Identity
from app.capture.pickups import REMEMBERED_SECONDS, Pickup, PickupMemory

ONE = Pickup("/in/a\udcff.pdf", "/in/a\udcff.pdf", Identity(5, 7, 9, 1), "d" * 64, "s1", 1000.0)


def test_a_pickup_is_known_after_a_restart_whatever_its_name(tmp_path: Path) -> None:
    memory = PickupMemory(tmp_path / "m", 1000.0)
    memory.remember(ONE)
    memory.close()
    again = PickupMemory(tmp_path / "m", 1001.0)
    assert again.lying_at(ONE.path) == ONE
    again.close()


def test_an_original_that_left_is_known_where_it_lies_and_by_its_old_name(tmp_path: Path) -> None:
    memory = PickupMemory(None, 1000.0)
    memory.remember(ONE)
    left = replace(ONE, lies_at="/in/done/a.pdf", dealt=True)
    memory.remember(left)
    assert memory.lying_at(ONE.path) is None
    assert memory.lying_at("/in/done/a.pdf") == left
    assert memory.last_named(ONE.path, 1001.0) == left
    assert list(memory.below("/in")) == [left]
    assert list(memory.below("/i")) == []


def test_half_a_line_and_nonsense_are_passed_over(tmp_path: Path) -> None:
    memory = PickupMemory(tmp_path / "m", 1000.0)
    memory.remember(ONE)
    memory.close()
    with (tmp_path / "m").open("ab") as file:
        file.write(b'{}\n\xff\xfe\n["/in/b.pdf", "/in/b.p')
    again = PickupMemory(tmp_path / "m", 1000.0)
    assert again.lying_at(ONE.path) == ONE
    again.close()


def test_what_left_is_forgotten_in_time_and_what_is_kept_is_not(tmp_path: Path) -> None:
    memory = PickupMemory(tmp_path / "m", 1000.0)
    memory.remember(replace(ONE, lies_at="/in/done/a.pdf", dealt=True))
    memory.remember(replace(ONE, path="/in/k.pdf", lies_at="/in/k.pdf", dealt=True, kept=True))
    memory.close()
    later = PickupMemory(tmp_path / "m", 1001.0 + REMEMBERED_SECONDS)
    assert later.lying_at("/in/done/a.pdf") is None
    assert later.lying_at("/in/k.pdf") is not None
    later.close()
    assert len((tmp_path / "m").read_text().splitlines()) == 1


def test_a_memory_that_cannot_be_written_only_forgets(tmp_path: Path) -> None:
    (tmp_path / "m.new").mkdir()
    memory = PickupMemory(tmp_path / "m", 1000.0)
    memory.remember(ONE)
    assert memory.lying_at(ONE.path) == ONE
    memory.close()
