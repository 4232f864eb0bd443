"""`missive replay`: whether today's library gives the answer of a dossier."""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.commands.options import open_assistant
from assistant.commands.output import print_json, print_text
from assistant.dossier import read_dossier, replay
from assistant.serialising import answer_json
from ingest.messages import Message

SAME, DIFFERS = 0, 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `replay`."""
    parser.add_argument("dossier", type=Path, metavar="FILE.json", help="a dossier kept by `ask --dossier`")


def run(options: argparse.Namespace) -> int:
    """Ask again, and say by the exit code whether the answer is the same."""
    from assistant.commands.options import message_language
    from assistant.messages import say

    dossier = read_dossier(options.dossier)
    replayed = replay(dossier, open_assistant(options))
    if options.json:
        print_json(
            {"same": replayed.same, "differs": list(replayed.differs), "answer": answer_json(replayed.answer)}
        )
    else:
        key = "dossier.same" if replayed.same else "dossier.differs"
        message = Message.of(key, differs=", ".join(replayed.differs))
        print_text(say(message, message_language(options)))
    return SAME if replayed.same else DIFFERS
