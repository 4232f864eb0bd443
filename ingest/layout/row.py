"""Flattened tables: a label and its figures on one line, one line below the other.

Exports of web pages and slides leave tables as `Netherlands 185`, `Total 361`, or with a line of
column heads above them (`Drempel FR NL`, `Aankoopprijs 62% 83%`). Such lines stay rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layout.line import Line, ends_sentence
from ingest.text.tables import CELL_SEPARATOR

_FIGURE = re.compile(r"[-+±−≈~]?[€$£]?\d[\d.,'’]*(?:[%‰]|[kM]?€|\+)?$")
_UNITS = frozenset(
    """% ‰ km km² km2 m² m2 ha € k€ m€ mio mln mrd md mds eur euro euros miljard miljoen milliard milliards
    million millions billion usd $ kw kwh mw mwh gw gwh ton tonnes tonne kg fte etp pt ptn""".split()
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_LABEL_WORDS = 10
_LABEL_CHARS = 70
_PART_CHARS = 40
_NUMBERING = re.compile(r"(?:^|\W)(?:n[°ºo]s?|nrs?|nummer|num[ée]ro|number|#)\.?$", re.IGNORECASE)


def figures_at_end(text: str) -> int:
    """Return how many figures end a label, 0 where `text` is no label with figures.

    A year alone is no figure ("Events 2020"), nor is what follows a sentence or counts papers ("Bulletin n° 9").
    """
    if ends_sentence(text):
        return 0
    words = text.split()
    figures: list[str] = []
    while len(words) > 1 and (_FIGURE.match(words[-1]) or words[-1].casefold() in _UNITS):
        word = words.pop()
        if _FIGURE.match(word):
            figures.append(word)
    label = " ".join(words)
    if not figures or not label[:1].isalpha() or len(words) > _LABEL_WORDS or len(label) > _LABEL_CHARS:
        return 0
    if (
        re.search(r"[.!?;]\s|[,;]$", label)
        or _NUMBERING.search(label)
        or (len(figures) == 1 and _YEAR.match(figures[0]))
    ):
        return 0
    # "8 027 000" is one figure in three words.
    return len(re.sub(r"(?<=\d) (?=\d{3}\b)", "", " ".join(reversed(figures))).split())


def find_rows(lines: Sequence[Line]) -> tuple[bool, ...]:
    """Say for each line whether it is a table row: seen as cells, or a label with figures among others."""
    figures = [0 if line.is_row else figures_at_end(line.text) for line in lines]
    rows = [line.is_row or CELL_SEPARATOR in line.text for line in lines]
    for start, end in _groups(lines, figures):
        rows[start:end] = [True] * (end - start)
        if start and not lines[start].apart and _is_header(lines[start - 1].text, figures[start:end]):
            rows[start - 1] = True
    return tuple(rows)


def _groups(lines: Sequence[Line], figures: Sequence[int]) -> list[tuple[int, int]]:
    """Return (start, end) of the runs of lines that each are a label with figures.

    A run has two lines or stands in a table of cells. "of which on site 173" goes with what it is part of.
    """
    groups: list[tuple[int, int]] = []
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and figures[end] and _is_label(lines[end].text, first=end == start):
            end += 1
        in_table = end > start and _touches_cells(lines, start, end)
        if (end - start >= 2 or in_table) and lines[start].text[:1].isupper():
            groups.append((start, end))
        start = max(end, start + 1)
    return groups


def _is_label(text: str, *, first: bool) -> bool:
    return first or text[:1].isupper() or len(text) <= _PART_CHARS


def _touches_cells(lines: Sequence[Line], start: int, end: int) -> bool:
    above = start > 0 and lines[start - 1].is_row and not lines[start].apart
    return above or (end < len(lines) and lines[end].is_row and not lines[end].apart)


def _is_header(text: str, figures: Sequence[int]) -> bool:
    columns = max(figures)
    heads = text.split()[-columns:]
    return (
        columns >= 2
        and len(text.split()) > columns
        and not ends_sentence(text)
        and all(len(head) <= 12 for head in heads)
        and len(text) <= _LABEL_CHARS
    )
