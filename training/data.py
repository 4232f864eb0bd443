"""The files of public text that training reads: sentence pairs, questions, paragraphs."""

from __future__ import annotations

import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA_VARIABLE = "MISSIVE_TRAINING_DATA"


def data_folder(argument: str | None) -> Path:
    """Return the folder with `corpora`, `mono`, `lexicons` and `qa`.

    Raises:
        SystemExit: neither the argument nor the environment variable names an existing folder.
    """
    named = argument or os.environ.get(DATA_VARIABLE)
    if not named or not Path(named).is_dir():
        raise SystemExit(
            f"Name the folder with the training text: --data DIR or {DATA_VARIABLE} (now: {named})"
        )
    return Path(named)


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file, xz-compressed or plain, without line ends."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as packed:
            for line in packed:
                yield line.rstrip("\n")
        return
    with path.open(encoding="utf-8") as plain:
        for line in plain:
            yield line.rstrip("\n")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file; an absent file has none."""
    return [json.loads(line) for line in read_lines(path) if line] if path.exists() else []
