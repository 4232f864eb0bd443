"""The values that answering yields: proposals before the check, claims and citations after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.question import Question
from index.passages import Filters, Passage
from ingest.messages import Message
from ingest.text.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSpan:
    """A stretch of one page that an engine wants to quote, not yet checked.

    `context` is text of the same report that a label may be implied by: title, heading path,
    the header row above a table row. It is never quoted.
    """

    document_id: str
    page: int
    start: int
    end: int
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an engine would say, and what it rests on; nobody has seen it yet.

    `text` is in the asker's language and holds no markers. An empty `text` proposes the quotes
    themselves, for the reader to read. `unlocated` are quotes that an engine wrote and that stand
    nowhere in the passage it gave for them: with any of those, the proposal fails.
    """

    text: str
    quotes: tuple[QuoteSpan, ...]
    unlocated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A checked statement with the markers (from 1) of its citations.

    `text` is in the asker's language, unless `is_quote`: then it is the quote itself between
    quotation marks, offered to read.
    """

    text: str
    markers: tuple[int, ...]
    is_quote: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gloss:
    """A key term of a quote and what it is called in the asker's language; not a translation of the quote."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A verbatim quote: `quote` is the text of page `page`, `start` to `end`, and nothing else."""

    marker: int
    document: str
    document_id: str
    title: str
    page: int
    start: int
    end: int
    quote: str
    language: Language
    heading: str
    date: date | None
    page_text_sha256: str
    glosses: tuple[Gloss, ...] = ()


class Missing(StrEnum):
    """What a question asks for that the evidence lacks."""

    NOTHING_FOUND = "nothing_found"
    NAME = "name"
    YEAR = "year"
    CONNECTION = "connection"
    KIND = "kind"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no answer: what was missing, and what the reports speak of instead."""

    missing: Missing
    asked: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was searched: the number of reports, and how many in each language."""

    reports: int
    languages: tuple[tuple[Language, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, or one refusal, with everything needed to check it.

    `text` is what a person reads, with `[1]` markers. `nearest` is evidence that does not answer;
    it is given with a refusal only. `standalone` is the question that was really asked, of which
    `question` may be a short follow-up. `notices` are remarks to the reader (an unserved language,
    a filter taken from the question); `unverified` are claims that failed the check,
    which the text shows struck out where `shows_unverified`, and leaves out else.
    `timings_ms` are milliseconds by stage.
    """

    question: str
    standalone: Question
    language: Language
    answered: bool
    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    searched: Searched
    engine: str
    filters: Filters
    unverified: tuple[str, ...] = ()
    shows_unverified: bool = False
    refusal: Refusal | None = None
    notices: tuple[Message, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
