"""`missive check`: what somebody else wrote, held against the reports."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.options import message_language
from assistant.commands.output import print_json, print_text, remark
from ingest.errors import MissiveError
from ingest.messages import Message

if TYPE_CHECKING:
    from index.embedder import Embedder
    from index.library import Library
    from ingest.document import Document

DONE, USAGE, NOT_FOUND = 0, 2, 3


class DraftUnreadableError(MissiveError):
    """There is no such draft, or it may not be read."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `check`."""
    parser.add_argument(
        "draft", nargs="?", type=Path, metavar="DRAFT", help="a text to check: Markdown, plain text or Word"
    )
    parser.add_argument("--quote", metavar="TEXT", help="whether the reports hold exactly these words")
    parser.add_argument(
        "--document",
        action="append",
        default=[],
        help="report to look for the quote in: id, unique id prefix or file name",
    )


def run(options: argparse.Namespace) -> int:
    """Check a quotation or a draft; a quotation that no report holds exits with 3."""
    if (options.quote is None) == (options.draft is None) or (options.document and options.draft):
        remark("missive check: give a DRAFT, or --quote TEXT with or without --document")
        return USAGE
    if options.draft is not None:
        return _check_draft(options, _read(options.draft))
    return _check_quote(options)


def _read(path: Path) -> Document:
    from ingest.readers import read_document

    try:
        content = path.read_bytes()
    except OSError as exc:
        raise DraftUnreadableError(Message.of("check.unreadable", file=str(path))) from exc
    # Attachments follow; the draft is the file itself.
    return read_document(content, path.name)[0]


def _open(options: argparse.Namespace) -> tuple[Library, Embedder]:
    """Return the library, which must hold something, and the model that made its vectors."""
    from assistant.settings import read_settings
    from index.embedder import load_embedder
    from index.library import Library

    embedder = load_embedder(read_settings(engine=None).embedder or None)
    library = Library.open(options.library, embedder)
    library.require_documents()
    return library, embedder


def _check_quote(options: argparse.Namespace) -> int:
    from assistant.checking.quotation import QuoteVerdict, check_quote
    from assistant.checking.wording import quote_json, word_quote
    from index.retriever import Retriever

    language = message_language(options)
    library, embedder = _open(options)
    with library:
        documents = tuple(library.resolve(named) for named in options.document)
        checked = check_quote(
            options.quote, library, Retriever(library, embedder), language, documents=documents
        )
    if options.json:
        print_json(quote_json(checked))
    else:
        print_text(word_quote(checked, language))
    return DONE if checked.verdict is QuoteVerdict.VERBATIM else NOT_FOUND


def _check_draft(options: argparse.Namespace, draft: Document) -> int:
    from assistant.checking.draft import DraftChecker
    from assistant.checking.wording import statement_json, word_statement
    from assistant.messages import say

    language = message_language(options)
    library, embedder = _open(options)
    with library:
        checked = DraftChecker(library, embedder, language).check(draft)
    if options.json:
        print_json({"statements": [statement_json(one) for one in checked]})
    elif checked:
        print_text("\n\n".join(word_statement(one, language) for one in checked))
    else:
        print_text(say(Message.of("check.nothing"), language))
    return DONE
