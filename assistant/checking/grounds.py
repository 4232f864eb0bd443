"""Grounds: the smallest stretches of a report that can carry a statement, each with what it implies.

A ground is a clause of a sentence or a cell of a table, so that a figure of one half of a sentence
never carries what is said in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.verification import heading_at
from index.analysis import overlap
from ingest.document import Document, Page
from ingest.text.clauses import split_clauses
from ingest.text.figures import Figure, read_figures
from ingest.text.languages import Language
from ingest.text.names import Mention, find_names, fold, proper_names
from ingest.text.sentences import split_sentences
from ingest.text.tables import is_row, read_row

_UNIT = re.compile(r"\s*\((?:in |en )?([^()]+)\)\s*$")


@dataclass(frozen=True)
class Ground:
    """A clause or cell in its sentence `start:end` of a page.

    `text` is the clause, or a cell with its labels. `sources` may each give names: the
    headings above with the title as far as the report has no section of its own on what it names, and
    what the section said before where the sentence names nobody itself.
    `dated` is the title with all headings, which a date may come from.
    """

    document: Document
    page: Page
    start: int
    end: int
    text: str
    language: Language
    dated: str
    sources: tuple[str, ...]

    @property
    def implied(self) -> str:
        """Return all that may imply a name as one text."""
        return "\n".join(self.sources)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Return the gazetteer names of the text."""
        return find_names(self.text)

    @cached_property
    def implied_ids(self) -> frozenset[str]:
        """Return the gazetteer ids of what is implied."""
        return frozenset(mention.entry.id for mention in find_names(self.implied))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures of the text."""
        return read_figures(self.text, self.language, anchor=self.document.date)

    def overlap(self, text: str, language: Language) -> float:
        """Return the share (0..1) of the words of `text` that the ground has itself."""
        return overlap(text, language, self.text, self.language)

    def overlap_implied(self, text: str, language: Language) -> float:
        """Return the share (0..1) of the words of `text` that the ground or what it implies has."""
        return overlap(text, language, f"{self.text}\n{self.implied}", self.language)

    @property
    def sentence(self) -> str:
        """Return the sentence or table row, as it stands on the page."""
        return self.page.text[self.start : self.end]


def grounds_in(
    document: Document, page: Page, start: int, end: int, language: Language
) -> tuple[Ground, ...]:
    """Return the grounds in `start:end` of a page, in text order."""
    found: list[Ground] = []
    for one, other in split_sentences(page.text[start:end], language):
        found += _of_sentence(document, page, start + one, start + other, language)
    return tuple(found)


def _of_sentence(
    document: Document, page: Page, start: int, end: int, language: Language
) -> Iterator[Ground]:
    sentence = page.text[start:end]
    heading = heading_at(page, start)
    if heading.endswith(sentence):
        return
    title = _unsectioned(document.title, document, heading)
    dated = "\n".join((document.title, heading))
    before = "" if _names_somebody(sentence, language) else _section_before(page, start)
    above = f"{heading}\n{title}"
    sources = (above, before) if before else (above,)
    texts = _cells(page.text, start, end, language) if is_row(sentence) else _clauses(sentence, language)
    for text in texts:
        yield Ground(document, page, start, end, text, language, dated, sources)


def _clauses(sentence: str, language: Language) -> Iterator[str]:
    """Yield the clauses of a sentence; one that a colon introduces stays with what introduces it."""
    start, end = 0, 0
    for clause in split_clauses(sentence, language):
        if end and not sentence[end : clause.start].strip().startswith(":"):
            yield sentence[start:end]
            start = clause.start
        end = clause.end
    if end:
        yield sentence[start:end]


def _cells(text: str, start: int, end: int, language: Language) -> Iterator[str]:
    """Yield each figure of a table row with the labels of its row and column; the header row has none."""
    row = read_row(text, start, end)
    labels = [
        cell.text for place, cell in enumerate(row) if place == 0 or not read_figures(cell.text, language)
    ]
    for cell in row[1:]:
        if not cell.header:
            continue
        unit = _UNIT.search(cell.header)
        name = _UNIT.sub("", cell.header)
        value = cell.text if unit is None or cell.text in labels else f"{cell.text} {unit[1]}"
        yield f"{', '.join(label for label in labels if label != cell.text)}, {name} {value}"


def _unsectioned(title: str, document: Document, heading: str) -> str:
    """Return the title without the places that another section than that under `heading` is about.

    In the section `Montréal` of a report on Montréal and Québec City, nothing happens in Québec City.
    """
    here = {mention.entry.id for mention in find_names(heading)}
    others = (
        mention.entry.id
        for page in document.pages
        for one in page.headings
        if one.level > 1 and one.text not in heading
        for mention in find_names(one.text)
    )
    elsewhere = set(others) - here
    for mention in reversed(find_names(title)):
        if mention.entry.id in elsewhere:
            title = title[: mention.start] + title[mention.end :]
    return title


def _names_somebody(sentence: str, language: Language) -> bool:
    return bool(find_names(sentence)) or bool(proper_names(sentence, language))


def _section_before(page: Page, start: int) -> str:
    """Return what stands between the nearest heading and `start`."""
    above = [heading.end for heading in page.headings if heading.end <= start]
    return page.text[max(above, default=0) : start]


def named_in(text: str, language: Language) -> tuple[str, ...]:
    """Return the names outside the gazetteer in `text`, folded."""
    taken = [(mention.start, mention.end) for mention in find_names(text)]
    return tuple(
        fold(text[start:end])
        for start, end in proper_names(text, language)
        if not any(start < other and one < end for one, other in taken)
    )


def labels_of(grounds: Sequence[Ground]) -> tuple[str, ...]:
    """Return the texts to embed for grounds: what is implied by the heading, then the text."""
    return tuple(f"{ground.dated.replace(chr(10), ' > ')}\n{ground.text}" for ground in grounds)
