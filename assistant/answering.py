"""The assistant: question in, checked answer out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from assistant.answer import Answer, Citation, Claim, Proposal, Refusal, Searched
from assistant.calibration import Calibration, calibration_for
from assistant.conversation import stand_alone
from assistant.engines import Engine, Evidence
from assistant.engines.errors import EngineError
from assistant.engines.quotes import QuotesEngine
from assistant.evidence import Candidate, candidates
from assistant.facts import quoted
from assistant.narrowing import narrow
from assistant.question import Question, read_question, with_text
from assistant.refusal import explain
from assistant.scope import Report, Scope
from assistant.verification import Checked, check, cite, number
from assistant.wording import CATALOGUE, word_answer, word_refusal
from index.embedder import Embedder, load_embedder
from index.judge import Candidate as JudgedText
from index.judge import Judge, load_judge
from index.library import Library
from index.passages import Filters, Passage, Query
from index.retriever import Retriever
from ingest.messages import Message
from ingest.text.languages import Language

PASSAGES = 20
"""Passages that search brings by default; more changed no answer of the dev questions."""

JUDGED = 10
"""Passages that the judge reads: ten of 1,200 characters take it about 0.4 s on one core."""

_NEAREST = 3
"""Pieces of evidence that a refusal shows."""


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
        if engine == QuotesEngine.name:
            return bool(self.answering)
        return any(pair[1] >= self.threshold / 3 and not pair[0].is_vetoed for pair in self.ranked)

    @property
    def answering(self) -> tuple[tuple[Candidate, float], ...]:
        """Return the candidates sure enough to answer with."""
        return tuple(pair for pair in self.ranked if pair[1] >= self.threshold and not pair[0].is_vetoed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer in the making: what was found, and the claims that hold so far.

    `unverified` are the claims that failed the check, `reasons` why an engine gave way to the quotes.
    """

    asked: str
    weighed: Weighed
    filters: Filters
    engine: str
    claims: tuple[Checked, ...] = ()
    unverified: tuple[Checked, ...] = ()
    notices: tuple[Message, ...] = ()
    reasons: tuple[Message, ...] = ()


