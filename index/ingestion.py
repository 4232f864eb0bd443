"""From paths to a library: reads what changed, indexes it, and reports what became of every file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.changes import Addition, Changes, Writer
from index.embedder import Embedder
from index.embedding import embed_chunks
from index.errors import EmbedderMismatchError
from index.holdings import Attachment, FileStamp
from index.ingest_report import Ingested, IngestReport, Progress, Skipped, Stage, Unread
from index.library import Library
from index.records import State
from ingest.chunk import Chunk
from ingest.chunking import chunk_document
from ingest.document import document_id
from ingest.errors import MissiveError
from ingest.files import FoundFile, SkippedFile, read_file, walk
from ingest.messages import Message
from ingest.readers import ReadFile, read_attached

BATCH_CHUNKS = 1000
"""Chunks indexed by one switch. A killed ingest loses at most this much work (about ten long reports); a
switch writes the whole vector file, 90 MB at 60,000 chunks, a tenth of the time that embedding takes."""


def ingest_paths(
    library: Library,
    paths: Sequence[Path],
    *,
    embedder: Embedder,
    prune: bool = False,
    reread: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> IngestReport:
    """Bring the library up to date with the files at and under `paths`.

    A file of the same size and modification time as before is not opened; one with the same bytes
    is not read. `prune` purges documents whose files vanished from the folders in `paths`;
    `reread` reads every file again (a better reader, or OCR that was missing). Every batch of
    documents is switched to at once: killed at any moment, the library is as the last one left it.

    Raises:
        EmbedderMismatchError: the library's vectors come from another model.
        LockedError: another process is writing.
    """
    if library.embedder_identity != embedder.identity:
        raise EmbedderMismatchError(library.folder, library.embedder_identity, embedder.identity)
    with Writer.of(library) as writer:
        ingestion = _Ingestion(writer, embedder, progress, reread=reread)
        return ingestion.run(tuple(path.absolute() for path in paths), prune=prune)


class _Pace:
    """Counts files, bytes and pages, and tells how far the ingest is."""

    def __init__(self, files: Iterable[FoundFile], tell: Callable[[Progress], None]) -> None:
        sizes = [file.size_bytes for file in files]
        self._files_total, self._bytes_total = len(sizes), sum(sizes)
        self._files = self._bytes = self._pages = 0
        self._tell = tell
        self._file = ""
        self._started_s = time.monotonic()

    def tell(self, stage: Stage, file: str | None = None) -> None:
        self._file = file or self._file
        elapsed_s = max(time.monotonic() - self._started_s, 1e-9)
        left_bytes = self._bytes_total - self._bytes
        self._tell(
            Progress(
                stage=stage,
                file=self._file,
                files_done=self._files,
                files_total=self._files_total,
                pages_done=self._pages,
                pages_per_s=self._pages / elapsed_s,
                remaining_s=elapsed_s * left_bytes / self._bytes if self._bytes else None,
            )
        )

    def done(self, file: FoundFile, pages: int) -> None:
        self._files += 1
        self._bytes += file.size_bytes
        self._pages += pages


@dataclass(slots=True)
class _Batch:
    """What the next switch will do."""

    additions: dict[str, Addition] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    files: list[FileStamp] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    @property
    def chunks(self) -> int:
        return sum(len(addition.chunks) for addition in self.additions.values())

    def as_changes(self) -> Changes:
        return Changes(
            additions=tuple(self.additions.values()),
            attachments=tuple(self.attachments),
            files=tuple(self.files),
            vanished=tuple(self.moved),
        )


class _Ingestion:
    """One run over the files."""

    def __init__(
        self, writer: Writer, embedder: Embedder, tell: Callable[[Progress], None], *, reread: bool
    ) -> None:
        self._writer, self._library, self._embedder = writer, writer.library, embedder
        self._tell, self._reread = tell, reread
        self._batch = _Batch()
        self._added: dict[str, None] = {}
        self._updated: dict[str, None] = {}
        self._unchanged: list[str] = []
        self._duplicates: list[tuple[str, str]] = []
        self._skipped: list[Skipped] = []

    def run(self, paths: tuple[Path, ...], *, prune: bool) -> IngestReport:
        visited = tuple(walk(paths))
        found = [file for file in visited if isinstance(file, FoundFile)]
        passed_over = [file for file in visited if isinstance(file, SkippedFile)]
        self._skipped += [
            Skipped(path=str(file.path), reason=file.reason, hint=file.hint) for file in passed_over
        ]
        pace = _Pace(found, self._tell)
        for file in found:
            pace.tell(Stage.READING, file.path.name)
            pace.done(file, self._take(file, pace))
            if self._batch.chunks >= BATCH_CHUNKS:
                self._switch(pace)
        self._switch(pace)
        removed = self._prune(paths) if prune else ()
        return self._report(removed)

    def _take(self, file: FoundFile, pace: _Pace) -> int:
        """Read a file if it changed and lay it ready for the next switch; return the pages read."""
        path = str(file.path)
        before = self._stamp(path)
        try:
            status = file.path.stat()
            if before and not self._reread and before.is_of(status):
                self._unchanged.append(path)
                return 0
            content = read_file(file.path)
            stamp = FileStamp.of(path, document_id(content), status)
            chunked = () if self._is_done(stamp.document_id) else self._read(content, file.path)
        except MissiveError as exc:
            self._skipped.append(Skipped(path=path, reason=exc.message, hint=exc.hint))
            return 0
        except Exception as exc:  # whatever a reader trips over, one file never stops the batch
            reason = Message.of("ingestion.failed", name=file.path.name, reason=type(exc).__name__)
            self._skipped.append(Skipped(path=path, reason=reason))
            return 0
        if not chunked:
            self._note_same_bytes(stamp, before)
        for read, chunks in chunked:
            self._add(read, chunks, stamp, pace, is_update=before is not None)
        self._batch.files.append(stamp)
        self._batch.moved += self._moved_from(stamp)
        return sum(len(read.document.pages) for read, _ in chunked)

    def _stamp(self, path: str) -> FileStamp | None:
        query = "SELECT document_id, size_bytes, mtime_ns FROM files WHERE path = ?"
        row = self._library.database.connection.execute(query, (path,)).fetchone()
        if row is None:
            return None
        return FileStamp(path=path, document_id=row[0], size_bytes=row[1], mtime_ns=row[2])

    def _state(self, document_id: str) -> State | None:
        query = "SELECT state FROM documents WHERE id = ?"
        row = self._library.database.connection.execute(query, (document_id,)).fetchone()
        return None if row is None else State(row[0])

    def _is_done(self, document_id: str) -> bool:
        """Tell whether these bytes need no reading: they are searched already, or were read in this run."""
        if document_id in self._added or document_id in self._updated:
            return True
        return not self._reread and self._state(document_id) is State.CURRENT

    def _note_same_bytes(self, stamp: FileStamp, before: FileStamp | None) -> None:
        if before is None:
            self._duplicates.append((stamp.path, stamp.document_id))
        elif before.document_id == stamp.document_id:
            self._unchanged.append(stamp.path)
        else:
            self._updated[stamp.document_id] = None

    def _read(self, content: bytes, path: Path) -> tuple[tuple[ReadFile, tuple[Chunk, ...]], ...]:
        """Read a file, and after it what is attached to it, each with its chunks."""
        reading = read_attached(content, path.name)
        chunked = tuple((read, chunk_document(read.document)) for read in reading.files)
        self._skipped += [
            Skipped(path=str(path.parent / attached.name), reason=attached.reason, hint=attached.hint)
            for attached in reading.skipped
        ]
        return chunked

    def _add(
        self, read: ReadFile, chunks: tuple[Chunk, ...], stamp: FileStamp, pace: _Pace, *, is_update: bool
    ) -> None:
        document = read.document
        if document.id != stamp.document_id:
            is_update = False
            attachment = Attachment(parent_id=stamp.document_id, document_id=document.id, name=document.name)
            self._batch.attachments.append(attachment)
            if self._is_done(document.id):
                return
        is_known = is_update or self._state(document.id) is not None
        (self._updated if is_known else self._added)[document.id] = None
        rows = embed_chunks(chunks, self._embedder, tell=lambda _: pace.tell(Stage.EMBEDDING))
        self._batch.additions[document.id] = Addition(
            document=document, content=read.content, chunks=chunks, rows=rows
        )

    def _moved_from(self, stamp: FileStamp) -> list[str]:
        """Return the other paths that these bytes were once read from and that are no more."""
        query = "SELECT path FROM files WHERE document_id = ? AND path != ?"
        rows = self._library.database.connection.execute(query, (stamp.document_id, stamp.path))
        return [path for (path,) in rows if _is_gone(Path(path))]

    def _switch(self, pace: _Pace) -> None:
        if self._batch.files:
            pace.tell(Stage.SAVING)
            self._writer.commit(self._batch.as_changes())
            self._batch = _Batch()

    def _prune(self, paths: Sequence[Path]) -> tuple[str, ...]:
        """Purge the documents of files that vanished from folders that are still there."""
        folders = [path for path in paths if path.is_dir()]
        connection = self._library.database.connection
        known = [Path(path) for (path,) in connection.execute("SELECT path FROM files ORDER BY path")]
        vanished = [
            str(path)
            for path in known
            if any(path.is_relative_to(folder) for folder in folders) and _is_gone(path)
        ]
        if not vanished:
            return ()
        names = {summary.id: summary.name for summary in self._library.documents(tuple(State))}
        purged = self._writer.commit(Changes(vanished=tuple(vanished))).purged
        return tuple(sorted(names[document_id] for document_id in purged))

    def _report(self, removed: tuple[str, ...]) -> IngestReport:
        summaries = {summary.id: summary for summary in self._library.documents()}

        def ingested(ids: Iterable[str]) -> tuple[Ingested, ...]:
            return tuple(
                Ingested(document_id=s.id, name=s.name, pages=s.pages, chunks=s.chunks)
                for s in (summaries[i] for i in ids if i in summaries)
            )

        read = [summaries[i] for i in (*self._added, *self._updated) if i in summaries]
        return IngestReport(
            added=ingested(self._added),
            updated=ingested(self._updated),
            unchanged=tuple(self._unchanged),
            duplicates=tuple(self._duplicates),
            removed=removed,
            skipped=tuple(self._skipped),
            unread=tuple(
                Unread(document_id=s.id, name=s.name, pages=self._library.document(s.id).unread_pages)
                for s in read
                if s.unread_pages
            ),
        )


def _is_gone(path: Path) -> bool:
    """Tell whether there is certainly no such file; a folder that cannot be entered proves nothing."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
