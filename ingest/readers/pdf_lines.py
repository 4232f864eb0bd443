"""From the letters of a PDF page to its lines in reading order, with their boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.layout.columns import reading_order
from ingest.layout.line import Line, PlacedLine, clean_line
from ingest.layout.page_text import clean_row
from ingest.layout.ruling import find_tables
from ingest.layout.segment import Segment
from ingest.layout.table import SUPERSCRIPTS, ReadRow, read_rows, with_bullets
from ingest.readers.pdf_glyphs import DrawnRules, Glyph

# In heights of a letter: white inside a word or between words, beyond which a new run of words starts.
_RUN_GAP = 0.9
_RUN_DROP = 0.45
_SPACE_GAP = 0.2
# More white above a line than this many times what is usual in its column sets it apart.
_APART = 1.3


def place_lines(
    glyphs: Iterable[Glyph], width: float, height: float, rules: DrawnRules | None = None
) -> list[PlacedLine]:
    """Return the lines that seen `glyphs` make, in reading order; sizes are in points.

    `rules` are the lines drawn on the page, which part the cells of tables.
    """
    placed: list[PlacedLine] = []
    segments = with_bullets(list(_segments(glyphs)))
    if rules is not None:
        segments = find_tables(segments, rules.across, rules.upright)
    for number, region in enumerate(reading_order(segments)):
        rows = [row for row in read_rows(region) if clean_line(row.text)]
        usual = _usual_step(rows)
        for above, row in zip((None, *rows), rows, strict=False):
            placed.append(_place(row, above, number, usual, (width, height)))
    return placed


def _segments(glyphs: Iterable[Glyph]) -> Iterator[Segment]:
    run: list[Glyph] = []
    main: Glyph | None = None
    for glyph in glyphs:
        # PDFium ends a line at every change of baseline, before the bracket in "(²)" too: boxes tell better.
        if glyph.text == "\n":
            continue
        if run and main and _breaks(run[-1], glyph, main):
            yield from _segment(run)
            run, main = [], None
        run.append(glyph)
        if main is None or (glyph.text.strip() and not _is_script(glyph, main)):
            main = glyph
    yield from _segment(run)


def _breaks(last: Glyph, glyph: Glyph, main: Glyph) -> bool:
    """Say whether `glyph` starts a new run after `last`; `main` is the last letter on the baseline."""
    size = max(main.style.size, 1.0)
    far = glyph.left - last.right > _RUN_GAP * size or glyph.left < last.left - 0.3 * size
    if far or _is_script(glyph, main):
        return far
    return glyph.style.size != main.style.size or abs(glyph.bottom - main.bottom) > _RUN_DROP * size


def _is_script(glyph: Glyph, main: Glyph) -> bool:
    """Say whether `glyph` is an index or exponent on the line of `main` ("CO₂", "km²", a footnote's mark)."""
    is_smaller = glyph.style.size < 0.85 * main.style.size
    return (
        is_smaller and glyph.text.isdigit() and main.top - 0.3 * main.style.size < glyph.middle < main.bottom
    )


def _written(glyph: Glyph, main: Glyph) -> str:
    """Return the letter, a raised digit as such: "2018¹" must not become "20181"."""
    is_raised = _is_script(glyph, main) and glyph.bottom < main.bottom - 0.2 * main.style.size
    return glyph.text.translate(SUPERSCRIPTS) if is_raised else glyph.text


def _segment(run: Sequence[Glyph]) -> Iterator[Segment]:
    inked = [glyph for glyph in run if glyph.text.strip()]
    if inked:
        largest = max(inked, key=lambda glyph: glyph.style.size)
        on_line = [glyph for glyph in inked if glyph.style.size == largest.style.size]
        yield Segment(
            text="".join(_spaced(run, largest)),
            left=min(glyph.left for glyph in inked),
            top=min(glyph.top for glyph in on_line),
            right=max(glyph.right for glyph in inked),
            bottom=max(glyph.bottom for glyph in on_line),
            size=largest.style.size,
            bold=all(glyph.style.bold for glyph in on_line if glyph.text.isalnum()),
        )


def _spaced(run: Sequence[Glyph], main: Glyph) -> Iterator[str]:
    """Yield the letters of a run, with a space where only the white between them is one."""
    last: Glyph | None = None
    for glyph in run:
        gap = glyph.left - last.right if last else 0.0
        if last and gap > _SPACE_GAP * main.style.size and last.text.strip() and glyph.text.strip():
            yield " "
        yield _written(glyph, main)
        last = glyph


def _usual_step(rows: Sequence[ReadRow]) -> float:
    """Return how far below each other the lines of a region usually stand, from top to top."""
    steps = [below.cells[0].bottom - above.cells[0].bottom for above, below in pairwise(rows)]
    close = [step for step in steps if 0 < step < 3 * max(cell.size for row in rows for cell in row.cells)]
    # The lower quartile: in a region of short paragraphs half of the steps have white in them.
    return sorted(close)[len(close) // 4] if close else 0.0


def _place(
    row: ReadRow, above: ReadRow | None, region: int, usual: float, page: tuple[float, float]
) -> PlacedLine:
    width, height = page
    left, right = row.cells[0].left, max(cell.right for cell in row.cells)
    top, bottom = min(cell.top for cell in row.cells), max(cell.bottom for cell in row.cells)
    size = median(cell.size for cell in row.cells)
    return PlacedLine(
        line=Line(
            text=clean_row(row.text) if row.is_row else clean_line(row.text),
            left=left,
            right=right,
            apart=above is None or _is_apart(row, above, usual),
            region=region,
            size=round(size, 1),
            bold=all(cell.bold for cell in row.cells),
            is_row=row.is_row,
        ),
        left=_fraction(left, width),
        top=_fraction(top, height),
        right=_fraction(right, width),
        bottom=_fraction(bottom, height),
    )


def _is_apart(row: ReadRow, above: ReadRow, usual: float) -> bool:
    cell, upper = row.cells[0], above.cells[0]
    step = cell.bottom - upper.bottom
    # A larger line needs a larger step without being set apart.
    return step > _APART * max(usual, 1.15 * min(cell.size, upper.size)) + max(0.0, cell.size - upper.size)


def _fraction(position: float, whole: float) -> float:
    return round(min(1.0, max(0.0, position / whole)), 4) if whole else 0.0