class Assistant:
    """Answers questions about one library; keep one open to answer many."""

    def __init__(
        self,
        library: Library,
        *,
        embedder: Embedder,
        judge: Judge,
        engine: Engine | None = None,
        calibration: Calibration | None = None,
        shows_unverified: bool = False,
    ) -> None:
        self.library = library
        self._retriever = Retriever(library, embedder)
        self._judge = judge
        self.models = f"{embedder.identity}+{judge.identity}"
        self.calibration = calibration or calibration_for(self.models)
        self.engine = engine or QuotesEngine()
        self.shows_unverified = shows_unverified
        self._reports: dict[str, Report] = {}

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        embedder: str | None = None,
        engine: Engine | None = None,
        shows_unverified: bool = False,
    ) -> Assistant:
        """Return an assistant for the library in `folder`, which must hold something.

        Raises:
            MissiveError: the library is missing, empty, or made with another embedding model.
        """
        model = load_embedder(embedder)
        library = Library.open(folder, model)
        library.require_documents()
        return cls(
            library,
            embedder=model,
            judge=load_judge(None),
            engine=engine,
            shows_unverified=shows_unverified,
        )

    def ask(
        self,
        text: str,
        *,
        language: Language | None = None,
        filters: Filters | None = None,
        before: Question | None = None,
        k: int = PASSAGES,
    ) -> Answer:
        """Return the checked answer to a question, or a refusal that says what was searched.

        `before` is the question asked before it in the same conversation, for a follow-up.
        """
        *_, answer = self.stream(text, language=language, filters=filters, before=before, k=k)
        return answer

    def stream(
        self,
        text: str,
        *,
        language: Language | None = None,
        filters: Filters | None = None,
        before: Question | None = None,
        k: int = PASSAGES,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows by one checked claim at a time; the last one is whole."""
        draft = self._draft(text, language, filters or Filters(), before, k)
        started = time.perf_counter()
        for grown in self._growing(draft):
            grown.weighed.timings_ms["answer"] = grown.weighed.judged_ms + _ms_since(started)
            yield self._answer(grown)

    def search(
        self,
        text: str,
        *,
        language: Language | None = None,
        filters: Filters | None = None,
        k: int = PASSAGES,
    ) -> tuple[Passage, ...]:
        """Return the passages nearest to the words, best first, without an answer."""
        question = read_question(text, language)
        return self._retriever.search(
            Query(text=text, language=question.language, filters=filters or Filters()), k
        )

    def weigh(self, question: Question, filters: Filters, k: int = PASSAGES) -> Weighed:
        """Return what was found for a question, every candidate with its confidence, surest first."""
        started = time.perf_counter()
        query = Query(text=question.text, language=question.language, filters=filters)
        passages = self._retriever.search(query, k)
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
            self._reports[document_id] = Report(self.library.document(document_id))
        return self._reports[document_id]

    def _draft(
        self, text: str, language: Language | None, filters: Filters, before: Question | None, k: int
    ) -> Draft:
        """Return a draft without claims: the question made to stand alone and narrowed, and what was found."""
        asked = stand_alone(text, before, language)
        narrowed = narrow(asked.text, asked.language, filters)
        question = with_text(asked, narrowed.text) if narrowed.words else asked
        notices = [] if asked.is_served else [Message.of("notice.unserved_language")]
        if asked.text != text:
            notices.append(Message.of("notice.standalone", question=asked.text))
        if narrowed.words:
            notices.append(Message.of("notice.narrowed", words=", ".join(narrowed.words)))
        return Draft(
            asked=text,
            weighed=self.weigh(question, narrowed.filters, k),
            filters=narrowed.filters,
            engine=self.engine.name,
            notices=tuple(notices),
        )

    def _growing(self, draft: Draft) -> Iterator[Draft]:
        """Yield the draft after each claim that holds, and last the whole one.

        An engine that fails, or of which nothing holds, gives way to the quotes.
        """
        whole = draft
        trouble: EngineError | None = None
        try:
            for whole in self._with_claims(draft, self.engine):
                if whole.claims:
                    yield whole
        except EngineError as error:
            trouble = error
        if not whole.claims and self.engine.name != QuotesEngine.name:
            reason = trouble.message if trouble else Message.of("engine.no_claims", engine=self.engine.name)
            fallback = replace(draft, engine=QuotesEngine.name, reasons=(*draft.reasons, reason))
            *_, whole = self._with_claims(fallback, QuotesEngine())
        yield whole

    def _with_claims(self, draft: Draft, engine: Engine) -> Iterator[Draft]:
        weighed = draft.weighed
        evidence = Evidence(scopes=weighed.scopes, answering=weighed.answering)
        if weighed.is_worth_asking(engine.name):
            for proposal in engine.propose(weighed.question, evidence):
                checked = self._checked(proposal, engine, weighed.question, evidence)
                if checked.holds:
                    draft = replace(draft, claims=(*draft.claims, checked))
                else:
                    draft = replace(draft, unverified=(*draft.unverified, checked))
                yield draft
        yield draft

    def _checked(self, proposal: Proposal, engine: Engine, question: Question, evidence: Evidence) -> Checked:
        """Check a proposal; one that fails goes back to its engine once."""
        checked = check(proposal, self.library, question.language)
        if checked.holds:
            return checked
        repaired = engine.repair(question, evidence, proposal, checked.failures)
        return checked if repaired is None else check(repaired, self.library, question.language)

    def _answer(self, draft: Draft) -> Answer:
        weighed = draft.weighed
        question = weighed.question
        markers, citations = number(draft.claims)
        claims = tuple(
            _claim(checked, marks, question.language)
            for checked, marks in zip(draft.claims, markers, strict=True)
        )
        answer = Answer(
            question=draft.asked,
            standalone=question,
            language=question.language,
            answered=bool(claims),
            text="",
            claims=claims,
            citations=citations,
            nearest=() if claims else self._nearest(weighed),
            passages=weighed.passages,
            searched=self.searched,
            engine=draft.engine,
            filters=draft.filters,
            shows_unverified=self.shows_unverified,
            unverified=tuple(checked.text for checked in draft.unverified if checked.text),
            refusal=None if claims else _refusal(weighed),
            notices=(*draft.notices, *(_fallback(reason, question.language) for reason in draft.reasons)),
            timings_ms=dict(weighed.timings_ms),
        )
        return replace(answer, text=word_answer(answer) if claims else word_refusal(answer))

    def _nearest(self, weighed: Weighed) -> tuple[Citation, ...]:
        nearest: list[Citation] = []
        for candidate, _ in weighed.ranked[:_NEAREST]:
            passage = candidate.scope.passage
            page = self.library.page(passage.document_id, passage.page)
            document = candidate.scope.report.document
            citation = cite(document, page, candidate.start, candidate.end, weighed.question.language)
            nearest.append(replace(citation, marker=len(nearest) + 1))
        return tuple(nearest)

    @cached_property
    def searched(self) -> Searched:
        """Return how many reports are searched, and how many in each language."""
        languages = self.library.languages()
        return Searched(reports=sum(count for _, count in languages), languages=languages)


def _claim(checked: Checked, markers: tuple[int, ...], language: Language) -> Claim:
    if checked.text:
        return Claim(text=checked.text, markers=markers)
    return Claim(text=quoted(checked.citations[0].quote, language), markers=markers, is_quote=True)


def _fallback(reason: Message, language: Language) -> Message:
    return Message.of("notice.fallback", reason=CATALOGUE.say(reason, language))


def _refusal(weighed: Weighed) -> Refusal:
    has_kind = any(candidate.fact is not None for candidate, _ in weighed.ranked)
    return explain(weighed.question, weighed.scopes[:JUDGED], has_kind=has_kind)


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
