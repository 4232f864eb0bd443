"""Finding and weighing: passages for a question, and every sentence of them with its confidence."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.calibration import Calibration
from assistant.evidence import Candidate, candidates
from assistant.question import Question
from assistant.scope import Report, Scope
from index.embedder import Embedder
from index.judge import Candidate as JudgedText
from index.judge import Judge
from index.library import Library
from index.passages import Filters, Passage, Query
from index.retriever import Retriever

PASSAGES = 20
"""Passages that search brings by default; more changed no answer of the dev questions."""

JUDGED = 10
"""Passages that the judge reads: ten of 1,200 characters take it about 0.4 s on one core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A question with what was found for it; `ranked` pairs candidates with confidence, surest first."""

    question: Question
    passages: tuple[Passage, ...]
    scopes: tuple[Scope, ...]
    ranked: tuple[tuple[Candidate, float], ...]
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
        if engine == "quotes":
            return bool(self.answering)
        return any(pair[1] >= self.threshold / 3 and not pair[0].is_vetoed for pair in self.ranked)

    @property
    def answering(self) -> tuple[tuple[Candidate, float], ...]:
        """Return the candidates sure enough to answer with."""
        return tuple(pair for pair in self.ranked if pair[1] >= self.threshold and not pair[0].is_vetoed)


class Weigher:
    """Finds and weighs evidence in one library; it remembers the reports that it has read."""

    def __init__(self, library: Library, embedder: Embedder, judge: Judge, calibration: Calibration) -> None:
        self.retriever = Retriever(library, embedder)
        self.calibration = calibration
        self._library = library
        self._judge = judge
        self._reports: dict[str, Report] = {}

    def weigh(self, question: Question, filters: Filters, k: int = PASSAGES) -> Weighed:
        """Return what was found for a question, every candidate with its confidence, surest first."""
        started = time.perf_counter()
        query = Query(text=question.text, language=question.language, filters=filters)
        passages = self.retriever.search(query, k)
        timings_ms = {"search": _ms_since(started)}
        started = time.perf_counter()
        scopes = tuple(Scope(passage, self._report(passage.document_id)) for passage in passages)
        ranked = self._ranked(question, scopes[:JUDGED])
        timings_ms["judge"] = _ms_since(started)
        return Weighed(
            question=question,
            passages=passages,
            scopes=scopes,
            ranked=ranked,
            threshold=self.calibration.threshold(question.language),
            timings_ms=timings_ms,
        )

    def _ranked(self, question: Question, scopes: Sequence[Scope]) -> tuple[tuple[Candidate, float], ...]:
        judgements = self._judge.judge([_to_judge(question, scope) for scope in scopes])
        pairs = [
            (candidate, self.calibration.confidence(candidate.features))
            for candidate in candidates(question, tuple(zip(scopes, judgements, strict=True)))
        ]
        return tuple(sorted(pairs, key=lambda pair: -pair[1]))

    def _report(self, document_id: str) -> Report:
        if document_id not in self._reports:
            self._reports[document_id] = Report(self._library.document(document_id))
        return self._reports[document_id]


def _to_judge(question: Question, scope: Scope) -> JudgedText:
    passage = scope.passage
    return JudgedText(
        question=question.text,
        context=" > ".join((passage.title, *passage.heading_path)),
        text=passage.text,
        sentences=tuple((start - passage.start, end - passage.start) for start, end in passage.sentences),
    )


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
