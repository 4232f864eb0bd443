"""`missive ask`: one answer, or many from a file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from assistant.commands.options import add_filters, open_assistant, question_language, read_filters
from assistant.commands.output import print_json, print_text, remark
from assistant.dossier import write_dossier
from assistant.serialising import answer_json
from ingest.text.languages import Language

DONE, USAGE, NO_ANSWER = 0, 2, 3


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `ask`."""
    parser.add_argument("question", nargs="?", help="the question, in Dutch, French or English")
    parser.add_argument(
        "--questions",
        type=Path,
        metavar="FILE.jsonl",
        help="answer many: rows with id, question, optional lang",
    )
    parser.add_argument("--engine", metavar="NAME", help="`quotes`, or a chat model as PROVIDER:MODEL")
    parser.add_argument("--dossier", type=Path, metavar="FILE.json", help="keep all that the answer rests on")
    add_filters(parser)


def run(options: argparse.Namespace) -> int:
    """Answer, and say by the exit code whether there was an answer."""
    if bool(options.question) == bool(options.questions):
        remark("missive ask: give a question, or --questions FILE.jsonl")
        return USAGE
    assistant = open_assistant(options)
    filters = read_filters(options, assistant.library)
    if options.questions:
        for row in _rows(options.questions):
            language = Language(row["lang"]) if row.get("lang") else question_language(options)
            answer = assistant.ask(str(row["question"]), language=language, filters=filters, k=options.k)
            print_json({"id": row["id"], **answer_json(answer)})
        return DONE
    answer = assistant.ask(
        options.question, language=question_language(options), filters=filters, k=options.k
    )
    if options.dossier:
        write_dossier(answer, assistant, options.dossier)
    if options.json:
        print_json(answer_json(answer))
    else:
        print_text(answer.text)
    return DONE if answer.answered else NO_ANSWER


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
