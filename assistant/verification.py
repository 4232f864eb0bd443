"""The gate: nothing reaches a reader that its quotes do not carry.

Every engine's proposals pass here. A quote must be a verbatim, whole-word slice of a stored page;
a claim's figures, names, negations and directions must be those of its quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Gloss, Proposal, QuoteSpan
from index.library import Library
from ingest.document import Document, Page
from ingest.text.claims import Failure, Quoted, check_claim
from ingest.text.glossary import gloss
from ingest.text.languages import Language, detect
from ingest.text.quotes import is_verbatim

_TELLING_CHARS = 40
"""A shorter text (names, figures) does not tell its language for sure."""

_GLOSSES_PER_QUOTE = 6
"""Enough to follow a sentence; more would read as a bad translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A proposal after the check: its citations (markers not yet given), and what failed.

    `unlocated` are quotes that stand nowhere; `is_foreign` where the claim is in another served
    language than the asker's.
    """

    text: str
    citations: tuple[Citation, ...]
    failures: tuple[Failure, ...] = ()
    unlocated: tuple[str, ...] = ()
    is_foreign: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether the claim may be shown."""
        return bool(self.citations) and not (self.failures or self.unlocated or self.is_foreign)


def check(proposal: Proposal, library: Library, language: Language) -> Checked:
    """Return `proposal` with its quotes cut from the stored pages and everything that failed.

    A quote that is not a whole-word slice of its page is left out, so that a proposal without a
    single good quote never holds. `language` is the language of the claim.
    """
    cited = [_cite(span, library, language) for span in proposal.quotes]
    citations = tuple(citation for citation in cited if citation is not None)
    if not proposal.text or not citations:
        return Checked(text=proposal.text, citations=citations, unlocated=proposal.unlocated)
    quotes = [
        Quoted(text=citation.quote, language=citation.language, anchor=citation.date, context=span.context)
        for citation, span in zip(cited, proposal.quotes, strict=True)
        if citation is not None
    ]
    return Checked(
        text=proposal.text,
        citations=citations,
        failures=check_claim(proposal.text, language, quotes),
        unlocated=proposal.unlocated,
        is_foreign=len(proposal.text) >= _TELLING_CHARS
        and detect(proposal.text, default=language) is not language,
    )


def number(claims: Sequence[Checked]) -> tuple[tuple[tuple[int, ...], ...], tuple[Citation, ...]]:
    """Return the markers of each claim and the citations that carry them, numbered from 1.

    The same stretch of the same page keeps one marker however often it is cited.
    """
    markers: dict[tuple[str, int, int, int], int] = {}
    citations: list[Citation] = []
    of_claims: list[tuple[int, ...]] = []
    for claim in claims:
        mine: list[int] = []
        for citation in claim.citations:
            place = (citation.document_id, citation.page, citation.start, citation.end)
            if place not in markers:
                markers[place] = len(markers) + 1
                citations.append(_marked(citation, markers[place]))
            mine.append(markers[place])
        of_claims.append(tuple(dict.fromkeys(mine)))
    return tuple(of_claims), tuple(citations)


def _marked(citation: Citation, marker: int) -> Citation:
    return replace(citation, marker=marker)


def _cite(span: QuoteSpan, library: Library, language: Language) -> Citation | None:
    document = library.document(span.document_id)
    page = library.page(span.document_id, span.page)
    quote = page.text[span.start : span.end]
    if not quote.strip() or not is_verbatim(quote, page.text, span.start, span.end):
        return None
    return cite(document, page, span.start, span.end, language)


def cite(document: Document, page: Page, start: int, end: int, reader: Language) -> Citation:
    """Return the citation of `start:end` of a page, glossed for a reader of another language."""
    quote = page.text[start:end]
    written_in = (
        detect(quote, default=document.language) if len(quote) >= _TELLING_CHARS else document.language
    )
    return Citation(
        marker=0,
        document=document.name,
        document_id=document.id,
        title=document.title,
        page=page.page,
        start=start,
        end=end,
        quote=quote,
        language=written_in,
        heading=heading_at(page, start, without=document.title),
        date=document.date,
        page_text_sha256=page.text_sha256,
        glosses=_glosses(quote, written_in, reader),
    )


def heading_at(page: Page, position: int, *, without: str = "") -> str:
    """Return the heading path above a position of the page, outermost first, joined by ` > `.

    A heading that is the title `without`, which stands beside the path, is left out.
    """
    path: list[tuple[int, str]] = []
    for heading in page.headings:
        if heading.start > position:
            break
        path = [(level, text) for level, text in path if level < heading.level]
        path.append((heading.level, heading.text))
    return " > ".join(text for _, text in path if text.casefold() != without.casefold())


def _glosses(quote: str, written_in: Language, reader: Language) -> tuple[Gloss, ...]:
    if written_in is reader or written_in is Language.OTHER:
        return ()
    pairs = gloss(quote, written_in, reader)
    return tuple(Gloss(term=term, meaning=meaning) for term, meaning in pairs[:_GLOSSES_PER_QUOTE])
