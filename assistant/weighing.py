"""Finding and weighing: passages for a question, and which sentences of them answer how surely."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.calibration import LARGEST_MARGIN, Calibration
from assistant.evidence import Candidate, candidates, says_same
from assistant.expectation import Expected
from assistant.question import Question
from assistant.scope import Report, Scope
from assistant.summary import asked_report, summarise
from index.embedder import Embedder
from index.judge import Candidate as JudgedText
from index.judge import Judge, context_of
from index.library import Library
from index.passages import Filters, Passage, Query
from index.retriever import Retriever

PASSAGES = 20
"""Passages that search brings by default; more changed no answer of the dev questions."""

JUDGED = 10
"""Passages that the judge reads: ten of 1,200 characters take it about 0.4 s on one core."""


JUDGED_FOR_ALL = 20
"""Passages that the judge reads where everything is asked for: all that search brings."""

SUMMARISED = 60
"""Passages of a report that its summary is drawn from: some thirty pages."""

ANSWERING_SHARE = 0.05
"""A candidate this much less likely than the first is no part of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A question with what was found for it.

    `ranked` pairs candidates with their share, surest first: how likely (0..1) each answers in
    comparison with the first, whose share is 1. `confidence` (0..1) is that in the first that may answer.
    """

    question: Question
    passages: tuple[Passage, ...]
    scopes: tuple[Scope, ...]
    ranked: tuple[tuple[Candidate, float], ...]
    confidence: float
    threshold: float
    timings_ms: dict[str, float]

    @property
    def judged_ms(self) -> float:
        """Return the milliseconds spent on finding and weighing evidence, before any wording."""
        return self.timings_ms["judge"]

    def is_worth_asking(self, engine: str) -> bool:
        """Tell whether an engine should be asked at all.

        A language model weighs evidence itself, so it is asked on a third of the confidence that the
        quotes need; where the reports never speak of what the question names, nobody is asked.
        """
        return self.confidence >= (self.threshold if engine == "quotes" else self.threshold / 3)

    @property
    def answering(self) -> tuple[tuple[Candidate, float], ...]:
        """Return the candidates to answer with, surest first; none where the first is not sure enough."""
        if self.confidence < self.threshold:
            return ()
        return tuple(pair for pair in self.ranked if pair[1] >= ANSWERING_SHARE and not pair[0].is_vetoed)


class Weigher:
    """Finds and weighs evidence in one library; it remembers the reports that it has read."""

    def __init__(self, library: Library, embedder: Embedder, judge: Judge, calibration: Calibration) -> None:
        self.retriever = Retriever(library, embedder)
        self._embedder = embedder
        self.calibration = calibration
        self._library = library
        self._judge = judge
        self._reports: dict[str, Report] = {}

    def weigh(self, question: Question, filters: Filters, k: int = PASSAGES) -> Weighed:
        """Return what was found for a question, and how sure its answer is."""
        started = time.perf_counter()
        query = Query(text=question.text, language=question.language, filters=filters)
        passages = self.retriever.search(query, k)
        timings_ms = {"search": _ms_since(started)}
        started = time.perf_counter()
        scopes = self._scopes(passages)
        if question.expectation.kind is Expected.SUMMARY:
            scopes = self._summarised(question, scopes)
            ranked = tuple((candidate, 1.0) for candidate in summarise(scopes, self._embedder))
            confidence = 1.0 if ranked else 0.0
        else:
            judged = JUDGED_FOR_ALL if question.expectation.every else JUDGED
            ranked, confidence = rank(self._candidates(question, scopes[:judged]), self.calibration)
        timings_ms["judge"] = _ms_since(started)
        return Weighed(
            question=question,
            passages=passages,
            scopes=scopes,
            ranked=ranked,
            confidence=confidence,
            threshold=self.calibration.threshold(question.language),
            timings_ms=timings_ms,
        )

    def _scopes(self, passages: Sequence[Passage]) -> tuple[Scope, ...]:
        return tuple(Scope(passage, self._report(passage.document_id)) for passage in passages)

    def _summarised(self, question: Question, scopes: Sequence[Scope]) -> tuple[Scope, ...]:
        """Return the passages of the report that a summary is asked of, in reading order; none where none is meant."""
        document = asked_report(question, scopes)
        if document is None:
            return ()
        query = Query(text=question.text, language=question.language, filters=Filters(documents=(document,)))
        found = self.retriever.search(query, SUMMARISED)
        return self._scopes(sorted(found, key=lambda one: (one.page, one.start)))

    def _candidates(self, question: Question, scopes: Sequence[Scope]) -> tuple[Candidate, ...]:
        judgements = self._judge.judge([_to_judge(question, scope) for scope in scopes])
        return candidates(question, tuple(zip(scopes, judgements, strict=True)))

    def _report(self, document_id: str) -> Report:
        if document_id not in self._reports:
            self._reports[document_id] = Report(self._library.document(document_id))
        return self._reports[document_id]


def rank(
    found: Sequence[Candidate], calibration: Calibration
) -> tuple[tuple[tuple[Candidate, float], ...], float]:
    """Return candidates with their shares, surest first, and the confidence (0..1) in the first that may answer.

    The shares are of that first one; vetoed candidates keep their place but never answer.
    """
    scored, first = order(found, calibration)
    if first is None:
        return tuple((candidate, 0.0) for candidate, _ in scored), 0.0
    confidence = calibration.confidence(first[0].features, margin(first, scored))
    return tuple((one, math.exp(min(0.0, score - first[1]))) for one, score in scored), confidence


def order(
    found: Iterable[Candidate], calibration: Calibration
) -> tuple[list[tuple[Candidate, float]], tuple[Candidate, float] | None]:
    """Return candidates with their scores, best first, and the first of them that may answer, if any."""
    scored = sorted(
        ((candidate, calibration.score(candidate.features)) for candidate in found), key=lambda pair: -pair[1]
    )
    return scored, next((pair for pair in scored if not pair[0].is_vetoed), None)


def margin(first: tuple[Candidate, float], scored: Sequence[tuple[Candidate, float]]) -> float:
    """Return how far the first candidate's score is ahead of the next that says something else."""
    others = [
        score
        for one, score in scored
        if one is not first[0] and not one.is_vetoed and not says_same(one, first[0])
    ]
    return min(LARGEST_MARGIN, first[1] - max(others, default=-math.inf))


def _to_judge(question: Question, scope: Scope) -> JudgedText:
    passage = scope.passage
    return JudgedText(
        question=question.text,
        context=context_of(passage.title, passage.heading_path),
        text=passage.text,
        sentences=tuple((start - passage.start, end - passage.start) for start, end in passage.sentences),
    )


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
