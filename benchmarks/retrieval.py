"""Is the passage that answers among the first five, by the vectors alone?

`python -m benchmarks.retrieval --questions FILE --reports FOLDER [--distractors FILE ...] [--embedder NAME]`

A question row names the `documents` that answer it and `quote_any`, patterns one of which the answering
passage matches. Distractors are text files with a paragraph a line, each a passage beside the reports'.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import Embedder, Role, load_embedder
from index.embedding import embedded_text
from ingest.chunking import chunk_document
from ingest.files import FoundFile, walk
from ingest.readers import read_document
from training.data import read_lines, read_rows
from training.validation import first_rows

PARAGRAPH_CHARS = (300, 900)
K = (1, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A passage as the product cuts it; `embedded` is what the vector is made of."""

    document: str
    text: str
    embedded: str


def report_windows(folder: Path) -> list[Window]:
    """Return the passages of every report in a folder."""
    windows = []
    for file in walk([folder]):
        if not isinstance(file, FoundFile):
            continue
        for document in read_document(file.path.read_bytes(), file.path.name):
            for chunk in chunk_document(document):
                windows.append(Window(document=document.name, text=chunk.text, embedded=embedded_text(chunk)))
    return windows


def distractor_windows(files: Iterable[Path], *, count: int) -> list[Window]:
    """Return the first `count` paragraphs of 300 to 900 characters of each file."""
    low, high = PARAGRAPH_CHARS
    found = []
    for file in files:
        lines = itertools.islice((line for line in read_lines(file) if low <= len(line) <= high), count)
        found += [Window(document=file.name, text=line, embedded=line) for line in lines]
    return found


def gold(row: dict[str, Any], windows: Sequence[Window]) -> list[int]:
    """Return the places of the passages that answer a question."""
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in row["quote_any"]]
    places = []
    for place, window in enumerate(windows):
        text = re.sub(r"\s+", " ", window.text).replace("’", "'")
        if window.document in row["documents"] and any(pattern.search(text) for pattern in patterns):
            places.append(place)
    return places


def measure(embedder: Embedder, rows: Sequence[dict[str, Any]], windows: Sequence[Window]) -> dict[str, Any]:
    """Return how many questions of each language have a gold passage among the first k; name the rest."""
    vectors = embedder.embed([window.embedded for window in windows], role=Role.PASSAGE)
    questions = embedder.embed([row["question"] for row in rows], role=Role.QUERY)
    scores = questions @ vectors.T
    report: dict[str, Any] = {"embedder": embedder.identity, "windows": len(windows), "missed": []}
    for row, own in zip(rows, scores, strict=True):
        places = gold(row, windows)
        counts = report.setdefault(row["lang"], {"questions": 0, **{f"first {k}": 0 for k in K}})
        counts["questions"] += 1
        rank = min(
            (int(first_rows(own[None], np.array([place]))[0]) for place in places), default=len(windows)
        )
        for k in K:
            counts[f"first {k}"] += rank < k
        if rank >= K[1]:
            report["missed"].append({"id": row["id"], "rank": rank + 1 if places else None})
    return report


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--distractors", type=Path, nargs="*", default=[])
    parser.add_argument("--count", type=int, default=10_000, help="paragraphs of each distractor file")
    parser.add_argument("--embedder", help="a folder or hub id; the shipped model without")
    options = parser.parse_args(arguments)
    rows = [row for row in read_rows(options.questions) if row["answerable"]]
    windows = report_windows(options.reports) + distractor_windows(options.distractors, count=options.count)
    report = measure(load_embedder(options.embedder, threads=2), rows, windows)
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
