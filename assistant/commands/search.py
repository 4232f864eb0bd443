"""`missive search`: passages only."""

from __future__ import annotations

import argparse

from assistant.commands.options import add_filters, open_assistant, question_language, read_filters
from assistant.commands.output import print_json, print_text
from assistant.serialising import passage_json

DONE, NOTHING_FOUND = 0, 3


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `search`."""
    parser.add_argument("words", help="words to find, in any of the three languages")
    add_filters(parser)


def run(options: argparse.Namespace) -> int:
    """Print the passages nearest to the words, best first."""
    assistant = open_assistant(options)
    filters = read_filters(options, assistant.library)
    passages = assistant.search(
        options.words, language=question_language(options), filters=filters, k=options.k
    )
    if options.json:
        print_json({"words": options.words, "passages": [passage_json(passage) for passage in passages]})
    else:
        for passage in passages:
            similarity = "" if passage.similarity is None else f"  {passage.similarity:.2f}"
            print_text(f"{passage.rank}. {passage.title}, p. {passage.page}{similarity}\n{passage.text}\n")
    return DONE if passages else NOTHING_FOUND
