"""What a draft states: its quotations, and its sentences that hold a figure, a date or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import Document, Page
from ingest.text.figures import FigureKind, read_figures
from ingest.text.languages import Language, detect
from ingest.text.names import find_names, proper_names
from ingest.text.sentences import split_sentences

_QUOTATION = re.compile(r"[“„«‟]\s?([^“”„«»\n]{12,}?)\s?[”“»]|\"([^\"\n]{12,}?)\"|‘([^‘’\n]{25,}?)’(?!\w)")
"""Words between quotation marks; a shorter stretch is a title or an ironical word more often than a quote."""

_TELLING_CHARS = 40
"""A shorter sentence does not tell its language for sure, and is read in that of its draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something to check at `start:end` of the draft's text; `is_quotation` where it is quoted words."""

    text: str
    start: int
    end: int
    language: Language
    is_quotation: bool = False


def draft_text(draft: Document) -> str:
    """Return the text that statements count their offsets in: the draft's pages, a line break between."""
    return "\n".join(page.text for page in draft.pages)


def read_statements(draft: Document) -> tuple[Statement, ...]:
    """Return the quotations and the telling sentences of a draft in text order; headings state nothing."""
    found: list[Statement] = []
    offset = 0
    for page in draft.pages:
        found += _of_page(page, offset, draft.language)
        offset += len(page.text) + 1
    return tuple(found)


def _of_page(page: Page, offset: int, default: Language) -> Iterator[Statement]:
    headings = [(heading.start, heading.end) for heading in page.headings]
    for start, end in split_sentences(page.text, default):
        if any(one <= start and end <= other for one, other in headings):
            continue
        sentence = page.text[start:end]
        language = detect(sentence, default=default) if end - start >= _TELLING_CHARS else default
        for match in _QUOTATION.finditer(sentence):
            one, other = match.span(match.lastindex or 0)
            yield Statement(
                text=sentence[one:other],
                start=offset + start + one,
                end=offset + start + other,
                language=language,
                is_quotation=True,
            )
        if _tells(sentence, language):
            yield Statement(text=sentence, start=offset + start, end=offset + end, language=language)


def _tells(sentence: str, language: Language) -> bool:
    """Tell whether a sentence holds a figure, date or name beside what it quotes."""
    own = _QUOTATION.sub(lambda match: " " * len(match[0]), sentence)
    figures = (figure for figure in read_figures(own, language) if figure.kind is not FigureKind.ORDINAL)
    return bool(next(figures, None) or find_names(own) or proper_names(own, language))


def quotations(statement: Statement) -> tuple[str, ...]:
    """Return the words that a statement quotes."""
    found = _QUOTATION.finditer(statement.text)
    return tuple(match[match.lastindex or 0] for match in found)
