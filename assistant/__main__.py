"""The `missive` command: parses, runs one command, and turns foreseen failures into words."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.commands.options import message_language
from assistant.commands.output import complain, print_json

COMMANDS = {
    "ingest": "read files and folders into the library",
    "ask": "answer a question with verbatim quotes",
    "search": "find passages, without an answer",
    "check": "hold a quotation or a draft against the reports",
    "show": "print the stored text of a report's pages",
    "list": "list the reports in the library",
    "remove": "take reports out of the library for good",
    "replay": "say whether today's library gives the answer of a dossier",
    "eval": "measure answers against a file of questions",
    "calibrate": "fit the confidence that Missive answers with",
    "reembed": "make the library's vectors anew with another model",
    "doctor": "say what this installation can do",
    "ui": "open the chat page",
}
"""Commands in the order of the help; each is a module of `assistant.commands`, loaded when it runs."""

FAILED, USAGE = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 done, 1 failed, 2 usage, 3 no answer found."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    # Two threads on a busy two-core machine turn 20 ms of encoding into 500 ms.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser, chosen = _parser(argv)
    options = parser.parse_args(argv)
    if chosen is None:
        parser.print_help()
        return USAGE
    return _run(chosen, options)


def _parser(argv: Sequence[str]) -> tuple[argparse.ArgumentParser, str | None]:
    """Return the parser and the command named in `argv`, whose options alone are loaded."""
    parser = argparse.ArgumentParser(prog="missive", description=__doc__)
    shared = _shared_options()
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_shared(parser, shared=True)
    chosen = next((word for word in argv if word in COMMANDS), None)
    for name, does in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=does, description=does, parents=[shared])
        if name == chosen:
            _module(name).add_options(subparser)
    return parser, chosen


def _shared_options() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    _add_shared(shared, shared=False)
    return shared


def _add_shared(parser: argparse.ArgumentParser, *, shared: bool) -> None:
    """Add the options that may stand before or after the command; after it they win."""

    def default(value: object) -> object:
        return value if shared else argparse.SUPPRESS

    library = Path(os.environ.get("MISSIVE_LIBRARY", "library"))
    parser.add_argument(
        "--library",
        type=Path,
        default=default(library),
        metavar="DIR",
        help="folder of the library (default: MISSIVE_LIBRARY, else ./library)",
    )
    parser.add_argument("--json", action="store_true", default=default(False), help="print JSON")
    parser.add_argument(
        "--language",
        choices=("nl", "fr", "en"),
        default=default(None),
        help="language of answers and messages",
    )
    parser.add_argument(
        "--quiet", action="store_true", default=default(False), help="no progress, no remarks"
    )


def _module(command: str):  # type: ignore[no-untyped-def]  # a module has no useful type
    return importlib.import_module(f"assistant.commands.{command}")


def _run(command: str, options: argparse.Namespace) -> int:
    from ingest.errors import MissiveError

    try:
        return int(_module(command).run(options))
    except MissiveError as error:
        language = message_language(options)
        if options.json:
            print_json({"error": {"key": error.message.key, **dict(error.message.values)}})
        complain(error, language)
        return FAILED
    except BrokenPipeError:
        return FAILED
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
