"""A conversation as the page keeps it: questions in order, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from index.errors import LibraryEmptyError, LibraryMissingError
from index.passages import Filters
from ingest.errors import MissiveError
from ingest.messages import Message
from ingest.text.languages import Language

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation
    from assistant.question import Question

MAX_QUESTION_CHARS = 2000
"""A longer question is a text; the embedder reads the first 512 tokens of it, about this many characters."""


class TurnState(StrEnum):
    """How far a turn is."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question and its answer so far; `failure` says why there is none, `is_partial` that an ingest ran."""

    question: str
    state: TurnState = TurnState.RUNNING
    answer: Answer | None = None
    failure: Message | None = None
    hint: Message | None = None
    is_partial: bool = False


Conversation = tuple[Turn, ...]


class Answering(Protocol):
    """What a conversation asks of an assistant."""

    def stream(
        self,
        text: str,
        *,
        language: Language | None = None,
        filters: Filters | None = None,
        before: Question | None = None,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows."""
        ...


class Answerers(Protocol):
    """Where a conversation finds its assistant."""

    @property
    def is_ingesting(self) -> bool:
        """Tell whether reports are being read in."""
        ...

    def assistant(self) -> Answering:
        """Return an assistant for the library as it is now."""
        ...


def ask(
    conversation: Conversation, text: str, filters: Filters, answerers: Answerers
) -> Iterator[Conversation]:
    """Yield the conversation with `text` asked, as its answer grows; a failure becomes part of it."""
    turn = Turn(question=text, is_partial=answerers.is_ingesting)
    yield (*conversation, turn)
    try:
        if len(text) > MAX_QUESTION_CHARS:
            raise MissiveError(Message.of("ask.too_long", limit=MAX_QUESTION_CHARS))
        for answer in answerers.assistant().stream(text, filters=filters, before=_before(conversation)):
            turn = replace(turn, answer=answer)
            yield (*conversation, turn)
        turn = replace(turn, state=TurnState.DONE)
    except (LibraryMissingError, LibraryEmptyError):
        # The page has its own advice: the one of these errors is for the command line.
        keys = ("empty.first", "empty.wait") if answerers.is_ingesting else ("empty.title", "empty.advice")
        turn = replace(turn, state=TurnState.FAILED, failure=Message.of(keys[0]), hint=Message.of(keys[1]))
    except MissiveError as error:
        turn = replace(turn, state=TurnState.FAILED, failure=error.message, hint=error.hint)
    except Exception as error:  # the boundary of the page: a defect must not leave the question hanging
        failure = Message.of("ask.failed", reason=type(error).__name__)
        turn = replace(turn, state=TurnState.FAILED, failure=failure)
    yield (*conversation, turn)


def stopped(conversation: Conversation) -> Conversation:
    """Return the conversation with its last turn stopped, if that was running."""
    if not conversation or conversation[-1].state is not TurnState.RUNNING:
        return conversation
    return (*conversation[:-1], replace(conversation[-1], state=TurnState.STOPPED))


def citation_of(conversation: Conversation, turn: int, marker: int) -> Citation | None:
    """Return citation `marker` of turn `turn` (from 0), among what is nearest where the turn was refused."""
    if not 0 <= turn < len(conversation):
        return None
    answer = conversation[turn].answer
    if answer is None:
        return None
    offered = answer.citations if answer.answered else answer.nearest
    return next((citation for citation in offered if citation.marker == marker), None)


def answers_of(conversation: Conversation) -> tuple[Answer, ...]:
    """Return the answers there are, whole or stopped, in order."""
    return tuple(turn.answer for turn in conversation if turn.answer is not None)


def _before(conversation: Conversation) -> Question | None:
    answers = answers_of(conversation)
    return answers[-1].standalone if answers else None
