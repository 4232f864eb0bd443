"""What is asked of the library and what it gives back: queries, filters and passages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.document import Kind
from ingest.text.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a passage's document must be; an empty field filters nothing.

    Values within one field are alternatives, fields must all hold. `countries` are ISO 3166-1
    alpha-2 codes that the document mentions. `date_from`/`date_to` are inclusive and hold for the
    date of the paper or the days of the event; a document without any date passes no date filter.
    `languages` are languages of at least a quarter of the document. `documents` are ids.
    """

    countries: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    languages: tuple[Language, ...] = ()
    documents: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    organisations: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether everything passes."""
        return self == Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question in the words of its asker, the language they are in, and the filters that hold."""

    text: str
    language: Language
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch `start:end` of one page, found for a query; `text` is exactly that slice.

    `chunk` is the library's number of the chunk, `document` the name of the document. `rank` is
    1 for the best. `similarity` is the cosine (-1..1, higher is nearer), None where only words
    matched; `similarity_rank` and `words_rank` are the places in the two lists that were fused,
    None where the passage is not in that list. `date` and `language` are the document's date and
    the passage's language; `sentences` are (start, end) offsets into the page text.
    """

    chunk: int
    document_id: str
    document: str
    title: str
    date: date | None
    page: int
    start: int
    end: int
    text: str
    language: Language
    heading_path: tuple[str, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    rank: int
    similarity: float | None = None
    similarity_rank: int | None = None
    words_rank: int | None = None
