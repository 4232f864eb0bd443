"""Numbers in the attributes of documents, which programs and people write in ways no standard allows."""

from __future__ import annotations

_MAX_DIGITS = 6


def to_int(value: str | None, default: int) -> int:
    """Return the whole number that `value` writes in up to six digits, else `default`."""
    written = (value or "").strip()
    short = written.isascii() and written.isdecimal() and len(written) <= _MAX_DIGITS
    return int(written) if short else default
