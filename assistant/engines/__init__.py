"""Engines: whatever words an answer. Each yields proposals; none of them is believed before the check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Proposal
from assistant.evidence import Candidate
from assistant.question import Question
from assistant.scope import Scope
from ingest.text.claims import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an engine may answer from.

    `scopes` are the passages that search brought, best first. `answering` are the sentences that
    answer, surest first, each with its share (0..1): how likely it answers in comparison with the first.
    """

    scopes: tuple[Scope, ...]
    answering: tuple[tuple[Candidate, float], ...]


class Engine(Protocol):
    """Words an answer from evidence."""

    @property
    def name(self) -> str:
        """Return the name that an answer carries (`quotes`, `ollama:mistral`)."""
        ...

    def propose(self, question: Question, evidence: Evidence) -> Iterator[Proposal]:
        """Yield proposals, the most important first, as soon as each is ready.

        Raises:
            EngineError: the engine could not be reached, broke off, or wrote nothing of use.
        """
        ...

    def repair(
        self, question: Question, evidence: Evidence, proposal: Proposal, failures: Sequence[Failure]
    ) -> Proposal | None:
        """Return the proposal reworded after `failures`, None where the engine cannot or will not."""
        ...

    def greet(self) -> None:
        """Say one word, to show that the engine can be reached.

        Raises:
            EngineError: it cannot.
        """
        ...
