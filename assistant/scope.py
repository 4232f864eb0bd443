"""What surrounds a passage, and whether it names what a question names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from assistant.question import Question
from index.passages import Passage
from ingest.document import Document, Page
from ingest.text.languages import Language
from ingest.text.names import EntryKind, Mention, expand, find_names, fold
from ingest.text.names.closest import is_one_slip
from ingest.text.tables import Cell, is_heading_row, read_row

_MINIMUM_TOLERANT_CHARS = 6
"""Names this long may differ by one letter (`Dussutour`/`Dusutour`); shorter ones would meet others."""

_COUSIN_RATIO = 0.65
"""Names of one place in two languages are this alike (`Pomerania`/`Pommeren` 0.71, `Saksen`/`Saxony` 0.5: that one
is in the gazetteer)."""

NEARBY = 0.6
"""How much a name counts that stands elsewhere in the report; a passage of its own counts 1."""


@dataclass(frozen=True)
class Report:
    """A whole report, to look up whether it names something anywhere."""

    document: Document

    @cached_property
    def folded(self) -> str:
        """Return the title and all pages without case and diacritics."""
        return fold("\n".join((self.document.title, *(page.text for page in self.document.pages))))

    @cached_property
    def years(self) -> frozenset[int]:
        """Return the years of the report itself and of what it reports on."""
        dates = (self.document.document_date, self.document.event_date, self.document.event_end)
        return frozenset(date.year for date in dates if date is not None)

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        """Return the capitalised words of all pages, folded."""
        text = "\n".join(page.text for page in self.document.pages)
        return frozenset(fold(word) for word in re.findall(r"[^\W\d_]{5,}", text) if word[0].isupper())

    def has(self, form: str) -> bool:
        """Tell whether a name stands anywhere in the report, in whole words."""
        return _stands_in(fold(form), self.folded)

    def has_cousin(self, word: str) -> bool:
        """Tell whether the report has a folded word, or a name that begins and mostly reads like it."""
        if self.has(word):
            return True
        alike = (other for other in self._capitalised if other[:3] == word[:3])
        return len(word) >= _MINIMUM_TOLERANT_CHARS and any(
            SequenceMatcher(None, word, other).ratio() >= _COUSIN_RATIO for other in alike
        )


@dataclass(frozen=True)
class Scope:
    """A passage within its report."""

    passage: Passage
    report: Report

    @cached_property
    def page(self) -> Page:
        """Return the page that the passage is on."""
        return next(page for page in self.report.document.pages if page.page == self.passage.page)

    def is_heading(self, start: int) -> bool:
        """Tell whether a heading begins at `start` of the page."""
        return any(heading.start <= start < heading.end for heading in self.page.headings)

    def row(self, start: int, end: int) -> tuple[Cell, ...]:
        """Return the cells of the table row `start:end` of the page under their headers, none elsewhere."""
        return read_row(self.page.text, start, end)

    def is_header(self, start: int) -> bool:
        """Tell whether the table row at `start` of the page heads its table."""
        return is_heading_row(self.page.text, start)

    @cached_property
    def text(self) -> str:
        """Return the title, the heading path and the passage as one text."""
        return "\n".join((self.passage.title, *self.passage.heading_path, self.passage.text))

    @cached_property
    def folded(self) -> str:
        """Return the text without case and diacritics."""
        return fold(self.text)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Return the gazetteer names in the text."""
        return find_names(self.text)

    @cached_property
    def _entries(self) -> frozenset[str]:
        return frozenset(mention.entry.id for mention in self.mentions)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(r"[\w-]{4,}", self.folded))

    def share_of_name(self, mention: Mention) -> float:
        """Return 1 where the passage has the gazetteer name in any language, `NEARBY` in its report, else 0."""
        if mention.entry.id in self._entries or _stands_in(fold(mention.form), self.folded):
            return 1.0
        if (
            mention.entry.kind is EntryKind.COUNTRY
            and mention.entry.country in self.report.document.countries
        ):
            return NEARBY
        return NEARBY if any(self.report.has(form) for form in expand(mention.entry)) else 0.0

    def share_of_proper_name(self, name: str, language: Language) -> float:
        """Return 1 where the passage has a name outside the gazetteer, `NEARBY` where its report has it, else 0.

        One letter's slip is allowed in a long name. A report in another language than `language`, the
        question's, may call a place or body by a cousin of its name (`Pomerania`, `Pommeren`).
        """
        parts = [part for part in re.findall(r"[\w-]+", fold(name)) if len(part) > 1]
        if all(self._has_word(part) for part in parts):
            return 1.0
        if all(self.report.has(part) for part in parts):
            return NEARBY
        is_abroad = " " not in name and language is not self.passage.language
        return NEARBY if is_abroad and all(self.report.has_cousin(part) for part in parts) else 0.0

    def share_of_year(self, year: int) -> float:
        """Return 1 where the passage or the report's date carries the year, `NEARBY` elsewhere in it, else 0."""
        if str(year) in self.text or year in self.report.years:
            return 1.0
        return NEARBY if str(year) in self.report.folded else 0.0

    def _has_word(self, word: str) -> bool:
        if _stands_in(word, self.folded):
            return True
        if len(word) < _MINIMUM_TOLERANT_CHARS:
            return False
        return any(is_one_slip(word, other) for other in self._words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Something that a question names, and how far (0..1) a scope meets it."""

    text: str
    is_year: bool
    share: float


def demands(question: Question, scope: Scope) -> tuple[Demand, ...]:
    """Return everything the question names - places, organisations, people, years - with its share in scope."""
    return (
        *(Demand(text=name.form, is_year=False, share=scope.share_of_name(name)) for name in question.names),
        *(
            Demand(text=name, is_year=False, share=scope.share_of_proper_name(name, question.language))
            for name in question.proper_names
        ),
        *(Demand(text=str(year), is_year=True, share=scope.share_of_year(year)) for year in question.years),
    )


def share_named(question: Question, text: str) -> float:
    """Return the share (0..1) of the question's names that stand in `text` itself; 1 where it names nothing."""
    total = len(question.names) + len(question.proper_names)
    if not total:
        return 1.0
    folded = fold(text)
    entries = {mention.entry.id for mention in find_names(text)}
    known = sum(
        mention.entry.id in entries or _stands_in(fold(mention.form), folded) for mention in question.names
    )
    return (known + sum(_stands_in(fold(name), folded) for name in question.proper_names)) / total


def _stands_in(form: str, folded: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", folded) is not None
