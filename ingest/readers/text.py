"""Plain text files, in whatever encoding they were saved."""

from __future__ import annotations

import codecs
import re

from ingest.document import Kind, UnreadPage
from ingest.errors import ReadError
from ingest.layout.plain import read_plain
from ingest.messages import Message
from ingest.readers.raw import RawDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What office software of three decades wrote in Western Europe, likeliest first.
_WESTERN = ("cp1252", "mac_roman", "cp850")
# The marks that Dutch, French and English are written with beyond ASCII. A wrong one of `_WESTERN` turns
# them into others ("é" into "‚" or "Ž"), so the right one shows by their number.
_MARKS_OF_TEXT = frozenset("àâäçéèêëîïñóôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ€£’‘“”«»–—…°²³½•·§ \u00a0")
# Below this share of such marks the text is in none of the three languages or none of these encodings.
_MIN_SHARE = 0.7
_SAMPLE_BYTES = 64_000
# The share of NULs among every other byte above which Western text is UTF-16 without a mark.
_NUL_SHARE = 0.3
_LETTERS = re.compile(r"[^\W\d_]")


def read(content: bytes, name: str) -> RawDocument:
    """Read a plain text file; form feeds in it end pages.

    Raises:
        ReadError: the file has no text (`read.empty`) or no encoding makes text of it (`read.damaged`).
    """
    pages = read_plain(decode(content, name))
    if not any(page.text for page in pages):
        raise ReadError(Message.of("read.empty", name=name))
    return RawDocument(
        kind=Kind.TEXT,
        pages=tuple(page for page in pages if page.text),
        unread_pages=tuple(
            UnreadPage(page=page.page, reason="page.empty") for page in pages if not page.text
        ),
    )


def decode(content: bytes, name: str) -> str:
    """Return the text of `content`: by its byte order mark, as UTF-8, else in the likeliest encoding.

    Raises:
        ReadError: no encoding makes text of it (`read.damaged`).
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    wide = _wide_encoding(content)
    if wide:
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(content, name)


def _wide_encoding(content: bytes) -> str | None:
    sample = content[:_SAMPLE_BYTES]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > _NUL_SHARE * half:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > _NUL_SHARE * half else None


def _guess(content: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    # A UTF-8 file with a few broken bytes is still UTF-8.
    lenient = content.decode("utf-8", errors="replace")
    if lenient.count("\ufffd") * 50 < sum(not letter.isascii() for letter in lenient):
        return lenient
    text = max((content.decode(encoding, errors="replace") for encoding in _WESTERN), key=_share)
    if _share(text) < _MIN_SHARE:
        best = from_bytes(content[:_SAMPLE_BYTES]).best()
        text = content.decode(best.encoding, errors="replace") if best else text
    if not _LETTERS.search(text) or text.count("\ufffd") > len(text) / 10:
        raise ReadError(
            Message.of("read.damaged", name=name), hint=Message.of("read.damaged.hint", name=name)
        )
    return text


def _share(text: str) -> float:
    """Return the share of the letters beyond ASCII that our languages use, 1.0 where there are none."""
    foreign = [letter for letter in text[:_SAMPLE_BYTES] if not letter.isascii()]
    return sum(letter in _MARKS_OF_TEXT for letter in foreign) / len(foreign) if foreign else 1.0
