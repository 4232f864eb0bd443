"""Tables that are only aligned: cells side by side, line after line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.layout import hyphen
from ingest.layout.marker import bullet_marker
from ingest.layout.segment import Segment, visual_rows
from ingest.text.tables import CELL_SEPARATOR

# White between words, in heights of a letter: within a justified line up to 1.5, between cells above 1.8.
_CELL_GAP = 1.8
_NARROW_CELL_GAP = 0.85
# Words that start a cell's edge apart by less stand below each other, in heights of a letter.
_EDGE_SLACK = 0.1
# A line with this many cells is a row even where none stands above or below it.
_MIN_CELLS_ALONE = 3
# White that stands for a space where the file has none.
_WORD_GAP = 0.15
# A bullet stands at most this far before its words.
_BULLET_GAP = 4.0
_CHAPTER_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


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
    lines = _with_labels(_with_close_cells(visual_rows(list(segments))))
    rows: list[ReadRow] = []
    start = 0
    while start < len(lines):
        if lines[start][0].table:
            rows += [_ruled_row(cells) for cells in lines[start][0].table]
            start += 1
            continue
        table, end = _table(lines, start)
        if len(table) >= 2 or (table and len(table[0]) >= _MIN_CELLS_ALONE):
            rows += [ReadRow(cells=tuple(cells), is_row=True) for cells in table]
        else:
            end = start + 1
            rows.append(ReadRow(cells=(_merged(lines[start]),), is_row=False))
        start = end
    return rows


def _ruled_row(cells: tuple[Segment, ...]) -> ReadRow:
    """Return a row of a ruled table; one with words in a single cell is a title within the table."""
    filled = tuple(cell for cell in cells if cell.text)
    return ReadRow(cells=filled, is_row=False) if len(filled) == 1 else ReadRow(cells=cells, is_row=True)


def _cells(row: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the cells of a line: its words, parted where the white is wide.

    Between the cells of a row with several the white may be narrower (long figures in narrow columns).
    """
    gaps = [right.left - left.right for left, right in pairwise(row)]
    several = sum(gap > _CELL_GAP * row[0].size for gap in gaps) >= 2
    least = _NARROW_CELL_GAP if several else _CELL_GAP
    cells: list[Segment] = []
    for segment in row:
        last = cells[-1] if cells else None
        gap = segment.left - last.right if last else 0.0
        wide = gap > least * max(segment.size, last.size if last else 0.0)
        leads = len(cells) == 1 and len(row) == 2 and last is not None and _leads(last.text, segment.text)
        if last is not None and (not wide or leads):
            cells[-1] = _pair(last, segment, gap)
        else:
            cells.append(segment)
    return tuple(cells)


def _with_close_cells(rows: Sequence[Sequence[Segment]]) -> list[tuple[Segment, ...]]:
    """Return the cells of each line; a long first cell may come close to the second.

    White narrower than that between cells parts them all the same where the next words start right below
    or above those of a cell.
    """
    lines = [_cells(row) for row in rows]
    for place, row in enumerate(rows):
        if len(lines[place]) > 1 or len(row) < 2:
            continue
        beside = [lines[near] for near in (place - 1, place + 1) if 0 <= near < len(lines)]
        edges = [cell.left for cells in beside for cell in cells[1:]]
        for cut in range(1, len(row)):
            size, left = row[cut].size, row[cut].left
            parted = left - row[cut - 1].right > _NARROW_CELL_GAP * size
            if parted and any(abs(left - edge) < _EDGE_SLACK * size for edge in edges):
                lines[place] = (_merged(row[:cut]), _merged(row[cut:]))
                break
    return lines


def _with_labels(lines: Sequence[tuple[Segment, ...]]) -> list[tuple[Segment, ...]]:
    """Return `lines` with labels of two lines set before the cells that stand between these two."""
    found = list(lines)
    row = 1
    while row < len(found) - 1:
        above, cells, below = found[row - 1 : row + 2]
        if len(above) == len(below) == 1 and _is_between(above[0], cells, below[0]):
            label = _merged((above[0], replace(below[0], left=above[0].right + above[0].size)))
            found[row - 1 : row + 2] = [(replace(label, left=above[0].left, right=above[0].right), *cells)]
        else:
            row += 1
    return found


