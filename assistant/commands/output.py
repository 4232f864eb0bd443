"""What goes to stdout and what to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from ingest.errors import MissiveError
from ingest.text.languages import Language


def print_json(value: Mapping[str, object] | list[object]) -> None:
    """Print one JSON value on a line of its own to stdout."""
    print_text(json.dumps(value, ensure_ascii=False, default=str))


def print_text(text: str) -> None:
    """Print text to stdout at once, so that a reader at the other end of a pipe sees it."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def remark(text: str) -> None:
    """Print a remark to stderr."""
    sys.stderr.write(text + "\n")


def complain(error: MissiveError, language: Language) -> None:
    """Tell on stderr what went wrong and what to do about it."""
    from assistant.messages import say

    remark(say(error.message, language))
    if error.hint is not None:
        remark(say(error.hint, language))
