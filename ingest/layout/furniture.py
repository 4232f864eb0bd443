"""Running headers, footers and page numbers: what stands at the edge of page after page.

A line is furniture where the same words stand at the same place of several pages. Figures in it may
differ only as page numbers do: by as much as the pages do, so that "Article 4" and "Article 7" at the
top of two pages stay text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.line import PlacedLine

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:pagina|page|pag\.|blz\.?|bladzijde|p\.)?\s*[-–—|(]?\s*(?P<number>\d{1,4})\s*[-–—|)]?"
    r"(?:\s*(?:/|van|sur|of|de)\s*\d{1,4})?\s*[-–—|)]?",
    re.IGNORECASE,
)

_PAGE_OF_PAGES = re.compile(
    r"\b(?:pagina|page|pag\.|blz\.?|bladzijde|p\.)\s*(?P<number>\d{1,4})\s*(?:/|van|sur|of|de)\s*(?P<total>\d{1,4})\s*$",
    re.IGNORECASE,
)

# Headers and footers stand in the outer parts of a page (A4 with margins of up to 3.5 cm).
_MARGIN_SHARE = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line at the edge of page number `page`; `place` is equal for lines at the same height."""

    page: int
    row: int
    text: str
    place: int


def find_furniture(edges: Sequence[Edge], *, min_pages: int) -> frozenset[tuple[int, int]]:
    """Return the (page, row) of the `edges` that recur on at least `min_pages` pages."""
    groups: dict[tuple[str, int], list[Edge]] = defaultdict(list)
    for edge in edges:
        # Neighbouring places count as one: a footer may move by a point.
        for place in (edge.place, edge.place + 1):
            groups[_NUMBER.sub("#", edge.text.casefold()), place].append(edge)
    found: set[tuple[int, int]] = set()
    for group in groups.values():
        found |= {(edge.page, edge.row) for edge in _recurring(group, min_pages)}
    return frozenset(found)


def set_aside(pages: Sequence[Sequence[PlacedLine]]) -> frozenset[tuple[int, int]]:
    """Return the (page, row) of running headers, footers and page numbers, pages counted from 0."""
    edges = [
        Edge(page=page, row=row, text=placed.line.text, place=round(100 * (placed.top + placed.bottom) / 2))
        for page, lines in enumerate(pages)
        for row, placed in enumerate(lines)
        if placed.bottom < _MARGIN_SHARE or placed.top > 1 - _MARGIN_SHARE
    ]
    counted = {(edge.page, edge.row) for edge in edges if _counts_pages(edge, len(pages))}
    return find_furniture(edges, min_pages=2 if len(pages) <= 4 else 3) | counted


def _counts_pages(edge: Edge, total: int) -> bool:
    """Tell whether the line ends in this page's own number of all pages ("Pagina 2 van 2").

    Such a line needs no second one like it: on the next page a footer's parts may be lines of their own.
    """
    match = _PAGE_OF_PAGES.search(edge.text)
    return match is not None and (int(match["number"]), int(match["total"])) == (edge.page + 1, total)


def page_number(text: str) -> int | None:
    """Return the page number that `text` is and nothing else ("3", "- 3 -", "Pagina 3 van 12"), or None."""
    match = _PAGE_NUMBER.fullmatch(text.strip())
    return int(match["number"]) if match else None


def _recurring(group: Sequence[Edge], min_pages: int) -> list[Edge]:
    recurring: list[Edge] = []
    same: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in group:
        numbers = tuple(_NUMBER.findall(edge.text))
        same["text", *numbers].append(edge)
        for position, number in enumerate(numbers):
            same["step", str(position), str(int(number) - edge.page)].append(edge)
    for alike in same.values():
        if len({edge.page for edge in alike}) >= min_pages:
            recurring += alike
    return recurring
