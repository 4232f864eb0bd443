"""Zipped office files, opened with care: no bomb, no password, no entity tricks."""

from __future__ import annotations

import io
import zipfile
import zlib

from ingest.errors import ReadError
from ingest.messages import Message

MAX_UNPACKED_BYTES = 400 * 1024 * 1024
"""Most an archive may unpack to. The largest office file of ours unpacks to under 2 MiB; a deck full of
photographs stays under the limit of a file itself (`ingest.files`), for photographs hardly compress."""

MAX_XML_BYTES = 60 * 1024 * 1024
"""Most that one XML part may unpack to: python-docx needs about ten times that in memory; a thousand pages
of text are about 10 MiB of XML."""

MAX_MEMBERS = 10_000

_ENTITY_MARKS = tuple("<!ENTITY".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_ENCRYPTED_FLAG = 0x1


def damaged(name: str) -> ReadError:
    """Return the error for a file whose content does not hold together."""
    return ReadError(Message.of("read.damaged", name=name), hint=Message.of("read.damaged.hint"))


def encrypted(name: str) -> ReadError:
    """Return the error for a file that asks for a password."""
    return ReadError(Message.of("read.encrypted", name=name), hint=Message.of("read.encrypted.hint"))


def open_archive(content: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive in `content`, after checking what it would unpack to.

    The sizes are those the archive declares; Python's zipfile never unpacks more than declared.

    Raises:
        ReadError: damaged, protected by a password, or larger than a document can be.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as exc:
        raise damaged(name) from exc
    members = archive.infolist()
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise encrypted(name)
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise _bomb(name)
    for member in members:
        if _is_xml(member.filename):
            _check_part(archive, member, name)
    return archive


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """Return the bytes of `member` in the file called `name`.

    Raises:
        ReadError: the member is missing or damaged.
    """
    try:
        return archive.read(member)
    except (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as exc:
        raise damaged(name) from exc


def _is_xml(member: str) -> bool:
    return member.lower().endswith((".xml", ".rels", ".rdf"))


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """Refuse a part that is too large, or that declares entities: no office program writes any."""
    if member.file_size > MAX_XML_BYTES:
        raise _bomb(name)
    part = read_member(archive, member.filename, name)
    if any(mark in part for mark in _ENTITY_MARKS):
        raise damaged(name)


def _bomb(name: str) -> ReadError:
    return ReadError(Message.of("read.unpacks_too_large", name=name), hint=Message.of("read.oversized.hint"))
