"""The stretches of a text where a kind of figure can still stand, so that the rest costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.text.figures.figure import Figure
from ingest.text.figures.pattern import Pattern


def find_zones(text: str, clue: Pattern | re.Pattern[str], reach_chars: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches within `reach_chars` of a match of `clue`, merged and widened to whole words."""
    start = end = -1
    for match in clue.finditer(text):
        if match.start() - reach_chars > end:
            if end >= 0:
                yield _widened(text, start, end)
            start = max(0, match.start() - reach_chars)
        end = match.end() + reach_chars
    if end >= 0:
        yield _widened(text, start, end)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, min(end, len(text))


def blank(text: str, figures: Sequence[Figure]) -> str:
    """Return `text` with NUL characters where `figures` stand, so that offsets stay."""
    if not figures:
        return text
    pieces, at = [], 0
    for figure in sorted(figures, key=lambda figure: figure.start):
        start = max(figure.start, at)
        pieces += [text[at:start], "\x00" * max(0, figure.end - start)]
        at = max(at, figure.end)
    return "".join([*pieces, text[at:]])
