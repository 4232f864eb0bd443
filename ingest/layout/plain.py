"""Plain text read into pages: form feeds, hard wraps, indents and page numbers in the text itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.document import Page
from ingest.layout.furniture import Edge, find_furniture, page_number
from ingest.layout.line import Line, clean_line, ends_sentence
from ingest.layout.marker import bullet_marker
from ingest.layout.reading import read_lines
from ingest.text.tables import CELL_SEPARATOR

# Nobody wraps lines wider than this (longest wrapped lines seen: 128); longer ones are paragraphs.
_MAX_WRAP_CHARS = 160
_CELL_GAP = re.compile(r"\t+| {3,}")
# A line across the page; below a short line of words it makes that a heading.
_RULE = re.compile(r"\s*([-=_*~─—═])\1{3,}\s*")
_MAX_UNDERLINED_CHARS = 100
_EDGE_LINES = 3
_MIN_NUMBERED_PAGES = 3
# So many cells on a line of its own are a site's menu or a row.
_MENU_CELLS = 4
# Numbers that stand closer are a column of a table, not those of pages.
_MIN_LINES_A_PAGE = 4
# An indent is a mark of its own (a lost page break, a first line) where few lines have one.
_RARE_INDENT_SHARE = 0.2


def read_plain(text: str) -> tuple[Page, ...]:
    """Return the pages of `text` (a form feed ends a page); a page without text has an empty one."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    for separator in "\u0085\u2028\u2029":
        normal = normal.replace(separator, "\n")
    raw = [page.split("\n") for page in normal.rstrip("\f\n ").split("\f")]
    pages, furniture = _set_aside([_lines(page) for page in raw])
    read = read_lines(pages, typed=False, wrapped=is_wrapped(line for page in raw for line in page))
    return tuple(
        Page(page=number, text=page.text, headings=page.headings, furniture=aside)
        for number, (page, aside) in enumerate(zip(read, furniture, strict=True), start=1)
    )


def is_wrapped(lines: Iterable[str]) -> bool:
    """Say whether the `lines` of a file are set to a width, so that a paragraph takes several."""
    lengths = [len(line) for line in lines if line.strip()]
    long = [length for length in lengths if length > _MAX_WRAP_CHARS]
    return len(long) <= len(lengths) / 10 and sum(long) <= sum(lengths) / 2


def _lines(raw: Sequence[str]) -> list[Line]:
    indents = [len(line) - len(line.lstrip()) for line in raw if line.strip()]
    rare = sum(map(bool, indents)) <= _RARE_INDENT_SHARE * len(indents)
    cells = _cells(raw)
    lines: list[Line] = []
    blank = True
    for row, line in enumerate(raw):
        if _RULE.fullmatch(line) and lines and not blank and len(lines[-1].text) <= _MAX_UNDERLINED_CHARS:
            lines[-1] = replace(lines[-1], underlined=not lines[-1].is_row)
        if not line.strip() or _RULE.fullmatch(line):
            blank = True
            continue
        text = CELL_SEPARATOR.join(map(clean_line, cells[row])) or clean_line(line)
        indent = len(line) - len(line.lstrip())
        marked = rare and indent > 0
        lines.append(
            Line(
                text=text,
                left=0.0 if marked else indent,
                right=len(line.rstrip()) - (indent if marked else 0),
                apart=blank or marked,
                starts_page=marked and not blank,
                trailing_space=line != line.rstrip(),
                is_row=bool(cells[row]),
            )
        )
        blank = False
    return [line for line in lines if line.text]


def _cells(raw: Sequence[str]) -> list[list[str]]:
    """Return the cells of each line, none for a line that is no row.

    Wide gaps make cells where at least two lines that follow each other have them, or one has many.
    """
    split = [[cell for cell in _CELL_GAP.split(line.strip()) if cell.strip()] for line in raw]
    several = [len(cells) > 1 and not _is_marker(cells[0]) for cells in split]
    beside = [False, *several, False]
    return [
        cells if own and (beside[row] or beside[row + 2] or len(cells) >= _MENU_CELLS) else []
        for row, (cells, own) in enumerate(zip(split, several, strict=True))
    ]


def _is_marker(cell: str) -> bool:
    marker = bullet_marker(f"{cell} x")
    return marker is not None and marker.strip() == cell.strip()


def _set_aside(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], list[tuple[str, ...]]]:
    """Part the lines of each page from its running headers, footers and page numbers."""
    edges = [
        Edge(page=page, row=row, text=lines[row].text, place=0 if row < _EDGE_LINES else 4)
        for page, lines in enumerate(pages)
        for row in sorted(
            {*range(min(_EDGE_LINES, len(lines))), *range(max(0, len(lines) - _EDGE_LINES), len(lines))}
        )
    ]
    found = set(find_furniture(edges, min_pages=_MIN_NUMBERED_PAGES))
    for page, lines in enumerate(pages):
        found |= {(page, row) for row in _numbering(lines)}
    kept = [
        [line for row, line in enumerate(lines) if (page, row) not in found]
        for page, lines in enumerate(pages)
    ]
    aside = [
        tuple(line.text for row, line in enumerate(lines) if (page, row) in found)
        for page, lines in enumerate(pages)
    ]
    return kept, aside


def _numbering(lines: Sequence[Line]) -> set[int]:
    """Return the rows of page numbers left in running text, and of the titles that recur beside them.

    Numbers on lines of their own count where at least three follow each other by one.
    """
    numbers = [
        (row, number) for row, line in enumerate(lines) if (number := page_number(line.text)) is not None
    ]
    runs: list[list[int]] = []
    waiting: dict[int, list[int]] = {}
    for row, number in numbers:
        run = waiting.pop(number, [])
        if not run:
            runs.append(run)
        run.append(row)
        if len(waiting.get(number + 1, [])) < len(run):
            waiting[number + 1] = run
    found = {row for run in runs if len(run) >= _MIN_NUMBERED_PAGES for row in run}
    if len(found) > len(lines) / _MIN_LINES_A_PAGE:
        return set()
    return found | _beside(lines, found)


def _beside(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    neighbours = [row + step for row in numbers for step in (-1, 1) if 0 <= row + step < len(lines)]
    times = Counter(lines[row].text for row in neighbours if row not in numbers)
    return {
        row
        for row in neighbours
        if times[lines[row].text] >= _MIN_NUMBERED_PAGES and not ends_sentence(lines[row].text)
    }
