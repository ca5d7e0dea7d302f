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
    caps = [page_room(place, profile) for place in range(len(sizes))]
    room = profile.file_bytes - profile.signature_bytes - FILE_OVERHEAD - PAGE_OVERHEAD * len(sizes)
    level = _level([min(size, cap) for size, cap in zip(sizes, caps, strict=True)], room)
    return [
        None if size <= min(cap, level) else min(cap, level) for size, cap in zip(sizes, caps, strict=True)
    ]


def page_room(place: int, profile: SealProfile) -> int:
    """Return how many bytes the pictures of the page at `place` (from 0) may take; the first bears the signature."""
    reserved = profile.signature_bytes if place == 0 else 0
    return max(profile.page_bytes - reserved - PAGE_OVERHEAD, 0)


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
