"""The held-apart passages as reports, and their questions in the form of `missive eval`.

python -m training.held_apart OUT --data DIR
missive --library OUT/library ingest OUT/reports
missive --library OUT/library calibrate OUT/questions.jsonl
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.data import data_folder, read_rows
from training.splits import row_held_out

PASSAGES_PER_REPORT = 4
"""Passages of one source and language that make one report, so that a report holds more than the answer."""

QUOTE_CHARS = 60
"""As much of the answering sentence as must stand in or around the quote."""


def main() -> None:
    """Write the reports and the questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", help="folder with the training text")
    parser.add_argument("--every", type=int, default=1, help="take every n-th row only")
    options = parser.parse_args()
    rows = [
        row for row in read_rows(data_folder(options.data) / "qa" / "written.jsonl.xz") if row_held_out(row)
    ]
    names = write_reports(rows, options.out / "reports")
    questions = [question for row in rows[:: options.every] for question in as_questions(row, names)]
    lines = [json.dumps(question, ensure_ascii=False) for question in questions]
    (options.out / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(set(names.values()))} reports, {len(questions)} questions")


def write_reports(rows: list[dict[str, Any]], folder: Path) -> dict[str, str]:
    """Write the passages as text files; return the file that holds each passage id."""
    folder.mkdir(parents=True, exist_ok=True)
    groups: dict[str, dict[str, str]] = {}
    for row in rows:
        groups.setdefault(f"{row['source']}-{row['lang']}", {})[row["passage"]] = row["context"]
    names: dict[str, str] = {}
    for group, passages in groups.items():
        ids = list(passages)
        for start in range(0, len(ids), PASSAGES_PER_REPORT):
            together = ids[start : start + PASSAGES_PER_REPORT]
            name = f"{group}-{start // PASSAGES_PER_REPORT:02}.txt"
            (folder / name).write_text("\n\n".join(passages[one] for one in together), encoding="utf-8")
            names |= dict.fromkeys(together, name)
    return names


def as_questions(row: dict[str, Any], names: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the row's question in each language; what it cites is the start of the answering sentence."""
    answerable = bool(row["answerable"])
    flat = re.sub(r"\s+", " ", row["sentence"]).replace("’", "'") if answerable else ""
    for language, question in row["question"].items():
        yield {
            "id": f"{row['id']}.{language}",
            "lang": language,
            "question": question,
            "answerable": answerable,
            "documents": [names[row["passage"]]] if answerable else [],
            "answer_all": [],
            "quote_any": [re.escape(flat[:QUOTE_CHARS])] if answerable else [],
        }


if __name__ == "__main__":
    main()
