"""How many bytes each page's picture may take, so that page and file stay within their limits. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence

from app.sealing.profile import SealProfile

PAGE_OVERHEAD = 14_000  # bytes of a page beside its picture: text layer, objects; measured on full pages
FILE_OVERHEAD = 24_000  # font, colour profile, metadata


def page_budgets(sizes: Sequence[int], profile: SealProfile) -> list[int | None]:
    """Return for each picture (bytes as it comes) its budget in bytes, None where it may stay as it is.

    Where the file would be too large, the largest pictures give first: all that exceed one common level come down to
    it. The level may be too low for any picture to reach; that shows when it is tried.
    """
    cap = profile.page_bytes - PAGE_OVERHEAD
    room = profile.file_bytes - profile.signature_bytes - FILE_OVERHEAD - PAGE_OVERHEAD * len(sizes)
    level = min(cap, _level([min(size, cap) for size in sizes], room))
    return [None if size <= level else level for size in sizes]


def _level(sizes: Sequence[int], room: int) -> int:
    """Return the height L with sum(min(size, L)) <= room: the sum of all where they fit, else as high as possible."""
    if sum(sizes) <= room:
        return max(sizes, default=0)
    left, ordered = max(room, 0), sorted(sizes)
    for place, size in enumerate(ordered):
        share = left // (len(ordered) - place)
        if size > share:
            return share
        left -= size
    return ordered[-1]
