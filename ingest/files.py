"""The files to read: folders walked in a steady order, everything passed over named with its reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import ReadError
from ingest.messages import Message

MAX_FILE_BYTES = 200 * 1024 * 1024
"""Largest file that is read. A scanned report of 300 pages at 200 dpi takes about 60 MiB; a reader may need
several times a file's size in memory."""

_SYSTEM_NAMES = frozenset(("thumbs.db", "desktop.ini", "__macosx"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file to read; `folder` is the folder it was found under, None where the file itself was named."""

    path: Path
    size_bytes: int
    folder: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedFile:
    """A file or folder that was passed over, with the reason and what to do about it."""

    path: Path
    reason: Message
    hint: Message | None = None


def walk(paths: Iterable[Path], *, max_file_bytes: int = MAX_FILE_BYTES) -> Iterator[FoundFile | SkippedFile]:
    """Yield the files at and under `paths`, each once, in the order of `paths` and then by name.

    Links are followed; a folder reached a second time (a loop) and a hidden, temporary or
    oversized file is passed over and said to be. Nothing is opened.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        yield from _visit(path, folder=None, seen=seen, max_file_bytes=max_file_bytes)


def read_file(path: Path) -> bytes:
    """Return the bytes of the file at `path`.

    Raises:
        ReadError: it vanished, or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as exc:
        raise ReadError(_reason_for(exc, path), hint=Message.of("files.unreachable.hint")) from exc


def _visit(
    path: Path, *, folder: Path | None, seen: set[tuple[int, int]], max_file_bytes: int
) -> Iterator[FoundFile | SkippedFile]:
    if folder is not None and _is_hidden(path.name):
        yield SkippedFile(path=path, reason=Message.of("files.hidden", name=path.name))
        return
    try:
        status = path.stat()
    except OSError as exc:
        yield SkippedFile(path=path, reason=_reason_for(exc, path), hint=Message.of("files.unreachable.hint"))
        return
    again = (status.st_dev, status.st_ino) in seen
    seen.add((status.st_dev, status.st_ino))
    if stat.S_ISDIR(status.st_mode):
        if again:
            yield SkippedFile(path=path, reason=Message.of("files.loop", name=path.name))
        else:
            yield from _enter(path, folder=folder or path, seen=seen, max_file_bytes=max_file_bytes)
    elif not again:
        yield _judge(path, status, folder=folder, max_file_bytes=max_file_bytes)


def _enter(
    path: Path, *, folder: Path, seen: set[tuple[int, int]], max_file_bytes: int
) -> Iterator[FoundFile | SkippedFile]:
    try:
        entries = sorted(path.iterdir(), key=lambda entry: (entry.name.casefold(), entry.name))
    except OSError as exc:
        yield SkippedFile(path=path, reason=_reason_for(exc, path), hint=Message.of("files.unreachable.hint"))
        return
    for entry in entries:
        yield from _visit(entry, folder=folder, seen=seen, max_file_bytes=max_file_bytes)


def _judge(
    path: Path, status: os.stat_result, *, folder: Path | None, max_file_bytes: int
) -> FoundFile | SkippedFile:
    if not stat.S_ISREG(status.st_mode):
        return SkippedFile(path=path, reason=Message.of("files.not_a_file", name=path.name))
    if status.st_size > max_file_bytes:
        reason = Message.of(
            "read.oversized",
            name=path.name,
            size_mb=round(status.st_size / 1024**2),
            limit_mb=max(1, max_file_bytes // 1024**2),
        )
        return SkippedFile(path=path, reason=reason, hint=Message.of("read.oversized.hint"))
    return FoundFile(path=path, size_bytes=status.st_size, folder=folder)


def _is_hidden(name: str) -> bool:
    """Say whether `name` is hidden, a lock of an open file (`~$a.docx`, `.~lock.a.odt#`) or a system file."""
    return name.startswith((".", "~$")) or name.casefold() in _SYSTEM_NAMES


def _reason_for(error: OSError, path: Path) -> Message:
    if isinstance(error, FileNotFoundError):
        return Message.of("files.missing", name=str(path))
    if isinstance(error, PermissionError):
        return Message.of("files.no_access", name=path.name)
    return Message.of("files.unreachable", name=path.name)
