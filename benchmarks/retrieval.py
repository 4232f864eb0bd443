"""Is the passage that answers among the first five: by meaning, by words, by both, alone and among distractors?

`python -m benchmarks.retrieval --questions FILE --reports FOLDER --library DIR [--distractors FILE ...]`

A question row names the `documents` that answer it and `quote_any`, patterns one of which the answering
passage matches. Distractors are text files with a paragraph a line; those of 300 to 900 characters become pages
of the library. The library is made at first and kept, so that a second run measures at once.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.gold import GoldQuestion, gold_rank, read_questions
from index.embedder import Embedder, load_embedder
from index.errors import LibraryMissingError
from index.ingestion import ingest_paths
from index.library import Library
from index.passages import Query
from index.retriever import Retriever, SearchSettings
from training.data import read_lines, read_rows

PARAGRAPH_CHARS = (300, 900)
PAGES_A_FILE = 200
K = (1, 5, 10)
WAYS = {
    "meaning": SearchSettings(words=0.0),
    "words": SearchSettings(meaning=0.0),
    "both": SearchSettings(),
}


def distractor_pages(files: Sequence[Path], *, count: int, used: frozenset[str]) -> Iterator[list[str]]:
    """Yield the first `count` paragraphs of each file that are of a page's length and not `used`, file by file."""
    low, high = PARAGRAPH_CHARS
    for file in files:
        lines = (line for line in read_lines(file) if low <= len(line) <= high and line not in used)
        yield list(itertools.islice(lines, count))


def open_library(
    folder: Path, embedder: Embedder, reports: Path, pages: Mapping[str, Sequence[str]]
) -> Library:
    """Return the library in `folder`, made of the reports and of `pages` (name to paragraphs) where it is missing."""
    try:
        return Library.open(folder, embedder)
    except LibraryMissingError:
        library = Library.create(folder, embedder)
    ingest_paths(library, [reports], embedder=embedder)
    with tempfile.TemporaryDirectory() as aside:
        for name, paragraphs in pages.items():
            for start in range(0, len(paragraphs), PAGES_A_FILE):
                text = "\f".join(paragraphs[start : start + PAGES_A_FILE])
                (Path(aside) / f"{name}-{start:06}.txt").write_text(text, encoding="utf-8")
        if pages:
            ingest_paths(library, [Path(aside)], embedder=embedder)
    return library


def measure(retriever: Retriever, questions: Sequence[GoldQuestion]) -> dict[str, Any]:
    """Return how many questions of each language have a gold passage among the first k; name the rest."""
    report: dict[str, Any] = {"missed": []}
    for gold in questions:
        found = retriever.search(Query(text=gold.question, language=gold.language), K[-1])
        rank = gold_rank(gold, found)
        counts = report.setdefault(str(gold.language), {"questions": 0, **{f"first {k}": 0 for k in K}})
        counts["questions"] += 1
        for k in K:
            counts[f"first {k}"] += rank is not None and rank <= k
        if rank is None or rank > K[1]:
            report["missed"].append({"id": gold.id, "rank": rank})
    return report


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--library", type=Path, required=True, help="folder of the library, made if missing")
    parser.add_argument("--distractors", type=Path, nargs="*", default=[])
    parser.add_argument("--count", type=int, default=10_000, help="paragraphs of each distractor file")
    parser.add_argument("--used", type=Path, help="questions with a `context` that is no distractor")
    parser.add_argument("--embedder", help="a folder or hub id; the shipped model without")
    options = parser.parse_args(arguments)
    used = frozenset(row["context"] for row in read_rows(options.used)) if options.used else frozenset()
    drawn = distractor_pages(options.distractors, count=options.count, used=used)
    pages = {file.name.split(".xz")[0]: part for file, part in zip(options.distractors, drawn, strict=True)}
    embedder = load_embedder(options.embedder, threads=2)
    library = open_library(options.library, embedder, options.reports, pages)
    questions = [gold for gold in read_questions(options.questions) if gold.answerable]
    report = {
        "embedder": embedder.identity,
        **{way: measure(Retriever(library, embedder, settings), questions) for way, settings in WAYS.items()},
    }
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
