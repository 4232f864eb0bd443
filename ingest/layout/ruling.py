"""Ruled tables: cells between drawn lines, however many lines of words they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.layout import hyphen
from ingest.layout.segment import Segment, visual_rows

# Lines drawn for neighbouring cells meet within this, in points; so do those of one double rule.
_NEAR = 3.0
# A line that ends a row runs along most of the table; lines under a single cell do not.
_ROW_SHARE = 0.6
_MIN_ROWS = 2
# Lines without uprights between them may as well part columns of prose: cells of a table are smaller.
_MAX_CELL_CHARS = 400
_MAX_CELL_HEIGHT = 160.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A drawn line: `at` its height (or, upright, its distance from the left), from `start` to `end`."""

    at: float
    start: float
    end: float


def find_tables(
    segments: Sequence[Segment], across: Iterable[Rule], upright: Iterable[Rule]
) -> list[Segment]:
    """Return `segments` with those of each ruled table replaced by one that holds the table's rows."""
    rest = list(segments)
    uprights = _joined(upright)
    for stack in _stacks(_joined(across)):
        for rules in _tabular(stack, rest, uprights):
            table = _table(rest, rules, uprights)
            if table is not None:
                rest = [segment for segment in rest if not _is_within(segment, table)]
                rest.append(table)
    return rest


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Return `rules` with the pieces of one line made into one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / _NEAR), rule.start)):
        last = joined[-1] if joined else None
        if last and abs(last.at - rule.at) <= _NEAR and rule.start <= last.end + _NEAR:
            joined[-1] = replace(last, end=max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _stacks(across: Sequence[Rule]) -> list[list[Rule]]:
    """Return the lines that stand above each other and are about as wide, top to bottom."""
    stacks: list[list[Rule]] = []
    for rule in sorted(across, key=lambda rule: rule.at):
        for stack in stacks:
            shared = min(stack[0].end, rule.end) - max(stack[0].start, rule.start)
            if shared >= _ROW_SHARE * max(stack[0].end - stack[0].start, rule.end - rule.start):
                if rule.at - stack[-1].at > _NEAR:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) > _MIN_ROWS]


def _tabular(
    stack: Sequence[Rule], segments: Sequence[Segment], uprights: Sequence[Rule]
) -> list[list[Rule]]:
    """Part `stack` where what stands between two lines is no row: the text between a header's line and a table."""
    frame = _frame(stack)
    inner = [rule for rule in uprights if frame.left + 2 * _NEAR < rule.at < frame.right - 2 * _NEAR]
    runs: list[list[Rule]] = [[stack[0]]]
    for above, below in pairwise(stack):
        band = replace(frame, top=above.at, bottom=below.at)
        if _is_band(band, [part for part in segments if _is_within(part, band)], inner):
            runs[-1].append(below)
        else:
            runs.append([below])
    return [run for run in runs if len(run) > _MIN_ROWS]


def _is_band(band: Segment, held: Sequence[Segment], inner: Sequence[Rule]) -> bool:
    height = band.bottom - band.top
    if inner and not any(
        min(rule.end, band.bottom) - max(rule.start, band.top) > height / 2 for rule in inner
    ):
        return False
    wide = any(part.right - part.left > _ROW_SHARE * (band.right - band.left) for part in held)
    return bool(inner) or not wide or sum(len(part.text) for part in held) <= _MAX_CELL_CHARS / 2


def _frame(rules: Sequence[Rule]) -> Segment:
    return Segment(
        text="",
        left=min(rule.start for rule in rules),
        top=rules[0].at,
        right=max(rule.end for rule in rules),
        bottom=rules[-1].at,
        size=0.0,
    )


