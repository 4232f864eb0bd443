"""`missive list`: what is in the library."""

from __future__ import annotations

import argparse

from assistant.commands.output import print_json, print_text
from index.library import Library
from index.records import Summary

DONE = 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `list`: it has none of its own."""


def run(options: argparse.Namespace) -> int:
    """Print the reports, by name."""
    library = Library.open(options.library)
    library.require_documents()
    summaries = library.documents()
    if options.json:
        print_json({"documents": [summary_json(summary) for summary in summaries]})
        return DONE
    for summary in summaries:
        date = summary.date.isoformat() if summary.date else "-"
        languages = "+".join(str(language) for language, _ in summary.languages) or "-"
        print_text(
            f"{summary.id[:12]}  {date:10}  {languages:8}  {summary.pages:4} p.  {summary.name}: {summary.title}"
        )
    return DONE


def summary_json(summary: Summary) -> dict[str, object]:
    """Return what a list shows of one report."""
    return {
        "document": summary.name,
        "document_id": summary.id,
        "title": summary.title,
        "kind": str(summary.kind),
        "document_date": summary.document_date,
        "event_date": summary.event_date,
        "event_end": summary.event_end,
        "languages": {str(language): round(share, 3) for language, share in summary.languages},
        "countries": list(summary.countries),
        "regions": list(summary.regions),
        "organisation": summary.organisation,
        "pages": summary.pages,
        "pages_without_text": summary.unread_pages,
        "chunks": summary.chunks,
        "flags": summary.flags,
        "paths": list(summary.paths),
    }
