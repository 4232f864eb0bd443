"""What a document says about itself: title, dates, languages, places, and who issued it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.dates import find_dating
from ingest.document import Page
from ingest.organisations import find_organisation
from ingest.readers.raw import RawDocument
from ingest.text.languages import Language, detect
from ingest.text.names import EntryKind, find_names
from ingest.text.tables import CELL_SEPARATOR
from ingest.titles import find_title

_SAMPLE_CHARS = 6_000
_MIN_PASSAGE_LETTERS = 50
"""Fewer letters are mostly names and figures, which say nothing about the language around them."""

_MIN_OTHER_LETTERS = 80
"""A passage counts as being in no served language only from this length on: lists of names look like one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A document's description; the fields are those of `ingest.document.Document`."""

    title: str
    document_date: date | None
    event_date: date | None
    event_end: date | None
    languages: tuple[tuple[Language, float], ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    organisation: str | None


def describe(raw: RawDocument, name: str) -> Metadata:
    """Return what the document `raw`, a file called `name`, says about itself."""
    title = find_title(raw, name)
    dating = find_dating(raw, title)
    countries, regions = find_places(raw.pages)
    return Metadata(
        title=title,
        document_date=dating.document_date,
        event_date=dating.event_date,
        event_end=dating.event_end,
        languages=language_shares(raw.pages),
        countries=countries,
        regions=regions,
        organisation=find_organisation(raw, title),
    )


def language_shares(pages: Sequence[Page]) -> tuple[tuple[Language, float], ...]:
    """Return (language, share of letters) pairs, largest first; the shares add up to 1.

    The language is decided line by line (a paragraph, bullet or row of the page text); a line too short to
    tell, a table row or an address counts as the document's main one. A text without letters has none.
    """
    whole = "\n".join(page.text for page in pages)
    main = detect(whole[:_SAMPLE_CHARS])
    letters: Counter[Language] = Counter()
    for line in whole.split("\n"):
        count = sum(map(str.isalpha, line))
        letters[_line_language(line, count, main)] += count
    total = sum(letters.values())
    return tuple((language, count / total) for language, count in letters.most_common() if count)


def find_places(pages: Sequence[Page]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the countries (ISO 3166-1 codes) and regions (gazetteer ids) named, most mentioned first.

    A city or region counts for its country as well; a continent is no region.
    """
    countries: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for page in pages:
        for mention in find_names(page.text):
            entry = mention.entry
            if not entry.country or entry.kind is EntryKind.ORGANISATION:
                continue
            countries[entry.country] += 1
            if entry.kind is EntryKind.REGION:
                regions[entry.id] += 1
    return (
        tuple(country for country, _ in countries.most_common()),
        tuple(region for region, _ in regions.most_common()),
    )


def _line_language(line: str, letters: int, main: Language) -> Language:
    if letters < _MIN_PASSAGE_LETTERS or CELL_SEPARATOR in line or "@" in line:
        return main
    language = detect(line, default=main)
    return main if language is Language.OTHER and letters < _MIN_OTHER_LETTERS else language
