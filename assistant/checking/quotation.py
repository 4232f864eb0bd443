"""Whether the library holds exactly these words, and what comes nearest where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answer import Citation
from assistant.verification import cite
from index.library import Library
from index.passages import Filters, Query
from index.retriever import Retriever
from ingest.text.languages import Language, detect
from ingest.text.quotes import Difference, differences, locate

_NEAR_PASSAGES = 8
"""Passages among which the nearest words are looked for."""


class QuoteVerdict(StrEnum):
    """What became of a quotation."""

    VERBATIM = "verbatim"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedQuote:
    """A quotation held against the library.

    `citations` are all places that hold it, word for word. Where there are none, `nearest` is the
    place that comes nearest and `differs` what is other there, or None and nothing.
    """

    quote: str
    verdict: QuoteVerdict
    citations: tuple[Citation, ...] = ()
    nearest: Citation | None = None
    differs: tuple[Difference, ...] = ()


def check_quote(
    quote: str, library: Library, retriever: Retriever, reader: Language, *, documents: Sequence[str] = ()
) -> CheckedQuote:
    """Return where the library holds `quote`; `documents` are the ids to look in, all where empty."""
    wanted = documents or [summary.id for summary in library.documents()]
    citations = [found for document_id in wanted for found in _places(quote, document_id, library, reader)]
    if citations:
        numbered = tuple(replace(one, marker=marker) for marker, one in enumerate(citations, 1))
        return CheckedQuote(quote=quote, verdict=QuoteVerdict.VERBATIM, citations=numbered)
    return _nearest(quote, library, retriever, reader, documents)


def _places(quote: str, document_id: str, library: Library, reader: Language) -> list[Citation]:
    """Return the first place on each page that holds the quote."""
    document = library.document(document_id)
    found = ((page, locate(quote, page.text)) for page in document.pages)
    return [cite(document, page, *place, reader) for page, place in found if place is not None]


def _nearest(
    quote: str, library: Library, retriever: Retriever, reader: Language, documents: Sequence[str]
) -> CheckedQuote:
    query = Query(
        text=quote,
        language=detect(quote, default=reader),
        filters=Filters(documents=tuple(documents)),
    )
    best: tuple[float, Citation, tuple[Difference, ...]] | None = None
    for passage in retriever.search(query, _NEAR_PASSAGES):
        page = library.page(passage.document_id, passage.page)
        near = differences(quote, page.text)
        if near is None or (best is not None and near.similarity <= best[0]):
            continue
        document = library.document(passage.document_id)
        best = (near.similarity, cite(document, page, near.start, near.end, reader), near.differences)
    if best is None:
        return CheckedQuote(quote=quote, verdict=QuoteVerdict.NOT_FOUND)
    return CheckedQuote(
        quote=quote, verdict=QuoteVerdict.NOT_FOUND, nearest=replace(best[1], marker=1), differs=best[2]
    )
