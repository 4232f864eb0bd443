"""Uploading: the place to drop files, how far reading is, and what became of each file."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from index.ingest_report import IngestReport, Progress, Stage
from ingest.files import MAX_FILE_BYTES
from page.markup import tag
from page.uploads import MAX_FILES
from page.wording import Words

ACCEPTED = ".pdf,.docx,.odt,.pptx,.html,.htm,.md,.txt,.eml"

_STAGES = {
    Stage.READING: "progress.reading",
    Stage.EMBEDDING: "progress.embedding",
    Stage.SAVING: "progress.saving",
}


def drop_zone_html(words: Words) -> Markup:
    """Return the place to drop or choose files."""
    limits = words.say("upload.limits", files=MAX_FILES, limit_mb=MAX_FILE_BYTES // 1024**2)
    return tag(
        "div",
        tag(
            "label",
            tag("input", type="file", multiple=True, accept=ACCEPTED, id="upload-files", class_="unseen"),
            tag("strong", words.say("upload.title")),
            tag("span", words.say("upload.choose"), class_="button"),
            tag("span", limits, class_="advice"),
            class_="drop-zone",
            for_="upload-files",
        ),
        # What the browser itself says while files travel; the server has no part in it yet.
        tag(
            "ul",
            class_="sending",
            aria_live="polite",
            data_sending=words.say("upload.sending"),
            data_sent=words.say("upload.sent"),
            data_failed=words.say("upload.failed"),
        ),
    )


def progress_html(progress: Progress, names: Sequence[str], words: Words) -> Markup:
    """Return how far an ingest is: a bar for all files and a line for each of a short batch."""
    label = words.say(
        "progress.label",
        done=words.number(progress.files_done),
        total=words.number(progress.files_total),
    )
    lines = [_file_line(name, place, progress, words) for place, name in enumerate(names)]
    return tag(
        "div",
        tag("label", label, for_="ingest-progress"),
        tag("progress", id="ingest-progress", value=progress.files_done, max=max(progress.files_total, 1)),
        tag("p", _busy_with(progress, words)),
        tag("ul", lines, class_="files") if lines else None,
        class_="progress",
    )


def result_html(report: IngestReport, words: Words) -> Markup:
    """Return what became of every file."""
    lines = [
        *(_line("good", one.name, words.count("result.added", one.pages)) for one in report.added),
        *(_line("good", one.name, words.count("result.updated", one.pages)) for one in report.updated),
        *(_line("same", _base(path), words.say("result.unchanged")) for path in report.unchanged),
        *(_line("same", _base(path), words.say("result.duplicate")) for path, _ in report.duplicates),
        *(
            _line("bad", _base(one.path), words.tell(one.reason), words.tell(one.hint) if one.hint else "")
            for one in report.skipped
        ),
        *(
            _line(
                "warn",
                one.name,
                words.say("report.unread", pages=words.items(tuple(str(p.page) for p in one.pages))),
            )
            for one in report.unread
        ),
    ]
    done = len(report.added) + len(report.updated)
    return tag(
        "div",
        tag("h2", words.count("result.title", done)),
        tag("ul", lines, class_="files"),
        class_="result",
        role="status",
    )


def trouble_html(what: str, advice: str, words: Words) -> Markup:
    """Return a failure and what to do about it."""
    return tag(
        "div",
        tag("p", tag("strong", words.say("ask.trouble"))),
        tag("p", what),
        tag("p", advice) if advice else None,
        class_="trouble",
        role="alert",
    )


def _busy_with(progress: Progress, words: Words) -> str:
    busy = words.say(_STAGES[progress.stage], file=progress.file)
    if progress.remaining_s is None:
        return busy
    return f"{busy} {words.say('progress.remaining', seconds=words.number(round(progress.remaining_s)))}"


def _file_line(name: str, place: int, progress: Progress, words: Words) -> Markup:
    if place < progress.files_done:
        return _line("good", name, words.say("progress.done"))
    if place == progress.files_done:
        return _line("busy", name, words.say("progress.now"))
    return _line("same", name, words.say("progress.waits"))


def _line(state: str, name: str, *sentences: str) -> Markup:
    return tag("li", tag("span", name, class_="name"), " ", " ".join(sentences), class_=state)


def _base(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
