"""The engine that needs no language model: it puts the fact first and lets the reports speak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Proposal, QuoteSpan
from assistant.engines import Engine, Evidence
from assistant.evidence import Candidate
from assistant.expectation import FACTS
from assistant.facts import Fact, holds_words, is_list, same_fact, word_fact
from assistant.question import Question
from ingest.text.claims import Failure

_SUPPORTS = 3
"""Quotes shown for one fact: the surest, and other reports that say the same."""

_OPEN_QUOTES = 5
"""Quotes shown for an open question; issue 2 asks for a handful."""

_ALL_QUOTES = 12
"""Quotes shown where everything is asked for; the passages below show the rest."""

_UNTOLD_QUOTES = 2
"""Quotes shown where a fact is asked for that the surest sentence holds in words too many to tell."""

_FACTS = 6
"""Facts told at most; the passages below show the rest."""

_OTHER_FACT_SHARE, _LISTED_SHARE = 0.6, 0.15
"""A fact from another report is told beside the surest one only when it is nearly as sure; where several things
are asked for, sooner."""


class QuotesEngine:
    """Answers with the fact itself and the sentences that carry it, or with a handful of sentences."""

    name = "quotes"

    def propose(self, question: Question, evidence: Evidence) -> Iterator[Proposal]:
        """Yield one proposal a fact for questions that ask for a fact, else one a quoted sentence."""
        surest = evidence.answering[0][0] if evidence.answering else None
        if surest is None:
            return
        if question.expectation.kind in FACTS and surest.fact is not None:
            yield from self._facts(question, evidence)
            return
        most = _UNTOLD_QUOTES if question.expectation.kind in FACTS else _OPEN_QUOTES
        if question.expectation.every:
            most = _ALL_QUOTES
        yield from (_quote(candidate) for candidate in _well_chosen(evidence, most))

    def repair(
        self, question: Question, evidence: Evidence, proposal: Proposal, failures: Sequence[Failure]
    ) -> Proposal:
        """Return the fact without the label that the question lent it, else the quotes alone."""
        label = question.expectation.label
        if label and proposal.text.endswith(f" {label}"):
            return replace(proposal, text=proposal.text.removesuffix(f" {label}"))
        return replace(proposal, text="")

    def greet(self) -> None:
        """Do nothing: this engine is always there."""

    def _facts(self, question: Question, evidence: Evidence) -> Iterator[Proposal]:
        wants_more = question.expectation.several and not is_list(evidence.answering[0][0].fact)
        floor = _LISTED_SHARE if wants_more else _OTHER_FACT_SHARE
        told: list[Fact] = []
        for candidate, share in evidence.answering:
            if candidate.fact is None or any(same_fact(candidate.fact, fact) for fact in told):
                continue
            if told and (share < floor or len(told) == _FACTS):
                break
            if not wants_more and _is_from_told(candidate, evidence, told):
                continue
            told.append(candidate.fact)
            supports = _supporting(candidate.fact, evidence)
            yield Proposal(
                text=word_fact(candidate.fact, question.expectation, question.language),
                quotes=tuple(span_of(one) for one in supports),
            )


def _is_from_told(candidate: Candidate, evidence: Evidence, told: Sequence[Fact]) -> bool:
    """Tell whether the candidate's report has already given its fact: a second figure of it would confuse."""
    documents = {
        other.scope.passage.document_id
        for other, _ in evidence.answering
        if other.fact is not None and any(same_fact(other.fact, fact) for fact in told)
    }
    return candidate.scope.passage.document_id in documents


def _supporting(fact: Fact, evidence: Evidence) -> tuple[Candidate, ...]:
    """Return the surest sentences that carry the fact, one a report and place."""
    chosen: list[Candidate] = []
    for candidate, _ in evidence.answering:
        if candidate.fact is None or not same_fact(candidate.fact, fact):
            continue
        if any(_overlap(candidate, other) or candidate.text == other.text for other in chosen):
            continue
        if candidate.fact.figure is None and chosen and not holds_words(chosen[0].text, candidate.fact.text):
            continue
        chosen.append(candidate)
        if len(chosen) == _SUPPORTS:
            break
    return tuple(chosen)


def _well_chosen(evidence: Evidence, most: int) -> tuple[Candidate, ...]:
    """Return the `most` surest sentences, no place twice, those of one report together in reading order."""
    chosen: list[Candidate] = []
    for candidate, _ in evidence.answering:
        if len(chosen) == most:
            break
        if not any(_overlap(candidate, other) or candidate.text == other.text for other in chosen):
            chosen.append(candidate)
    order = list(dict.fromkeys(candidate.scope.passage.document_id for candidate in chosen))
    return tuple(
        sorted(
            chosen,
            key=lambda one: (order.index(one.scope.passage.document_id), one.scope.passage.page, one.start),
        )
    )


def _overlap(one: Candidate, other: Candidate) -> bool:
    here, there = one.scope.passage, other.scope.passage
    same_page = here.document_id == there.document_id and here.page == there.page
    return same_page and one.start < other.end and other.start < one.end


def _quote(candidate: Candidate) -> Proposal:
    return Proposal(text="", quotes=(span_of(candidate),))


def span_of(candidate: Candidate) -> QuoteSpan:
    """Return the candidate's sentence as a quote, with the title and headings that may imply a label."""
    passage = candidate.scope.passage
    return QuoteSpan(
        document_id=passage.document_id,
        page=passage.page,
        start=candidate.start,
        end=candidate.end,
        context="\n".join((passage.title, *passage.heading_path, passage.text)),
    )


_: Engine = QuotesEngine()
