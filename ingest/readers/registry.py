"""From a file's bytes to documents: the reader its content asks for, then what its text says about itself."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from ingest.document import Concern, Document, Flag, Kind, document_id
from ingest.errors import ReadError
from ingest.messages import Message
from ingest.readers.raw import RawDocument
from ingest.readers.sniff import sniff

_MODULES = {
    Kind.PDF: "pdf",
    Kind.DOCX: "docx",
    Kind.ODT: "odt",
    Kind.PPTX: "pptx",
    Kind.HTML: "html",
    Kind.MARKDOWN: "markdown",
    Kind.TEXT: "text",
    Kind.EMAIL: "eml",
}
_MAX_ATTACHMENT_DEPTH = 3
_MAX_FILES = 200
"""Most files read from one mail, with those attached to mails in it."""


class Reader(Protocol):
    """A module that reads one kind of file."""

    def read(self, content: bytes, name: str) -> RawDocument:
        """Read the file `content`, called `name`; raises ReadError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A document and the bytes it was read from (an attachment's own, for an attachment)."""

    document: Document
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedAttachment:
    """An attachment (`mail.eml/annex.zip`) that could not be read, and why."""

    name: str
    reason: Message
    hint: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one file yields: its own document first, then those attached to it, and what could not be read."""

    files: tuple[ReadFile, ...]
    skipped: tuple[SkippedAttachment, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents alone."""
        return tuple(file.document for file in self.files)


def read_document(content: bytes, name: str) -> tuple[Document, ...]:
    """Read the file `content`, called `name`, and what is attached to it; the file's own document is first.

    Attachments that cannot be read are left out: `read_attached` names them.

    Raises:
        ReadError: the file is empty, damaged, protected, of an unknown kind, or has no text at all.
    """
    return read_attached(content, name).documents


def read_attached(content: bytes, name: str) -> Reading:
    """Read the file `content`, called `name`, and everything attached to it.

    Raises:
        ReadError: the file itself is empty, damaged, protected, of an unknown kind, or has no text at all.
    """
    files: list[ReadFile] = []
    skipped: list[SkippedAttachment] = []
    for found in _read_tree(content, name, depth=0):
        (files if isinstance(found, ReadFile) else skipped).append(found)  # type: ignore[arg-type]
        if len(files) + len(skipped) >= _MAX_FILES:
            reason = Message.of("read.too_many_attachments", name=name, limit=_MAX_FILES)
            skipped.append(SkippedAttachment(name=name, reason=reason))
            break
    return Reading(files=tuple(files), skipped=tuple(skipped))


def _read_tree(content: bytes, name: str, *, depth: int) -> Iterator[ReadFile | SkippedAttachment]:
    kind = sniff(content, name)
    yield ReadFile(document=_read_one(content, name, kind), content=content)
    if kind is not Kind.EMAIL:
        return
    from ingest.readers.eml import attachments

    for attachment in attachments(content, name):
        own_name = f"{name}/{attachment.name}"
        if depth >= _MAX_ATTACHMENT_DEPTH:
            reason = Message.of("read.attachment_too_deep", name=own_name)
            yield SkippedAttachment(name=own_name, reason=reason)
            continue
        try:
            yield from _read_tree(attachment.content, own_name, depth=depth + 1)
        except ReadError as error:
            yield SkippedAttachment(name=own_name, reason=error.message, hint=error.hint)


def _read_one(content: bytes, name: str, kind: Kind) -> Document:
    from ingest.metadata import describe

    reader = cast(Reader, importlib.import_module(f"ingest.readers.{_MODULES[kind]}"))
    raw = reader.read(content, name)
    if not raw.pages and kind is not Kind.PDF:
        raise ReadError(Message.of("read.empty", name=name), hint=Message.of("read.empty.hint"))
    described = describe(raw, name)
    return Document(
        id=document_id(content),
        name=name,
        kind=kind,
        size_bytes=len(content),
        title=described.title,
        pages=raw.pages,
        unread_pages=raw.unread_pages,
        document_date=described.document_date,
        event_date=described.event_date,
        event_end=described.event_end,
        languages=described.languages,
        countries=described.countries,
        regions=described.regions,
        organisation=described.organisation,
        flags=_flags(raw),
    )


def _flags(raw: RawDocument) -> tuple[Flag, ...]:
    """Return the reader's flags, with those for instruction-like text: seen, hidden, or in the properties."""
    from ingest.instructions import flag_instructions, flag_pages

    hidden = tuple(
        instruction
        for flag in raw.flags
        if flag.concern is Concern.HIDDEN
        for instruction in flag_instructions(flag.text, page=flag.page, where=flag.where)
    )
    properties = (raw.properties.title, raw.properties.subject, raw.properties.author)
    told = tuple(
        instruction
        for text in properties
        if text
        for instruction in flag_instructions(text, page=1, where="property")
    )
    return (*raw.flags, *flag_pages(raw.pages), *hidden, *told)
