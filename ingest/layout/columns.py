"""Reading order of a page image: columns one after the other, what spans them in between.

A gutter is an upright strip that hardly any words cross, with lines of prose on both sides. Words that
cross it (titles, wide pictures' captions) part the page into bands, and each band's columns are read from
left to right. Without prose on both sides it is a table, whose rows are read across.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.layout.segment import Segment, visual_rows

_MIN_LINES = 4
_MIN_PROSE_CHARS = 17
# Of the lines of a page: how many may cross a gutter (titles, full-width figures).
_MAX_CROSSING_SHARE = 0.4
_MAX_DEPTH = 3
# Every candidate is held against every word: a page of thousands of loose words must not take minutes.
_MAX_CANDIDATES = 150


def reading_order(segments: Sequence[Segment], depth: int = 0) -> list[list[Segment]]:
    """Return `segments` in regions in reading order; a region's words are read line by line."""
    gutter = _gutter(segments) if depth < _MAX_DEPTH else None
    if gutter is None:
        return [list(segments)] if segments else []
    regions: list[list[Segment]] = []
    for band, is_crossing in _bands(segments, gutter):
        left = [segment for segment in band if (segment.left + segment.right) / 2 < gutter]
        right = [segment for segment in band if (segment.left + segment.right) / 2 >= gutter]
        if is_crossing or not left or not right or not (_is_column(left, band) and _is_column(right, band)):
            regions.append(band)
        else:
            regions += reading_order(left, depth + 1) + reading_order(right, depth + 1)
    return _joined(regions)


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Return the x of the strip that parts most lines while fewest cross it, None where there is none."""
    if len(segments) < 2 * _MIN_LINES:
        return None
    start = min(segment.left for segment in segments)
    width = max(segment.right for segment in segments) - start
    candidates = sorted({segment.left - 1.0 for segment in segments})
    candidates = candidates[:: 1 + len(candidates) // _MAX_CANDIDATES]
    best: tuple[float, float] | None = None
    for x in candidates:
        if not start + 0.15 * width < x < start + 0.85 * width:
            continue
        left = [segment for segment in segments if segment.right <= x]
        right = [segment for segment in segments if segment.left >= x]
        crossing = len(segments) - len(left) - len(right)
        if crossing > _MAX_CROSSING_SHARE * len(segments):
            continue
        if not (_is_prose(left) and _is_prose(right)):
            continue
        score = min(len(left), len(right)) - 1.5 * crossing
        if best is None or score > best[0]:
            best = (score, x)
    return best[1] if best and best[0] > 0 else None


def _is_prose(segments: Sequence[Segment]) -> bool:
    return (
        len(visual_rows(list(segments))) >= _MIN_LINES
        and median(len(segment.text) for segment in segments) >= _MIN_PROSE_CHARS
    )


def _is_column(segments: Sequence[Segment], band: Sequence[Segment]) -> bool:
    """Say whether the words on one side of a gutter are read downwards, in a band of any height."""
    longest = max(len(segment.text) for segment in segments)
    return longest >= _MIN_PROSE_CHARS or len(visual_rows(list(band))) == 1


def _bands(segments: Sequence[Segment], gutter: float) -> list[tuple[list[Segment], bool]]:
    bands: list[tuple[list[Segment], bool]] = []
    for row in visual_rows(list(segments)):
        is_crossing = any(segment.left < gutter < segment.right for segment in row)
        if bands and bands[-1][1] == is_crossing:
            bands[-1][0].extend(row)
        else:
            bands.append((list(row), is_crossing))
    return bands


def _joined(regions: Sequence[list[Segment]]) -> list[list[Segment]]:
    return [region for region in regions if region]
