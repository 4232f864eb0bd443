"""Any LangChain chat model as an engine: it words the claims, the check decides what is shown."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import prompts
from assistant.answer import Proposal, QuoteSpan
from assistant.engines import Evidence
from assistant.engines.errors import EngineError, Trouble, trouble_of
from assistant.engines.parsing import ClaimParser, WrittenClaim
from assistant.engines.spotlighting import instructions_in, repeats, shown_to_model, source_of
from assistant.question import Question
from assistant.scope import Scope
from index.analysis import overlap
from ingest.text.claims import Failure
from ingest.text.languages import Language
from ingest.text.quotes import locate

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_PASSAGES_READ = 8
"""Passages given to a model: 8 of 1,200 characters leave room in a context of 4,096 tokens."""

_OUTPUT_CHARS = 20_000
"""Where reading stops: no honest answer is as long, and an endless one must end."""

_SHARED_WORDS = 0.2
"""Least share of a claim's words in a sentence it quotes, translated by the glossary. Of the true statements of
tests/data/draft_statements.tsv that one clause carries, half of them in another language than the report, the least
has 0.25."""

_ENGLISH_NAMES = {Language.DUTCH: "Dutch", Language.FRENCH: "French", Language.ENGLISH: "English"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEngine:
    """Asks a chat model for claims with literal quotes.

    `timeout_s` is the longest that one whole reply may take; the model's own client should be
    given the same limit, so that a silent server is noticed too.
    """

    name: str
    model: BaseChatModel
    timeout_s: float = 120.0

    @property
    def prompt_sha256(self) -> str:
        """Return the hex SHA-256 over the prompts that this engine sends."""
        parts = [prompts.load(name).sha256 for name in ("answer.system", "answer.user", "repair.user")]
        return hashlib.sha256("".join(parts).encode()).hexdigest()

    def propose(self, question: Question, evidence: Evidence) -> Iterator[Proposal]:
        """Yield a proposal for each claim as soon as the model has finished writing it.

        Raises:
            EngineError: the model could not be reached, broke off, or wrote nothing of use.
        """
        scopes = evidence.scopes[:_PASSAGES_READ]
        yield from self._claims(_messages(question, scopes), scopes, question.language)

    def repair(
        self, question: Question, evidence: Evidence, proposal: Proposal, failures: Sequence[Failure]
    ) -> Proposal | None:
        """Return the claim as the model words it after being told what failed, None where it gives it up.

        Raises:
            EngineError: as for `propose`.
        """
        from langchain_core.messages import AIMessage, HumanMessage

        scopes = evidence.scopes[:_PASSAGES_READ]
        told = [f"{failure.kind}: {failure.text}" for failure in failures]
        told += [f"quote not found in the passage: {quote}" for quote in proposal.unlocated]
        prompt = prompts.load("repair.user").fill(claim=proposal.text, failures=told)
        messages = [*_messages(question, scopes), AIMessage(proposal.text), HumanMessage(prompt)]
        return next(self._claims(messages, scopes, question.language), None)

    def greet(self) -> None:
        """Have the model write one word.

        Raises:
            EngineError: it could not be reached, or failed.
        """
        from langchain_core.messages import HumanMessage

        next(self._stream([HumanMessage("Say: ready")]), "")

    def _claims(
        self, messages: Sequence[BaseMessage], scopes: Sequence[Scope], language: Language
    ) -> Iterator[Proposal]:
        parser = ClaimParser()
        system = str(messages[0].text)
        count = 0
        for piece in self._stream(messages):
            for claim in parser.feed(piece):
                # A model that was talked into telling its prompt tells the reader nothing.
                if not repeats(claim.text, system):
                    count += 1
                    yield _proposal(claim, scopes, language)
        if not count and not parser.has_seen_empty:
            raise EngineError(self.name, Trouble.NO_CLAIMS)

    def _stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the model's text piece by piece, up to the limits of time and length."""
        started, chars = time.monotonic(), 0
        try:
            for chunk in self.model.stream(list(messages)):
                piece = str(chunk.text)
                chars += len(piece)
                yield piece
                if chars > _OUTPUT_CHARS:
                    return
                if time.monotonic() - started > self.timeout_s:
                    raise EngineError(self.name, Trouble.TIMEOUT)
        except EngineError:
            raise
        except ValueError as exc:
            # langchain-core 1.7 raises it for a stream without a single piece: an empty answer, no failure.
            if chars:
                raise EngineError(self.name, trouble_of(exc)) from exc
        except Exception as exc:
            # Every provider brings its own exceptions, and their words may hold a key: only the kind is told.
            raise EngineError(self.name, trouble_of(exc)) from exc


def _messages(question: Question, scopes: Sequence[Scope]) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage, SystemMessage

    language = _ENGLISH_NAMES[question.language]
    mark = _mark(question, scopes)
    passages = [
        {"number": number, "source": source_of(scope), "text": shown_to_model(scope).replace(mark, "")}
        for number, scope in enumerate(scopes, start=1)
    ]
    system = prompts.load("answer.system").fill(language=language, mark=mark)
    user = prompts.load("answer.user").fill(
        language=language, mark=mark, passages=passages, question=question.text
    )
    return [SystemMessage(system), HumanMessage(user)]


def _mark(question: Question, scopes: Sequence[Scope]) -> str:
    """Return the sign that passages stand between, which no report could know beforehand.

    Delimiting with a sign drawn for the request is spotlighting (Hines et al. 2024, "Defending
    Against Indirect Prompt Injection Attacks With Spotlighting"). Drawn by hash rather than at
    random, so that the same question of the same library can be replayed.
    """
    material = "\n".join((question.text, *(scope.passage.text for scope in scopes)))
    return f"<<{hashlib.sha256(material.encode()).hexdigest()[:12]}>>"


def _proposal(claim: WrittenClaim, scopes: Sequence[Scope], language: Language) -> Proposal:
    """Look each written quote up in its passage; one that is not there stays behind as unlocated.

    So does one from a line that the model was not given. A claim that shares next to no words with
    what it quotes comes out without quotes, and fails.
    """
    spans: list[QuoteSpan] = []
    unlocated: list[str] = []
    near = 0
    for written in claim.quotes:
        scope = scopes[written.passage - 1] if 1 <= written.passage <= len(scopes) else None
        place = locate(written.quote, scope.passage.text) if scope else None
        if scope is None or place is None or _is_instruction(place, scope):
            unlocated.append(written.quote)
            continue
        passage = scope.passage
        near += overlap(claim.text, language, _around(place, scope), passage.language) >= _SHARED_WORDS
        spans.append(
            QuoteSpan(
                document_id=passage.document_id,
                page=passage.page,
                start=passage.start + place[0],
                end=passage.start + place[1],
                context="\n".join((passage.title, *passage.heading_path)),
            )
        )
    return Proposal(text=claim.text, quotes=tuple(spans) if near else (), unlocated=tuple(unlocated))


def _around(place: tuple[int, int], scope: Scope) -> str:
    """Return the sentences of the passage that a quote stands in, whole."""
    passage = scope.passage
    cut = [(start - passage.start, end - passage.start) for start, end in passage.sentences]
    touched = [(start, end) for start, end in cut if start < place[1] and place[0] < end]
    return passage.text[
        min([place[0], *(one for one, _ in touched)]) : max([place[1], *(two for _, two in touched)])
    ]


def _is_instruction(place: tuple[int, int], scope: Scope) -> bool:
    return any(start < place[1] and place[0] < end for start, end in instructions_in(scope))
