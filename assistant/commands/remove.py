"""`missive remove`: take reports out of every index and file."""

from __future__ import annotations

import argparse

from assistant.commands.output import print_json, print_text
from index.library import Library

DONE = 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `remove`."""
    parser.add_argument("documents", nargs="+", metavar="DOCUMENT", help="id, unique id prefix or file name")


def run(options: argparse.Namespace) -> int:
    """Remove the reports for good; nothing is removed where one of the names is wrong."""
    library = Library.open(options.library)
    ids = [library.resolve(named) for named in options.documents]
    names = [library.document(document_id).name for document_id in ids]
    library.remove(ids)
    if options.json:
        print_json(
            {
                "removed": [
                    {"document": name, "document_id": id_} for name, id_ in zip(names, ids, strict=True)
                ]
            }
        )
    else:
        for name in names:
            print_text(name)
    return DONE
