"""What kind of file this is: by its content, and by its suffix only where the content leaves it open."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath

from ingest.document import Kind
from ingest.errors import ReadError
from ingest.messages import Message
from ingest.readers.archive import encrypted, open_archive, read_member

_HEAD_BYTES = 1024
"""How far into a file its signature may stand: readers of PDF accept `%PDF-` within the first 1,024 bytes
(ISO 32000-1, implementation note 13 of the Adobe supplement)."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"

_IMAGES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
)

_OOXML_KINDS = (
    (b"wordprocessingml.document.main+xml", Kind.DOCX),
    (b"ms-word.document.macroEnabled.main+xml", Kind.DOCX),
    (b"wordprocessingml.template.main+xml", Kind.DOCX),
    (b"presentationml.presentation.main+xml", Kind.PPTX),
    (b"ms-powerpoint.presentation.macroEnabled.main+xml", Kind.PPTX),
    (b"presentationml.slideshow.main+xml", Kind.PPTX),
)

_SUFFIX_KINDS = {
    ".eml": Kind.EMAIL,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
}

_HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADER_LINE = re.compile(rb"^([A-Za-z][A-Za-z0-9-]*):", re.MULTILINE)
_MAIL_HEADERS = frozenset(
    (b"from", b"to", b"subject", b"date", b"received", b"mime-version", b"message-id", b"return-path")
)
_MIN_MAIL_HEADERS = 3
"""A message has at least From and Date (RFC 5322, 3.6); a third header keeps a minute that starts with
`From: ... Date: ...` from being taken for one."""

_BINARY_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_MAX_CONTROL_SHARE = 0.01
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def sniff(content: bytes, name: str) -> Kind:
    """Return the kind of the file `content`, called `name`.

    Raises:
        ReadError: empty, protected by a password, damaged, or of a kind that Missive does not read;
            the hint says what to save it as.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ReadError(Message.of("read.empty", name=name), hint=Message.of("read.empty.hint"))
    head = content[:_HEAD_BYTES]
    if b"%PDF-" in head:
        return Kind.PDF
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _sniff_archive(content, name)
    if head.startswith(_OLE):
        raise _refuse_ole(content, name)
    if head.startswith(b"{\\rtf"):
        raise _unsupported(name, "read.unsupported.docx.hint")
    if head.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        raise _unsupported(name, "read.unsupported.image.hint")
    return _sniff_text(content, name)


def _sniff_archive(content: bytes, name: str) -> Kind:
    with open_archive(content, name) as archive:
        members = frozenset(archive.namelist())
        if "[Content_Types].xml" in members:
            return _sniff_ooxml(archive, name)
        if "mimetype" in members:
            return _sniff_odf(archive, name)
    raise _unsupported(name, "read.unsupported.archive.hint")


def _sniff_ooxml(archive: zipfile.ZipFile, name: str) -> Kind:
    types = read_member(archive, "[Content_Types].xml", name)
    for mark, kind in _OOXML_KINDS:
        if mark in types:
            return kind
    raise _unsupported(name, "read.unsupported.pdf.hint")


def _sniff_odf(archive: zipfile.ZipFile, name: str) -> Kind:
    mimetype = read_member(archive, "mimetype", name).strip()
    if not mimetype.startswith(b"application/vnd.oasis.opendocument."):
        raise _unsupported(name, "read.unsupported.pdf.hint")
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in read_member(
        archive, "META-INF/manifest.xml", name
    ):
        raise encrypted(name)
    if mimetype.removesuffix(b"-template") == b"application/vnd.oasis.opendocument.text":
        return Kind.ODT
    raise _unsupported(name, "read.unsupported.pdf.hint")


def _refuse_ole(content: bytes, name: str) -> ReadError:
    """Return why a compound file (MS-CFB) is refused; its stream names stand in it in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return encrypted(name)
    if "__substg1.0_".encode("utf-16-le") in content:
        return _unsupported(name, "read.unsupported.eml.hint")
    if "PowerPoint Document".encode("utf-16-le") in content:
        return _unsupported(name, "read.unsupported.pptx.hint")
    if "WordDocument".encode("utf-16-le") in content:
        return _unsupported(name, "read.unsupported.docx.hint")
    return _unsupported(name, "read.unsupported.pdf.hint")


def _sniff_text(content: bytes, name: str) -> Kind:
    if not content.startswith(_UTF16_MARKS):
        _check_text(content, name)
    if _HTML_START.match(content[: 64 * _HEAD_BYTES]):
        return Kind.HTML
    if _has_mail_headers(content):
        return Kind.EMAIL
    if content.lstrip().startswith(b"<?xml"):
        raise _unsupported(name, "read.unsupported.pdf.hint")
    return _SUFFIX_KINDS.get(PurePosixPath(name).suffix.lower(), Kind.TEXT)


def _check_text(content: bytes, name: str) -> None:
    """Refuse what is no text in any encoding: NULs outside UTF-16 and UTF-32, or many control codes.

    UTF-16 and UTF-32 without a mark of their order show as NULs at every other place or denser.
    """
    sample = content[: 64 * _HEAD_BYTES]
    nuls = sample.count(0)
    if nuls and (nuls < len(sample) * 0.3 or content.count(b"\x00\x00\x00\x00") > 0):
        raise _unsupported(name, "read.unsupported.hint")
    controls = len(sample) - len(sample.translate(None, _BINARY_CONTROLS)) - nuls
    if controls > len(sample) * _MAX_CONTROL_SHARE:
        raise _unsupported(name, "read.unsupported.hint")


def _has_mail_headers(content: bytes) -> bool:
    block = re.split(rb"\r?\n\r?\n", content.lstrip()[: 64 * _HEAD_BYTES], maxsplit=1)[0]
    lines = block.splitlines()
    if not lines or not _HEADER_LINE.match(lines[0]):
        return False
    if any(not (_HEADER_LINE.match(line) or line.startswith((b" ", b"\t"))) for line in lines):
        return False
    found = {match.group(1).lower() for match in _HEADER_LINE.finditer(block)}
    return len(found & _MAIL_HEADERS) >= _MIN_MAIL_HEADERS


def _unsupported(name: str, hint: str) -> ReadError:
    return ReadError(Message.of("read.unsupported", name=name), hint=Message.of(hint))
