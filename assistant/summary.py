"""A report told in its own sentences: the ones that say most of what it says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.evidence import Candidate, states
from assistant.question import Question
from assistant.scope import Scope, demands, share_named
from index.analysis import overlap
from index.embedder import Embedder
from index.roles import Role

SENTENCES = 5
"""A summary longer than this is read no sooner than the report."""

_MOST_SENTENCES = 240
"""Sentences looked at, from the first: some fifteen pages, a second of embedding."""

_SENTENCE_CHARS = (40, 400)
_NOVELTY = 0.5
"""How much a sentence loses for saying what a chosen one says (maximal marginal relevance, Carbonell & Goldstein
1998, with their lambda at two thirds)."""

_NAMED_SHARE = 0.3
"""A title that has this much of the question's words is the report it asks for."""


def asked_report(question: Question, scopes: Sequence[Scope]) -> str | None:
    """Return the id of the one report that a question for a summary means, None where that is not clear.

    No report that lacks a name or year of the question is meant. Of the others it is the only one, or
    the one whose title has most of the question's names, else of its words; of equals the nearest.

    Args:
        question: names the report, or leaves the choice to the filters.
        scopes: the passages found, nearest first.
    """
    reports: dict[str, Scope] = {}
    for scope in scopes:
        reports.setdefault(scope.passage.document_id, scope)
    meant = {
        document_id: _named(question, scope)
        for document_id, scope in reports.items()
        if all(demand.share > 0 for demand in demands(question, scope))
    }
    if len(meant) == 1 and len(reports) == 1:
        return next(iter(meant))
    best = max(meant, key=lambda document_id: meant[document_id], default=None)
    return best if best is not None and meant[best] >= _NAMED_SHARE else None


def _named(question: Question, scope: Scope) -> float:
    """Return how far (0..1) a question names a report by its title: by its names, else by its words."""
    title = scope.passage.title
    if question.names or question.proper_names:
        return share_named(question, title)
    return overlap(question.text, question.language, title, scope.passage.language)


def summarise(scopes: Sequence[Scope], embedder: Embedder) -> tuple[Candidate, ...]:
    """Return the telling sentences of one report, in reading order.

    Each is near the middle of all its sentences in meaning and far from those already chosen.

    Args:
        scopes: the passages of the report, in reading order.
        embedder: measures what sentences mean.
    """
    found = [
        Candidate.bare(scope, start, end)
        for scope in scopes
        for start, end in scope.passage.sentences
        if _SENTENCE_CHARS[0] <= end - start <= _SENTENCE_CHARS[1]
        and states(scope, start, scope.passage.text[start - scope.passage.start : end - scope.passage.start])
    ][:_MOST_SENTENCES]
    if not found:
        return ()
    vectors = embedder.embed([candidate.text for candidate in found], role=Role.PASSAGE)
    chosen = _telling(vectors, min(SENTENCES, len(found)))
    return tuple(found[row] for row in sorted(chosen))


def _telling(vectors: np.ndarray, count: int) -> list[int]:
    """Return the rows of `vectors` (float32, (n, dim), unit rows) nearest their mean and furthest from each other."""
    middle = vectors.mean(axis=0)
    central = vectors @ (middle / (np.linalg.norm(middle) + 1e-9))
    chosen: list[int] = []
    while len(chosen) < count:
        said = (vectors @ vectors[chosen].T).max(axis=1) if chosen else np.zeros(len(vectors))
        worth = central - _NOVELTY * said
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))
    return chosen
