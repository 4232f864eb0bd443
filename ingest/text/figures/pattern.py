"""A regular expression that is compiled when it is first used."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator


class Pattern:
    """A regular expression, compiled at its first use.

    The thirty of this package take longer to compile than all the rest of its import, and
    `missive --help` needs none of them.
    """

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._source = source
        self._flags = flags

    @functools.cached_property
    def compiled(self) -> re.Pattern[str]:
        """Return the compiled expression."""
        return re.compile(self._source, self._flags)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first match in `text[start:end]`, which may look behind `start`, or None."""
        return self.compiled.search(text, start, len(text) if end is None else end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match that begins at `start`, or None."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of the whole `text`, or None."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Yield the matches in `text[start:end]`, in order."""
        return self.compiled.finditer(text, start, len(text) if end is None else end)
