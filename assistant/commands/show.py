"""`missive show`: the stored page text, exactly."""

from __future__ import annotations

import argparse
import sys

from assistant.commands.output import print_json
from index.errors import PageMissingError
from index.library import Library

DONE = 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `show`."""
    parser.add_argument("document", help="id, unique id prefix or file name")
    parser.add_argument("--page", type=int, metavar="N", help="one page, counted from 1")


def run(options: argparse.Namespace) -> int:
    """Print the text of one page or of all."""
    library = Library.open(options.library)
    document = library.document(library.resolve(options.document))
    pages = [page for page in document.pages if options.page in (None, page.page)]
    if options.page is not None and not pages:
        raise PageMissingError(options.document, options.page)
    if options.json:
        print_json(
            {
                "document": document.name,
                "document_id": document.id,
                "title": document.title,
                "pages": [{"page": page.page, "text": page.text} for page in pages],
            }
        )
    else:
        sys.stdout.write("\f".join(page.text for page in pages))
    return DONE