def _table(segments: Sequence[Segment], rules: Sequence[Rule], uprights: Sequence[Rule]) -> Segment | None:
    frame = _frame(rules)
    inside = [segment for segment in segments if _is_within(segment, frame)]
    inner = _inner(frame, uprights)
    edges = [frame.left, *(inner or _gaps(inside, frame)), frame.right]
    rows = [_row(inside, edges, above.at, below.at) for above, below in pairwise(rules)]
    rows = _without_empty([row for row in rows if any(cell.text for cell in row)])
    several = [row for row in rows if sum(bool(cell.text) for cell in row) >= 2]
    if len(several) < _MIN_ROWS or not _are_cells(rows, ruled=bool(inner)):
        return None
    size = max(segment.size for segment in inside)
    return replace(frame, text=" ".join(cell.text for cell in rows[0]), size=size, table=tuple(rows))


def _without_empty(rows: Sequence[tuple[Segment, ...]]) -> list[tuple[Segment, ...]]:
    """Return `rows` without the columns that are empty in all of them (double lines, a frame)."""
    filled = (
        [column for column in range(len(rows[0])) if any(row[column].text for row in rows)] if rows else []
    )
    return [tuple(row[column] for column in filled) for row in rows]


def _is_within(segment: Segment, frame: Segment) -> bool:
    across = frame.left - _NEAR <= (segment.left + segment.right) / 2 <= frame.right + _NEAR
    return across and frame.top - _NEAR <= segment.middle <= frame.bottom + _NEAR


def _inner(frame: Segment, uprights: Sequence[Rule]) -> list[float]:
    """Return where lines that run along most of the table's height part it into columns."""
    height = frame.bottom - frame.top
    lengths: dict[float, float] = {}
    for rule in uprights:
        length = min(rule.end, frame.bottom) - max(rule.start, frame.top)
        if frame.left + 2 * _NEAR < rule.at < frame.right - 2 * _NEAR and length > 0:
            at = next((at for at in lengths if abs(at - rule.at) <= _NEAR), rule.at)
            lengths[at] = lengths.get(at, 0.0) + length
    return sorted(at for at, length in lengths.items() if length >= height / 3)


def _gaps(segments: Sequence[Segment], frame: Segment) -> list[float]:
    """Return the middles of the upright strips that no words reach into, but those of a row in one."""
    narrow = [part for part in segments if part.right - part.left < _ROW_SHARE * (frame.right - frame.left)]
    gaps: list[float] = []
    reach: float | None = None
    for segment in sorted(narrow, key=lambda part: part.left):
        if reach is not None and segment.left > reach + _NEAR:
            gaps.append((reach + segment.left) / 2)
        reach = segment.right if reach is None else max(reach, segment.right)
    return gaps


def _row(inside: Sequence[Segment], edges: Sequence[float], top: float, bottom: float) -> tuple[Segment, ...]:
    own = [segment for segment in inside if top < segment.middle <= bottom]
    cells: list[Segment] = []
    for left, right in pairwise(edges):
        held = [part for part in own if _column(part, edges) == left]
        cells.append(_cell(held, Segment(text="", left=left, top=top, right=right, bottom=bottom, size=0.0)))
    return tuple(cells)


def _column(segment: Segment, edges: Sequence[float]) -> float:
    """Return the left edge of the column that `segment` starts in."""
    start = segment.left + _NEAR
    return max((edge for edge in edges[:-1] if edge <= start), default=edges[0])


def _cell(held: list[Segment], empty: Segment) -> Segment:
    if not held:
        return empty
    lines = [" ".join(part.text.strip() for part in line) for line in visual_rows(held)]
    spellings = hyphen.Spellings.of(lines)
    text = lines[0]
    for line in lines[1:]:
        text = hyphen.join(text, line, spellings)
    return Segment(
        text=text,
        left=min(part.left for part in held),
        top=min(part.top for part in held),
        right=max(part.right for part in held),
        bottom=max(part.bottom for part in held),
        size=max(part.size for part in held),
        bold=all(part.bold for part in held),
    )


def _are_cells(rows: Sequence[Sequence[Segment]], *, ruled: bool) -> bool:
    small = all(
        len(cell.text) <= _MAX_CELL_CHARS and cell.bottom - cell.top <= _MAX_CELL_HEIGHT
        for row in rows
        for cell in row
    )
    return ruled or small
