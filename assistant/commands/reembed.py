"""`missive reembed`: the library's vectors anew, with the model in force."""

from __future__ import annotations

import argparse
import os

from assistant.commands.output import print_json, print_text
from assistant.settings import read_settings
from index.embedder import load_embedder
from index.embedding import reembed
from index.library import Library

DONE = 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `reembed`."""
    parser.add_argument(
        "--embedder", metavar="MODEL", help="a model folder or hub id; default: the one in force"
    )


def run(options: argparse.Namespace) -> int:
    """Embed every passage again; the old vectors serve until the new ones are whole."""
    from tqdm import tqdm

    embedder = load_embedder(
        read_settings(embedder=options.embedder).embedder or None, threads=os.cpu_count() or 1
    )
    library = Library.open(options.library)
    with tqdm(unit="passage", disable=options.quiet or None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        count = reembed(library, embedder, progress=show)
    if options.json:
        print_json({"passages": count, "embedder": embedder.identity})
    else:
        print_text(f"{count} passages, {embedder.identity}")
    return DONE
