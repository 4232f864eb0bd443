"""Missive in a LangChain application: its passages for your own chain, its checked answers as one step.

Make a library of the sample reports first, then ask:

    missive --library samples ingest examples/reports
    python examples/langchain_app.py samples "Wat kostte de West-Vlaamse handelsmissie van 2023?"

In LangGraph both fit as they are: `graph.add_node("answer", lambda state: {"answer": answers.invoke(
state["question"])})`.
"""

import sys
from pathlib import Path

from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda, RunnableParallel

from assistant.adapters import MissiveRetriever, answer_runnable
from assistant.answering import Assistant


def places(documents: list[Document]) -> list[str]:
    """Return where each passage stands; your own chain would give their texts to a model."""
    return [f"{one.metadata['name']}, page {one.metadata['page']}" for one in documents]


def main(folder: str, question: str) -> None:
    """Print the nearest passages and the answer with its sources."""
    assistant = Assistant.open(Path(folder))
    passages = MissiveRetriever(assistant=assistant, k=3) | RunnableLambda(places)
    answers = answer_runnable(assistant)
    both = RunnableParallel(passages=passages, answer=answers).invoke(question)
    print("Nearest:", *both["passages"], sep="\n- ")
    print()
    print(both["answer"]["text"])
    for citation in both["answer"]["citations"]:
        print(f"[{citation['marker']}] {citation['document']}, page {citation['page']}: {citation['quote']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
