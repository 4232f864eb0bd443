"""Options that several commands share, and what they mean."""

from __future__ import annotations

import argparse
import locale
from datetime import date
from typing import TYPE_CHECKING

from assistant.settings import read_settings
from index.passages import Filters
from ingest.text.languages import SERVED, Language

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from index.library import Library


def message_language(options: argparse.Namespace) -> Language:
    """Return the language of messages: `--language`, else the locale's, else English."""
    if options.language:
        return Language(options.language)
    code = (locale.getlocale()[0] or "en")[:2].lower()
    return Language(code) if code in {str(language) for language in SERVED} else Language.ENGLISH


def question_language(options: argparse.Namespace) -> Language | None:
    """Return the language forced on questions by `--language`, None to take each question's own."""
    return Language(options.language) if options.language else None


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add the options that narrow a search."""
    group = parser.add_argument_group("filters")
    group.add_argument(
        "--country", action="append", default=[], metavar="CC", help="country code, repeatable"
    )
    group.add_argument("--from", dest="date_from", type=date.fromisoformat, metavar="YYYY-MM-DD")
    group.add_argument("--to", dest="date_to", type=date.fromisoformat, metavar="YYYY-MM-DD")
    group.add_argument("--doc-language", action="append", default=[], choices=("nl", "fr", "en"))
    group.add_argument("--document", action="append", default=[], help="id, unique id prefix or file name")
    group.add_argument("--k", type=int, default=20, help="passages to bring (default: 20)")


def read_filters(options: argparse.Namespace, library: Library) -> Filters:
    """Return the filters that the options ask for.

    Raises:
        DocumentMissingError, DocumentAmbiguousError: `--document` names no or several reports.
    """
    return Filters(
        countries=tuple(code.upper() for code in options.country),
        date_from=options.date_from,
        date_to=options.date_to,
        languages=tuple(Language(code) for code in options.doc_language),
        documents=tuple(library.resolve(named) for named in options.document),
    )


def open_assistant(options: argparse.Namespace) -> Assistant:
    """Return the assistant that settings and flags ask for, with a library that holds something.

    Raises:
        MissiveError: the library is missing or empty, or a setting is wrong.
    """
    from assistant.answering import Assistant
    from assistant.engines.opening import open_engine

    settings = read_settings(engine=getattr(options, "engine", None))
    return Assistant.open(
        options.library,
        embedder=settings.embedder or None,
        engine=open_engine(settings),
        shows_unverified=settings.unverified == "strike",
    )
