"""Questions put to the passages that search really brings: whole reports written for training.

`training/reports/SET/` holds `reports/*` and `questions.jsonl`, a row a question in three languages with the
sentence and the words that answer it. Each report is read, cut and searched as the product does it, so that the
judge learns from the passages it will meet: tables run together, bullets, headings, and the neighbours
of the passage that answers.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.embedder import load_embedder
from index.ingestion import ingest_paths
from index.judge import context_of
from index.library import Library
from index.passages import Passage, Query
from index.retriever import Retriever
from ingest.chunk import Chunk
from ingest.chunking import chunk_document
from ingest.text.languages import Language
from training.data import read_rows
from training.judge_examples import LANGUAGES, Example, Place

REPORTS = Path(__file__).with_name("reports")
SEARCHED = 10  # passages that the product's judge reads
NEAREST = 6  # of which the first are the hard ones


def training_sets() -> list[Path]:
    """Return the folders of the sets that models may learn from; the others calibrate and examine."""
    return sorted(one for one in REPORTS.glob("learn-*") if one.is_dir())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuestion:
    """One question in one language: the passage that answers, if any, and those that search brings beside it."""

    group: str
    language: str
    answering: Example | None
    others: tuple[Example, ...]


def report_questions(sets: Sequence[Path]) -> list[ReportQuestion]:
    """Return every question of the sets, one library made of all their reports."""
    if not sets:
        return []
    embedder = load_embedder(None, threads=2)
    with tempfile.TemporaryDirectory() as folder:
        library = Library.create(Path(folder), embedder)
        ingest_paths(library, [one / "reports" for one in sets], embedder=embedder)
        retriever = Retriever(library, embedder)
        titles = {document.name: document.title for document in library.documents()}
        chunks: dict[str, tuple[Chunk, ...]] = {}
        for summary in library.documents():
            chunks[summary.name] = chunk_document(library.document(summary.id))
        found = []
        for row in (row for one in sets for row in read_rows(one / "questions.jsonl")):
            place = _answering(row, chunks[row["report"]], titles[row["report"]])
            for language in LANGUAGES:
                asked = row["question"][language]
                passages = retriever.search(Query(text=asked, language=Language(language)), SEARCHED)
                found.append(_question(row, language, place, passages))
        library.close()
    return found


def _question(
    row: Mapping[str, Any], language: str, place: Example | None, passages: Sequence[Passage]
) -> ReportQuestion:
    asked = row["question"][language]
    others = [
        Example(
            question=asked,
            text=passage.text,
            context=context_of(passage.title, passage.heading_path),
            origin="report, no answer",
            question_language=language,
            text_language=str(passage.language),
        )
        for passage in passages
        if not _may_answer(row, passage)
    ]
    answering = None if place is None else replace(place, question=asked, question_language=language)
    return ReportQuestion(group=row["id"], language=language, answering=answering, others=tuple(others))


def _may_answer(row: Mapping[str, Any], passage: Passage) -> bool:
    """Tell whether a passage holds the answer, there or said again: it is no example of one without."""
    if not row["answerable"] or passage.document != row["report"]:
        return False
    return all(re.search(pattern, passage.text, re.IGNORECASE) for pattern in row["answer_all"])


def _answering(row: Mapping[str, Any], chunks: Sequence[Chunk], title: str) -> Example | None:
    """Return the chunk that holds the answer with its places, None where there is none or cutting parted it."""
    if not row["answerable"]:
        return None
    for chunk in chunks:
        evidence = locate(row["sentence"], chunk.text)
        if evidence is None:
            continue
        answer = locate(row["answer"], chunk.text[slice(*evidence)])
        if answer is None:
            continue
        return Example(
            question="",
            text=chunk.text,
            context=context_of(title, chunk.heading_path),
            answer=(answer[0] + evidence[0], answer[1] + evidence[0]),
            evidence=evidence,
            origin="report",
            text_language=str(chunk.language),
        )
    return None


def locate(wanted: str, text: str) -> Place | None:
    """Return where `wanted` stands in `text`, whatever the white space in either; None where it does not."""
    parts = [re.escape(word) for word in re.split(r"[\s|]+", wanted) if word]
    match = re.search(r"[\s|]+".join(parts), text)
    return (match.start(), match.end()) if match and parts else None


def draw_reports(questions: Sequence[ReportQuestion], *, draw: random.Random) -> Iterator[Example]:
    """Yield the examples of one pass: each group in one language, with one or two passages that do not answer."""
    groups: dict[str, list[ReportQuestion]] = {}
    for question in questions:
        groups.setdefault(question.group, []).append(question)
    for group in groups.values():
        question = draw.choice(group)
        if question.answering is not None:
            yield question.answering
        hard = question.others[:NEAREST]
        yield from draw.sample(hard, min(len(hard), 1 if question.answering is not None else 2))


def gold_rows(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a question in each language, in the form of `missive eval` and `missive calibrate`."""
    for language in LANGUAGES:
        yield {
            "id": f"{row['id']}.{language}",
            "lang": language,
            "question": row["question"][language],
            "answerable": row["answerable"],
            "documents": [row["report"]] if row["answerable"] else [],
            "answer_all": row.get("answer_all", []),
            "quote_any": row.get("quote_any", []),
        }


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the questions of some sets as one file for `missive eval`; their reports are read where they lie."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("out", type=Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("sets", type=Path, nargs="+", help="folders under training/reports")
    options = parser.parse_args(arguments)
    rows = [
        gold for one in options.sets for row in read_rows(one / "questions.jsonl") for gold in gold_rows(row)
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
