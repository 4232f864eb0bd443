"""What the index tests share: an embedder whose vectors can be worked out by hand, and small documents."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.changes import Addition, Changes, Writer
from index.embedding import embed_chunks
from index.holdings import Attachment, FileStamp
from index.library import Library
from index.roles import Role
from ingest.chunk import Chunk
from ingest.document import Document, Kind, Page, document_id
from ingest.text.languages import Language


class WordEmbedder:
    """A vector counts the words of the text by their CRC-32; the cosine is that of the counts."""

    def __init__(self, identity: str = "words-1", dim: int = 256) -> None:
        self.identity, self.dim = identity, dim
        self.roles: list[Role] = []

    def embed(self, texts: Sequence[str], *, role: Role) -> np.ndarray:
        self.roles.append(role)
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[zlib.crc32(word.encode()) % self.dim] += 1
            if not row.any():
                row[0] = 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def document(name: str, *texts: str, language: Language = Language.ENGLISH, **known: object) -> Document:
    """Return a document with one page a text; its bytes are `content(name, texts)`."""
    bytes_ = content(*texts)
    return Document(
        id=document_id(bytes_),
        name=name,
        kind=Kind.TEXT,
        size_bytes=len(bytes_),
        title=str(known.pop("title", name)),
        pages=tuple(Page(page=number, text=text) for number, text in enumerate(texts, 1)),
        languages=((language, 1.0),),
        **known,  # type: ignore[arg-type]
    )


def content(*texts: str) -> bytes:
    """Return the bytes that a document of these pages stands for."""
    return "\f".join(texts).encode()


def chunks(read: Document) -> tuple[Chunk, ...]:
    """Return one chunk a page that has text, in one sentence."""
    return tuple(
        Chunk(
            document_id=read.id,
            page=page.page,
            start=0,
            end=len(page.text),
            text=page.text,
            language=read.language,
            context=read.title,
            sentences=((0, len(page.text)),),
        )
        for page in read.pages
        if page.text
    )


def addition(read: Document, embedder: WordEmbedder) -> Addition:
    """Return a document ready to be indexed."""
    of_document = chunks(read)
    return Addition(
        document=read,
        content=content(*(page.text for page in read.pages)),
        chunks=of_document,
        rows=embed_chunks(of_document, embedder),
    )


def stamp(read: Document, path: str | None = None) -> FileStamp:
    """Return the note that a file holds the document."""
    return FileStamp(
        path=path or f"/reports/{read.name}",
        document_id=read.id,
        size_bytes=read.size_bytes,
        mtime_ns=1,
    )


def add(library: Library, *documents: Document, embedder: WordEmbedder | None = None) -> None:
    """Index documents, each in a file of its own, in one switch."""
    embedder = embedder or WordEmbedder()
    with Writer.of(library) as writer:
        writer.commit(
            Changes(
                additions=tuple(addition(read, embedder) for read in documents),
                files=tuple(stamp(read) for read in documents),
            )
        )


def add_message(library: Library, message: Document, *attached: Document) -> None:
    """Index a message with its attachments, which have no file of their own."""
    embedder = WordEmbedder()
    with Writer.of(library) as writer:
        writer.commit(
            Changes(
                additions=tuple(addition(read, embedder) for read in (message, *attached)),
                attachments=tuple(
                    Attachment(parent_id=message.id, document_id=read.id, name=read.name) for read in attached
                ),
                files=(stamp(message),),
            )
        )


def bytes_on_disk(folder: Path) -> bytes:
    """Return everything that is in the files of a folder."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
