"""A draft held against the library: each statement supported, contradicted or not found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answer import Citation
from assistant.checking.grounds import Ground, grounds_in, labels_of
from assistant.checking.statements import Statement, quotations, read_statements
from assistant.checking.weighing import WORDS, Counterpart, Weight, weigh
from assistant.verification import cite
from index.embedder import Embedder, Role
from index.library import Library
from index.passages import Query
from index.retriever import Retriever
from ingest.document import Document
from ingest.text.languages import Language
from ingest.text.quotes import locate

_PASSAGES = 6
"""Passages looked at for one statement; with ten the 120 statements of the tests get the same verdicts."""

_GROUNDS_EMBEDDED = 5
"""Grounds compared by meaning: those that share most words, which costs two embeddings each."""

_CITED = 3
"""Citations given for one statement."""


class Verdict(StrEnum):
    """What became of a statement."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """`stated` in the draft where the report cited by `marker` gives `found`; `kind` names the sort of thing."""

    kind: str
    stated: str
    found: str
    marker: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedStatement:
    """A statement and what the library says of it.

    `citations` carry a supported statement, and say otherwise than a contradicted one, with
    `differs` for what is other; both are empty for one that was not found.
    """

    statement: Statement
    verdict: Verdict
    citations: tuple[Citation, ...] = ()
    differs: tuple[Differing, ...] = ()


class DraftChecker:
    """Checks drafts against one library; `reader` is the language that citations are glossed in."""

    def __init__(self, library: Library, embedder: Embedder, reader: Language) -> None:
        self._library, self._embedder, self._reader = library, embedder, reader
        self._retriever = Retriever(library, embedder)
        self._grounds_of: dict[tuple[str, int, int, int], tuple[Ground, ...]] = {}

    def check(self, draft: Document) -> tuple[CheckedStatement, ...]:
        """Return the verdict on every statement of a draft, in text order."""
        return tuple(self.check_statement(statement) for statement in read_statements(draft))

    def check_statement(self, statement: Statement) -> CheckedStatement:
        """Return the verdict on one statement.

        A statement is supported only by a single clause or table row that carries all its figures,
        dates and names and speaks of the same thing; else it is contradicted where such a clause
        gives one figure, date or name otherwise; else not found.
        """
        if statement.is_quotation:
            return self._checked_quotation(statement)
        if any(not self._places(words) for words in quotations(statement)):
            return CheckedStatement(statement=statement, verdict=Verdict.NOT_FOUND)
        weighed = self._weighed(statement)
        supporting = [weight.ground for weight in weighed if weight.supports]
        if supporting:
            citations = self._citations(supporting)
            return CheckedStatement(statement=statement, verdict=Verdict.SUPPORTED, citations=citations)
        for weight in weighed:
            if weight.counterpart is not None:
                return self._contradicted(statement, weight, weight.counterpart)
        return CheckedStatement(statement=statement, verdict=Verdict.NOT_FOUND)

    def _checked_quotation(self, statement: Statement) -> CheckedStatement:
        places = self._places(statement.text)
        verdict = Verdict.SUPPORTED if places else Verdict.NOT_FOUND
        return CheckedStatement(statement=statement, verdict=verdict, citations=places)

    def _places(self, words: str) -> tuple[Citation, ...]:
        """Return the first places of the library that hold `words` to the letter, numbered."""
        found: list[Citation] = []
        for summary in self._library.documents():
            document = self._library.document(summary.id)
            for page in document.pages:
                place = locate(words, page.text)
                if place is not None:
                    found.append(cite(document, page, *place, self._reader))
        return _numbered(found[:_CITED])

    def _weighed(self, statement: Statement) -> tuple[Weight, ...]:
        """Return the nearest grounds, weighed, the nearest in meaning first."""
        shares = [
            (ground.overlap_implied(statement.text, statement.language), ground)
            for ground in self._grounds(statement)
        ]
        enough = sorted((pair for pair in shares if pair[0] >= WORDS), key=lambda pair: -pair[0])
        nearest = [ground for _, ground in enough[:_GROUNDS_EMBEDDED]]
        if not nearest:
            return ()
        texts = [statement.text, *(ground.text for ground in nearest), *labels_of(nearest)]
        # A statement is no question: both sides are embedded as passages.
        rows = self._embedder.embed(texts, role=Role.PASSAGE)
        count = len(nearest)
        bare, labelled = rows[1 : count + 1] @ rows[0], rows[count + 1 :] @ rows[0]
        weights = [
            weigh(statement, ground, float(bare[place]), float(labelled[place]))
            for place, ground in enumerate(nearest)
        ]
        return tuple(sorted(weights, key=lambda weight: -weight.similarity))

    def _grounds(self, statement: Statement) -> tuple[Ground, ...]:
        query = Query(text=statement.text, language=statement.language)
        found: dict[tuple[str, int, int, str], Ground] = {}
        for passage in self._retriever.search(query, _PASSAGES):
            document = self._library.document(passage.document_id)
            page = self._library.page(passage.document_id, passage.page)
            place = (document.id, page.page, passage.start, passage.end)
            if place not in self._grounds_of:
                self._grounds_of[place] = grounds_in(
                    document, page, passage.start, passage.end, passage.language
                )
            for ground in self._grounds_of[place]:
                found.setdefault((document.id, page.page, ground.start, ground.text), ground)
        return tuple(found.values())

    def _citations(self, grounds: Sequence[Ground]) -> tuple[Citation, ...]:
        places = {(one.document.id, one.page.page, one.start, one.end): one for one in grounds}
        cited = [cite(one.document, one.page, one.start, one.end, self._reader) for one in places.values()]
        return _numbered(cited[:_CITED])

    def _contradicted(
        self, statement: Statement, weight: Weight, counterpart: Counterpart
    ) -> CheckedStatement:
        return CheckedStatement(
            statement=statement,
            verdict=Verdict.CONTRADICTED,
            citations=self._citations([weight.ground]),
            differs=(
                Differing(
                    kind=str(counterpart.kind), stated=counterpart.stated, found=counterpart.found, marker=1
                ),
            ),
        )


def _numbered(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple(replace(citation, marker=marker) for marker, citation in enumerate(citations, 1))
