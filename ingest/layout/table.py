"""Tables that are only aligned: cells side by side, line after line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.block import CELL_SEPARATOR
from ingest.layout.marker import bullet_marker
from ingest.layout.segment import Segment, visual_rows

# White between words, in heights of a letter: within a justified line up to 1.5, between cells above 1.8.
_CELL_GAP = 1.8
# White that stands for a space where the file has none.
_WORD_GAP = 0.15
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A line as read: its cells (one for plain text), each with its box."""

    cells: tuple[Segment, ...]
    is_row: bool

    @property
    def text(self) -> str:
        """Return the cells' texts, separated as in page text."""
        return CELL_SEPARATOR.join(cell.text for cell in self.cells)


def read_rows(segments: Sequence[Segment]) -> list[ReadRow]:
    """Return the lines of a region, top to bottom; lines that form a table are rows of cells.

    A table needs two lines with cells below each other. A line whose first cells are empty goes on the
    row above it.
    """
    lines = [_cells(row) for row in visual_rows(list(segments))]
    rows: list[ReadRow] = []
    start = 0
    while start < len(lines):
        end = _table_end(lines, start)
        if end - start >= 2:
            rows += [ReadRow(cells=cells, is_row=True) for cells in lines[start:end]]
        else:
            end = start + 1
            rows.append(ReadRow(cells=(_merged(lines[start]),), is_row=False))
        start = end
    return rows


def _cells(row: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the cells of a line: its words, parted where the white is wide."""
    cells: list[Segment] = []
    for segment in row:
        last = cells[-1] if cells else None
        gap = segment.left - last.right if last else 0.0
        wide = gap > _CELL_GAP * max(segment.size, last.size if last else 0.0)
        if last is not None and (not wide or _is_marker(last.text)):
            cells[-1] = _pair(last, segment, gap)
        else:
            cells.append(segment)
    return tuple(cells)


def _is_marker(text: str) -> bool:
    """Say whether `text` is a bullet or number that the words after the gap belong to."""
    marker = bullet_marker(f"{text} x")
    return marker is not None and len(marker.strip()) == len(text.strip())


def _pair(last: Segment, segment: Segment, gap: float) -> Segment:
    spaced = (
        gap > _WORD_GAP * segment.size and not last.text.endswith(" ") and not segment.text.startswith(" ")
    )
    text = segment.text.translate(_SUPERSCRIPTS) if _is_raised(last, segment) else segment.text
    return Segment(
        text=f"{last.text}{' ' if spaced else ''}{text}",
        left=last.left,
        top=min(last.top, segment.top),
        right=max(last.right, segment.right),
        bottom=max(last.bottom, segment.bottom),
        size=max(last.size, segment.size),
        bold=last.bold and segment.bold,
    )


def _is_raised(last: Segment, segment: Segment) -> bool:
    """Say whether `segment` is a footnote mark or an exponent: "2018¹" must not become "20181"."""
    smaller = segment.size < 0.8 * last.size
    return smaller and segment.text.strip().isdigit() and segment.bottom < last.bottom - 0.2 * last.size


def _merged(cells: Sequence[Segment]) -> Segment:
    merged = cells[0]
    for cell in cells[1:]:
        merged = _pair(merged, cell, cell.left - merged.right)
    return merged


def _table_end(lines: Sequence[tuple[Segment, ...]], start: int) -> int:
    """Return where the table that starts with line `start` ends, `start` where none does."""
    if len(lines[start]) < 2:
        return start
    end = start + 1
    while end < len(lines) and len(lines[end]) >= 2 and _is_aligned(lines[end - 1], lines[end]):
        end += 1
    return end


def _is_aligned(above: Sequence[Segment], below: Sequence[Segment]) -> bool:
    """Say whether a cell of `below`, other than the first, stands under one of `above`, and near it."""
    near = below[0].top - above[0].bottom < 2.5 * max(above[0].size, below[0].size)
    return near and any(
        cell.left < other.right and other.left < cell.right for cell in below[1:] for other in above[1:]
    )
