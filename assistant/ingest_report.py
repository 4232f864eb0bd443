"""What became of every ingested file, in words and as JSON."""

from __future__ import annotations

from assistant.messages import say
from index.ingest_report import Ingested, IngestReport, Skipped, Unread
from ingest.messages import Message
from ingest.text.languages import Language


def word_report(report: IngestReport, language: Language) -> str:
    """Return the report as a person reads it: what came in, what did not and why, what to do about it."""
    lines = [say(_counts(report), language)]
    lines += [f"  + {one.name} ({one.pages} p.)" for one in (*report.added, *report.updated)]
    lines += [f"  - {name}" for name in report.removed]
    lines += [_word_skipped(skipped, language) for skipped in report.skipped]
    for unread in report.unread:
        lines += [f"  ! {line}" for line in _word_unread(unread, language)]
    return "\n".join(lines)


def report_json(report: IngestReport, language: Language) -> dict[str, object]:
    """Return the report as JSON, reasons in words of `language` beside their keys."""
    return {
        "added": [_ingested(one) for one in report.added],
        "updated": [_ingested(one) for one in report.updated],
        "unchanged": list(report.unchanged),
        "duplicates": [{"path": path, "document_id": id_} for path, id_ in report.duplicates],
        "removed": list(report.removed),
        "skipped": [
            {
                "path": one.path,
                "reason": say(one.reason, language),
                "key": one.reason.key,
                "hint": say(one.hint, language) if one.hint else None,
            }
            for one in report.skipped
        ],
        "pages_without_text": [
            {"document": one.name, "page": page.page, "reason": say(Message.of(page.reason), language)}
            for one in report.unread
            for page in one.pages
        ],
    }


def _counts(report: IngestReport) -> Message:
    return Message.of(
        "ingest.counts",
        added=len(report.added),
        updated=len(report.updated),
        unchanged=len(report.unchanged) + len(report.duplicates),
        removed=len(report.removed),
        skipped=len(report.skipped),
    )


def _ingested(one: Ingested) -> dict[str, object]:
    return {"document": one.name, "document_id": one.document_id, "pages": one.pages, "chunks": one.chunks}


def _word_skipped(skipped: Skipped, language: Language) -> str:
    hint = f" {say(skipped.hint, language)}" if skipped.hint else ""
    return f"  x {skipped.path}: {say(skipped.reason, language)}{hint}"


def _word_unread(unread: Unread, language: Language) -> list[str]:
    by_reason: dict[str, list[int]] = {}
    for page in unread.pages:
        by_reason.setdefault(page.reason, []).append(page.page)
    return [
        f"{unread.name}, p. {', '.join(map(str, pages))}: {say(Message.of(reason), language)}"
        for reason, pages in by_reason.items()
    ]
