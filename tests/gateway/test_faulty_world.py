"""Through every fault at once, both sides end equal, or each difference is listed. (10,000: bench/synchronising.py)"""

from __future__ import annotations

from tests.gateway.faulty_world import PASSING, SILENT, through_faults
from tests.gateway.national import NationalPortal
from tests.gateway.office import Office


def test_after_all_faults_both_sides_are_equal_or_the_difference_is_listed(
    room: Office, portal: NationalPortal
) -> None:
    world = through_faults(room, portal, 120, seed=7)
    assert set(world.done) == {*PASSING, *SILENT}, "every kind of fault happened"
    unequal, listed = world.unequal(), room.causes()
    assert unequal <= set(listed)
    assert all(listed[dossier] == "refused" for dossier in set(listed) - unequal)
    assert len(unequal) < 40, "most have healed"
    assert all(len(records) == 1 or "duplicate" in listed[code] for code, records in portal.records.items())
    assert world.mend() == len(listed)
    assert (world.unequal(), room.causes()) == (set(), {}), "mended there and sent again, all are equal"
