"""Where a quote stands on the image of its page."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import LineBox, Page

_SAME_ROW = 0.6
"""Share of the lower box's height that two boxes must have in common to stand on one row."""

_WORD_GAP = 0.02
"""Gap, in widths of the page, up to which two boxes on a row are one: a wide space, no column gutter
(on the two-column sample report the gutter is 0.04 wide)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in fractions (0..1) of the page's width and height, from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


def boxes_of(page: Page, start: int, end: int) -> tuple[Box, ...]:
    """Return the rectangles that `start:end` of the page text covers, from top to bottom.

    The first and last line are narrowed by the share of their characters; boxes that follow each
    other on one row are one. Empty where the format has no line boxes.
    """
    boxes: list[Box] = []
    for line in page.lines:
        box = _covered(line, page.text, start, end)
        if box is None:
            continue
        if boxes and _continues(boxes[-1], box):
            boxes[-1] = _union(boxes[-1], box)
        else:
            boxes.append(box)
    return tuple(boxes)


def _covered(line: LineBox, text: str, start: int, end: int) -> Box | None:
    first, last = max(start, line.start), min(end, line.end)
    if first >= last or not text[first:last].strip():
        return None
    width, chars = line.right - line.left, line.end - line.start
    return Box(
        left=line.left + width * (first - line.start) / chars,
        top=line.top,
        right=line.right - width * (line.end - last) / chars,
        bottom=line.bottom,
    )


def _continues(before: Box, after: Box) -> bool:
    shared = min(before.bottom, after.bottom) - max(before.top, after.top)
    lower = min(before.bottom - before.top, after.bottom - after.top)
    return shared >= _SAME_ROW * lower and -_WORD_GAP <= after.left - before.right <= _WORD_GAP


def _union(one: Box, other: Box) -> Box:
    return Box(
        left=min(one.left, other.left),
        top=min(one.top, other.top),
        right=max(one.right, other.right),
        bottom=max(one.bottom, other.bottom),
    )
