"""Missive inside a LangChain or LangGraph application: a retriever, and a runnable that answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answering import Assistant
from assistant.serialising import answer_json
from assistant.weighing import PASSAGES
from index.library import Library
from index.passages import Filters, Passage
from ingest.document import Kind
from ingest.text.languages import Language

_INPUTS = frozenset({"question", "language", "filters"})
_FILTERS = frozenset({"countries", "from", "to", "languages", "documents", "kinds", "organisations"})


class MissiveRetriever(BaseRetriever):
    """Brings the passages of a library that are nearest to a question, best first, without an answer.

    `language` is the question's, None to read it from the question; `k` is how many passages to bring.
    """

    assistant: Assistant
    filters: Filters = Filters()
    language: Language | None = None
    k: int = PASSAGES

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        passages = self.assistant.search(query, language=self.language, filters=self.filters, k=self.k)
        return [_document(passage) for passage in passages]


class AnswerRunnable(Runnable[str | Mapping[str, Any], dict[str, object]]):
    """Answers with verified citations: a question in, the object that `missive ask --json` prints out.

    The question is a string, or a mapping with `question` and, where wanted, `language` (`nl`, `fr`,
    `en`) and `filters` (`Filters`, or a mapping with the keys of the answer's own `filters`: `countries`,
    `from`, `to`, `languages`, `documents`, `kinds`, `organisations`).

    A streamed object takes the place of the one before it: it holds one checked claim more.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def invoke(
        self,
        input: str | Mapping[str, Any],  # noqa: A002  # LangChain's name for it
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> dict[str, object]:
        """Return the whole answer, or the refusal.

        Raises:
            ValueError: the input holds a key or a value that means nothing here.
            MissiveError: the library or a named document is not there.
        """
        return self._call_with_config(self._answer, input, config, **kwargs)

    def stream(
        self,
        input: str | Mapping[str, Any],  # noqa: A002  # LangChain's name for it
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[dict[str, object]]:
        """Yield the answer as it grows; the last one is whole. Raises as `invoke` does."""
        yield from self._transform_stream_with_config(iter([input]), self._growing, config, **kwargs)

    def _answer(self, given: str | Mapping[str, Any]) -> dict[str, object]:
        asked = _read(given, self.assistant.library)
        return answer_json(self.assistant.ask(asked.question, language=asked.language, filters=asked.filters))

    def _growing(self, given: Iterator[str | Mapping[str, Any]]) -> Iterator[dict[str, object]]:
        for one in given:
            asked = _read(one, self.assistant.library)
            answers = self.assistant.stream(asked.question, language=asked.language, filters=asked.filters)
            yield from map(answer_json, answers)


def answer_runnable(assistant: Assistant) -> AnswerRunnable:
    """Return `assistant` as a LangChain `Runnable`."""
    return AnswerRunnable(assistant)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    question: str
    language: Language | None
    filters: Filters


def _read(given: str | Mapping[str, Any], library: Library) -> _Asked:
    values: Mapping[str, Any] = {"question": given} if isinstance(given, str) else given
    _require_known(values, _INPUTS)
    if not isinstance(values.get("question"), str):
        raise ValueError("a question is a string, alone or under the key 'question'")
    language = values.get("language")
    filters = values.get("filters") or {}
    return _Asked(
        question=values["question"],
        language=Language(language) if language else None,
        filters=filters if isinstance(filters, Filters) else _filters(filters, library),
    )


def _filters(values: Mapping[str, Any], library: Library) -> Filters:
    _require_known(values, _FILTERS)
    return Filters(
        countries=tuple(code.upper() for code in values.get("countries", ())),
        date_from=_day(values.get("from")),
        date_to=_day(values.get("to")),
        languages=tuple(Language(code) for code in values.get("languages", ())),
        documents=tuple(library.resolve(named) for named in values.get("documents", ())),
        kinds=tuple(Kind(kind) for kind in values.get("kinds", ())),
        organisations=tuple(values.get("organisations", ())),
    )


def _require_known(values: Mapping[str, Any], known: frozenset[str]) -> None:
    """Refuse what would be left out in silence: a misspelt filter would widen the search unseen."""
    unknown = sorted(set(values) - known)
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(known))}")


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _document(passage: Passage) -> Document:
    """Return a passage as LangChain holds it; `start` and `end` are code points of the page's text."""
    return Document(
        id=f"{passage.document_id}:{passage.page}:{passage.start}:{passage.end}",
        page_content=passage.text,
        metadata={
            "document_id": passage.document_id,
            "name": passage.document,
            "title": passage.title,
            "page": passage.page,
            "start": passage.start,
            "end": passage.end,
            "language": str(passage.language),
            "date": passage.date.isoformat() if passage.date else None,
            "similarity": passage.similarity,
        },
    )