def _is_between(above: Segment, cells: Sequence[Segment], below: Segment) -> bool:
    first = cells[0]
    beside = max(above.right, below.right) <= first.left
    return beside and above.bottom > first.top and below.top < first.bottom


def _leads(text: str, words: str) -> bool:
    """Say whether `text` is a bullet or chapter number that the `words` after the gap belong to."""
    is_number = bool(_CHAPTER_NUMBER.fullmatch(text.strip())) and any(map(str.isalpha, words))
    return is_number or is_bullet(text)


def is_bullet(text: str) -> bool:
    """Say whether `text` is a bullet or list number and nothing else."""
    marker = bullet_marker(f"{text.strip()} x")
    return marker is not None and len(marker.strip()) == len(text.strip())


def with_bullets(segments: Sequence[Segment]) -> list[Segment]:
    """Return `segments` with each lone bullet set before the words to its right, whatever the gap."""
    joined: list[Segment] = []
    for line in visual_rows(list(segments)):
        waiting: Segment | None = None
        for segment in line:
            if waiting is not None and segment.left - waiting.right < _BULLET_GAP * segment.size:
                joined.append(_pair(waiting, segment, segment.left - waiting.right))
                waiting = None
                continue
            if waiting is not None:
                joined.append(waiting)
            waiting = segment if is_bullet(segment.text) else None
            if waiting is None:
                joined.append(segment)
        if waiting is not None:
            joined.append(waiting)
    return joined


def _pair(last: Segment, segment: Segment, gap: float) -> Segment:
    spaced = (
        gap > _WORD_GAP * segment.size and not last.text.endswith(" ") and not segment.text.startswith(" ")
    )
    text = segment.text.translate(SUPERSCRIPTS) if _is_raised(last, segment) else segment.text
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


def _table(lines: Sequence[tuple[Segment, ...]], start: int) -> tuple[list[list[Segment]], int]:
    """Return the rows of the table that starts with line `start`, and where it ends."""
    rows: list[list[Segment]] = []
    end = start
    while end < len(lines):
        cells = lines[end]
        if cells[0].table:
            break
        if rows and _continues(rows[-1], cells):
            for cell in cells:
                _append(rows[-1], cell)
        elif len(cells) >= 2 and (not rows or _is_aligned(rows[-1], cells)):
            rows.append(list(cells))
        else:
            break
        end += 1
    return rows, end


def _continues(row: Sequence[Segment], cells: Sequence[Segment]) -> bool:
    """Say whether all of `cells` go on under cells of `row` other than its first, close below them."""
    size = row[0].size
    close = cells[0].top - max(cell.bottom for cell in row) < 0.6 * size
    return (
        close
        and all(any(_is_under(other, cell) for other in row[1:]) for cell in cells)
        and (cells[0].left > row[0].right)
    )


def _append(row: list[Segment], cell: Segment) -> None:
    place = max(range(1, len(row)), key=lambda column: _overlap(row[column], cell))
    above = row[place]
    row[place] = Segment(
        text=hyphen.join(above.text, cell.text, hyphen.Spellings.of(())),
        left=min(above.left, cell.left),
        top=above.top,
        right=max(above.right, cell.right),
        bottom=cell.bottom,
        size=above.size,
        bold=above.bold,
    )


def _is_aligned(above: Sequence[Segment], below: Sequence[Segment]) -> bool:
    """Say whether a cell of `below`, other than the first, stands under one of `above`, and near it."""
    near = below[0].top - max(cell.bottom for cell in above) < 2.5 * max(above[0].size, below[0].size)
    return near and any(_is_under(other, cell) for cell in below[1:] for other in above[1:])


def _is_under(above: Segment, cell: Segment) -> bool:
    return _overlap(above, cell) > 0


def _overlap(above: Segment, cell: Segment) -> float:
    return min(above.right, cell.right) - max(above.left, cell.left)
