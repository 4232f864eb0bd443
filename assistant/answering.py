"""The assistant: question in, checked answer out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from assistant.answer import Answer, Citation, Claim, Proposal, Refusal, Searched
from assistant.calibration import Calibration, calibration_for
from assistant.comparison import compared
from assistant.compound import join, split
from assistant.conversation import stand_alone
from assistant.engines import Engine, Evidence
from assistant.engines.errors import EngineError, Trouble
from assistant.engines.quotes import QuotesEngine
from assistant.facts import quoted
from assistant.narrowing import narrow
from assistant.question import Question, read_question, with_text
from assistant.refusal import explain
from assistant.verification import Checked, check, cite, number
from assistant.weighing import JUDGED, PASSAGES, Weighed, Weigher
from assistant.wording import CATALOGUE, word
from index.embedder import Embedder, load_embedder
from index.judge import Judge, load_judge
from index.library import Library
from index.passages import Filters, Passage, Query
from ingest.messages import Message
from ingest.text.languages import SERVED, Language, detect

_NEAREST = 3
"""Pieces of evidence that a refusal shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer in the making: what was found, and the claims that hold so far.

    `unverified` are the claims that failed the check, `reasons` tell the reader that an engine broke
    off or gave way to the quotes.
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
        self.models = f"{embedder.identity}+{judge.identity}"
        self.weigher = Weigher(library, embedder, judge, calibration or calibration_for(self.models))
        self.engine = engine or QuotesEngine()
        self.shows_unverified = shows_unverified

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
        """Yield the answer as it grows by one checked claim at a time; the last one is whole.

        Several questions in one, and the things to compare, are answered one by one, in their order.
        """
        asked_in = language or detect(text, default=Language.ENGLISH)
        topics = compared(text, asked_in)
        parts = topics or split(text)
        if len(parts) > 1 and asked_in in SERVED:
            language = asked_in  # a part may be too short to tell it by
        done: list[Answer] = []
        for part in parts:
            narrowed = filters or Filters()
            for answer in self._stream_one(part, language, narrowed, before, k):
                yield join(text, (*done, answer))
            done.append(answer)
            before = before if topics else answer.standalone

    def _stream_one(
        self, text: str, language: Language | None, filters: Filters, before: Question | None, k: int
    ) -> Iterator[Answer]:
        draft = self._draft(text, language, filters, before, k)
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
        return self.weigher.retriever.search(
            Query(text=text, language=question.language, filters=filters or Filters()), k
        )

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
            weighed=self.weigher.weigh(question, narrowed.filters, k),
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
        if whole.claims and trouble is not None:
            whole = replace(
                whole,
                reasons=(*whole.reasons, Message.of("notice.cut_off", reason=self._say(trouble, draft))),
            )
        elif not whole.claims and self.engine.name != QuotesEngine.name:
            fallback = replace(draft, engine=QuotesEngine.name, unverified=whole.unverified)
            if draft.weighed.is_worth_asking(self.engine.name):
                failure = trouble or EngineError(self.engine.name, Trouble.NO_CLAIMS)
                fallback = replace(
                    fallback, reasons=(Message.of("notice.fallback", reason=self._say(failure, draft)),)
                )
            *_, whole = self._with_claims(fallback, QuotesEngine())
        yield whole

    def _say(self, error: EngineError, draft: Draft) -> str:
        return CATALOGUE.say(error.message, draft.weighed.question.language)

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
            notices=(*draft.notices, *draft.reasons),
            timings_ms=dict(weighed.timings_ms),
        )
        return replace(answer, text=word(answer))

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


def _refusal(weighed: Weighed) -> Refusal:
    has_kind = any(candidate.fact is not None for candidate, _ in weighed.ranked)
    return explain(weighed.question, weighed.scopes[:JUDGED], has_kind=has_kind)


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
