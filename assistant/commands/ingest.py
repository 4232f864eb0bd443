"""`missive ingest`: files and folders into the library."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.options import message_language
from assistant.commands.output import print_json, print_text
from assistant.ingest_report import report_json, word_report
from assistant.settings import read_settings
from index.embedder import load_embedder
from index.errors import LibraryMissingError
from index.ingest_report import Progress
from index.ingestion import ingest_paths
from index.library import Library

if TYPE_CHECKING:
    from index.embedder import Embedder

DONE, FAILED = 0, 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `ingest`."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    parser.add_argument(
        "--prune", action="store_true", help="remove reports whose files are gone from the folders"
    )
    parser.add_argument("--reread", action="store_true", help="read every file again, also unchanged ones")


def run(options: argparse.Namespace) -> int:
    """Read, index, and report what became of every file."""
    embedder = load_embedder(read_settings().embedder or None, threads=os.cpu_count() or 1)
    library = open_or_create(options.library, embedder)
    show, close = _progress_bar(quiet=options.quiet)
    try:
        report = ingest_paths(
            library,
            options.paths,
            embedder=embedder,
            prune=options.prune,
            reread=options.reread,
            progress=show,
        )
    finally:
        close()
    language = message_language(options)
    if options.json:
        print_json(report_json(report, language))
    else:
        print_text(word_report(report, language))
    nothing_read = not (
        report.added or report.updated or report.unchanged or report.duplicates or report.removed
    )
    return FAILED if nothing_read else DONE


def open_or_create(folder: Path, embedder: Embedder) -> Library:
    """Return the library in `folder`, a new empty one where there is none."""
    try:
        return Library.open(folder, embedder)
    except LibraryMissingError:
        return Library.create(folder, embedder)


def _progress_bar(*, quiet: bool) -> tuple[Callable[[Progress], None], Callable[[], None]]:
    from tqdm import tqdm

    bar = tqdm(
        total=0,
        unit="file",
        disable=quiet or None,
        bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt} {postfix}",
    )

    def show(progress: Progress) -> None:
        bar.total, bar.n = progress.files_total, progress.files_done
        left = "" if progress.remaining_s is None else f", {progress.remaining_s:.0f} s left"
        bar.set_postfix_str(f"{progress.file}, {progress.stage}, {progress.pages_per_s:.1f} pages/s{left}")

    return show, bar.close
