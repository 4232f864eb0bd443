"""`missive eval`: answers measured against a file of questions with gold answers."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.commands.options import open_assistant
from assistant.commands.output import print_json, print_text
from assistant.evaluation.gold import Outcome, judge, read_questions
from assistant.evaluation.measures import bootstrap, by_language, table
from assistant.serialising import answer_json

DONE = 0

_SCORES = {
    "right and cited": lambda one: float(one.right_and_cited if one.answerable else not one.answered),
    "nDCG@10": lambda one: one.ndcg_at_10 if one.answerable else 0.0,
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `eval`."""
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl", help="questions with gold answers")
    parser.add_argument("--save", type=Path, metavar="FILE.jsonl", help="keep every answer and its outcome")
    parser.add_argument(
        "--against", type=Path, metavar="FILE.jsonl", help="compare with a run kept by --save"
    )


def run(options: argparse.Namespace) -> int:
    """Answer every question and print the tables."""
    assistant = open_assistant(options)
    outcomes: list[Outcome] = []
    kept: list[str] = []
    for gold in _with_progress(read_questions(options.questions), quiet=options.quiet):
        answer = assistant.ask(gold.question, language=gold.language)
        outcomes.append(judge(gold, answer, assistant.library))
        row = {"outcome": asdict(outcomes[-1]), "answer": answer_json(answer)}
        kept.append(json.dumps(row, ensure_ascii=False))
    if options.save:
        options.save.write_text("\n".join(kept) + "\n", encoding="utf-8")
    _print(outcomes, _earlier(options.against) if options.against else None, as_json=options.json)
    return DONE


def _print(outcomes: Sequence[Outcome], earlier: Sequence[Outcome] | None, *, as_json: bool) -> None:
    rows = by_language(outcomes)
    differences = (
        {name: bootstrap(outcomes, earlier, score) for name, score in _SCORES.items()} if earlier else {}
    )
    if as_json:
        print_json({"measures": [asdict(row) for row in rows], "differences": differences})
        return
    print_text(table(rows))
    for name, (mean, low, high) in differences.items():
        print_text(f"{name}: {mean:+.1%} (95% interval {low:+.1%} to {high:+.1%})")


def _earlier(path: Path) -> list[Outcome]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Outcome(**json.loads(line)["outcome"]) for line in lines if line]


def _with_progress(questions, *, quiet: bool):  # type: ignore[no-untyped-def]  # passes through whatever it is given
    from tqdm import tqdm

    return tqdm(questions, unit="question", disable=quiet or None)
