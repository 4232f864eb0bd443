"""Which headings a place in a document stands under."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.document import Document, Heading
from ingest.layout.marker import chapter_number


def open_headings(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """Return those of `headings` (in reading order) that are still open after the last, outermost first.

    A heading closes those of its level and deeper. A chapter number also closes chapters that it is no
    part of, whatever their level: "3.1" does not stand under "2. Results" where chapter 3 has no title
    in the text.
    """
    opened: list[Heading] = []
    for heading in headings:
        number = chapter_number(heading.text)
        while opened and (opened[-1].level >= heading.level or _is_foreign(opened[-1], number)):
            opened.pop()
        opened.append(heading)
    return tuple(opened)


def heading_path(document: Document, page: int, position: int) -> tuple[str, ...]:
    """Return the texts of the headings that `position` of page number `page` stands under, outermost first.

    A heading that starts at `position` counts: it is part of its own path.
    """
    before = (
        heading
        for part in document.pages
        if part.page <= page
        for heading in part.headings
        if part.page < page or heading.start <= position
    )
    return tuple(heading.text for heading in open_headings(before))


def _is_foreign(heading: Heading, number: tuple[int, ...] | None) -> bool:
    own = chapter_number(heading.text)
    return own is not None and number is not None and number[: len(own)] != own
