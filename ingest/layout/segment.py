"""A run of words on one line of a page image: what columns, table cells and lines are made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Words that stand together on one line, and their box (one unit for all of a page, origin top left).

    One that stands for a ruled table has its rows of cells in `table`.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    table: tuple[tuple[Segment, ...], ...] = ()

    @property
    def middle(self) -> float:
        """Return the height of the box's middle."""
        return (self.top + self.bottom) / 2


def visual_rows(segments: list[Segment]) -> list[list[Segment]]:
    """Return `segments` grouped by the line they stand on, top to bottom, each from left to right.

    Two stand on one line where they stand on the same foot, to within half of the smaller's height;
    a footnote's number stands on the line that it is raised on.
    """
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda part: part.bottom):
        if rows and _on_line(rows[-1], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda part: part.left) for row in rows]


def _on_line(row: list[Segment], segment: Segment) -> bool:
    heights = (segment.bottom - segment.top, row[0].bottom - row[0].top)
    # Half a height: loose boxes of lines set tight overlap a little, and type of two sizes has two depths.
    if segment.bottom - row[0].bottom <= min(heights) / 2:
        return True
    is_mark = row[0].size < 0.8 * segment.size and row[0].text.strip().isdigit()
    return is_mark and segment.top < row[0].bottom - heights[1] / 2
