"""Missive as a LangChain retriever and runnable, over the sample reports."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda

from assistant.adapters import MissiveRetriever, answer_runnable
from assistant.answering import Assistant
from assistant.serialising import answer_json
from index.passages import Filters
from ingest.text.languages import Language

QUESTION = "Wat was de kostprijs van de West-Vlaamse handelsmissie van 2023?"
REPORT = "handelsmissie-rijsel-2023.pdf"


def without_times(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "timings_ms"}


def test_a_retrieved_document_is_the_slice_of_its_page(sample_assistant: Assistant) -> None:
    documents = MissiveRetriever(assistant=sample_assistant, k=4).invoke(QUESTION)
    passages = sample_assistant.search(QUESTION, k=4)
    assert [one.page_content for one in documents] == [passage.text for passage in passages]
    assert documents[0].metadata == {
        "document_id": sample_assistant.library.resolve(REPORT),
        "name": REPORT,
        "title": passages[0].title,
        "page": passages[0].page,
        "start": passages[0].start,
        "end": passages[0].end,
        "language": "nl",
        "date": passages[0].date.isoformat() if passages[0].date else None,
        "similarity": passages[0].similarity,
    }
    for one in documents:
        where = one.metadata
        page = sample_assistant.library.page(where["document_id"], where["page"])
        assert page.text[where["start"] : where["end"]] == one.page_content


def test_a_retriever_keeps_to_its_filters(sample_assistant: Assistant) -> None:
    french = MissiveRetriever(assistant=sample_assistant, filters=Filters(languages=(Language.FRENCH,)))
    documents = french.invoke(QUESTION)
    assert documents
    assert REPORT not in {one.metadata["name"] for one in documents}


def test_a_runnable_answers_as_the_command_does(sample_assistant: Assistant) -> None:
    answer = answer_runnable(sample_assistant).invoke(QUESTION)
    assert without_times(answer) == without_times(answer_json(sample_assistant.ask(QUESTION)))
    assert answer["citations"][0]["document"] == REPORT  # type: ignore[index]


def test_a_runnable_takes_language_and_filters_by_name(sample_assistant: Assistant) -> None:
    given = {
        "question": QUESTION,
        "language": "fr",
        "filters": {"documents": [REPORT], "from": "2023-01-01", "languages": ["nl"]},
    }
    answer = answer_runnable(sample_assistant).invoke(given)
    assert answer["language"] == "fr"
    filters = answer["filters"]
    assert isinstance(filters, dict)
    assert filters["documents"] == [sample_assistant.library.resolve(REPORT)]
    assert filters["languages"] == ["nl"]
    assert {one["document"] for one in answer["passages"]} == {REPORT}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "given",
    [{"vraag": QUESTION}, {"question": QUESTION, "filters": {"country": ["FR"]}}, {"question": 3}],
)
def test_what_would_be_left_out_in_silence_is_refused(
    sample_assistant: Assistant, given: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"unknown: |a question is a string"):
        answer_runnable(sample_assistant).invoke(given)


def test_a_streamed_answer_ends_whole_in_a_chain_too(sample_assistant: Assistant) -> None:
    answers = answer_runnable(sample_assistant)
    *_, last = answers.stream(QUESTION)
    assert without_times(last) == without_times(answers.invoke(QUESTION))
    chain = answers | RunnableLambda(lambda answer: answer["text"])
    *_, text = chain.stream(QUESTION)
    assert text == last["text"]


def test_both_work_from_asynchronous_code(sample_assistant: Assistant) -> None:
    documents = asyncio.run(MissiveRetriever(assistant=sample_assistant, k=2).ainvoke(QUESTION))
    answer = asyncio.run(answer_runnable(sample_assistant).ainvoke(QUESTION))
    assert len(documents) == 2
    assert answer["answered"] is True


def test_a_graph_answers_as_it_is(sample_assistant: Assistant) -> None:
    from langgraph.graph import END, START, StateGraph

    graph: Any = StateGraph(dict)
    graph.add_node("answer", answer_runnable(sample_assistant))
    graph.add_edge(START, "answer")
    graph.add_edge("answer", END)
    assert graph.compile().invoke({"question": QUESTION})["answered"] is True
