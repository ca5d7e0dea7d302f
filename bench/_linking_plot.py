"""Draws the calibration of scores: how often the first candidate was right, against what its score said."""

from __future__ import annotations

import math

SIZE, MARGIN = 420, 60
LEAST, MOST = -4.0, 6.5  # of the log odds shown: 0.018 to 0.9985
TICKS = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 0.995)


def calibration_plot(bins: list[tuple[int, int, int, float]]) -> str:
    """Return an SVG; each bin (number, right, all, mean score) is a dot with its 95 % interval. Axes are log odds."""
    size = f'viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">',
        f'<rect width="{SIZE}" height="{SIZE}" fill="white"/>',
        _line(LEAST, LEAST, MOST, MOST, "#999", dash="4 4"),
    ]
    for tick in TICKS:
        place = _odds(tick)
        parts.append(
            _line(LEAST, place, MOST, place, "#e5e5e5") + _line(place, LEAST, place, MOST, "#e5e5e5")
        )
        parts.append(f'<text x="{MARGIN - 6}" y="{_y(place) + 4:.1f}" text-anchor="end">{tick}</text>')
        parts.append(f'<text x="{_x(place):.1f}" y="{SIZE - MARGIN + 16}" text-anchor="middle">{tick}</text>')
    for _, right, papers, mean in bins:
        low, high = _interval(right, papers)
        x = _odds(mean)
        parts.append(_line(x, _odds(low), x, _odds(high), "#1b6ca8", width=2))
        parts.append(f'<circle cx="{_x(x):.1f}" cy="{_y(_odds(right / papers)):.1f}" r="4" fill="#1b6ca8"/>')
        parts.append(
            f'<text x="{_x(x) + 7:.1f}" y="{_y(_odds(right / papers)) + 14:.1f}" fill="#555">{papers}</text>'
        )
    middle = SIZE // 2
    below, beside = "score of the first candidate (mean of a bin)", "share of papers it was right for"
    parts += [
        f'<text x="{middle}" y="{SIZE - 18}" text-anchor="middle">{below}</text>',
        f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">{beside}</text>',
    ]
    return "\n".join((*parts, "</svg>", ""))


def _interval(right: int, papers: int) -> tuple[float, float]:
    """The 95 % interval (Wilson) of a share."""
    z, share = 1.96, right / papers
    middle = share + z * z / (2 * papers)
    spread = z * math.sqrt(share * (1 - share) / papers + z * z / (4 * papers * papers))
    return (middle - spread) / (1 + z * z / papers), (middle + spread) / (1 + z * z / papers)


def _odds(share: float) -> float:
    bounded = min(max(share, 1e-9), 1 - 1e-9)
    return min(max(math.log(bounded / (1 - bounded)), LEAST), MOST)


def _x(odds: float) -> float:
    return MARGIN + (odds - LEAST) / (MOST - LEAST) * (SIZE - MARGIN - 20)


def _y(odds: float) -> float:
    return SIZE - MARGIN - (odds - LEAST) / (MOST - LEAST) * (SIZE - MARGIN - 20)


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, *, width: int = 1, dash: str = "") -> str:
    style = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{_x(x0):.1f}" y1="{_y(y0):.1f}" x2="{_x(x1):.1f}" y2="{_y(y1):.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"{style}/>'
