"""Files on their way from the browser into the library: few, not too large, and gone afterwards."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.errors import MissiveError
from ingest.files import MAX_FILE_BYTES
from ingest.messages import Message

MAX_FILES = 100
"""Files in one upload; more are better read with `missive ingest FOLDER`, which can be broken off and resumed."""

MAX_WAITING_BYTES = 1024**3
"""Bytes that may wait on disk to be read at once."""

_MAX_NAME_CHARS = 150


class UploadError(MissiveError):
    """A file cannot be taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that arrived; `token` is known only to the browser that sent it."""

    token: str
    name: str
    path: Path
    size_bytes: int


class Uploads:
    """The files that arrived and were not yet read, in a temporary folder of their own."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="missive-uploads-"))
        self._waiting: dict[str, Upload] = {}
        self._guard = threading.Lock()

    async def receive(self, name: str, chunks: AsyncIterator[bytes]) -> Upload:
        """Write a file as it arrives and return what to claim it with.

        Raises:
            UploadError: it is too large, or too much is waiting already.
        """
        token = secrets.token_urlsafe(24)
        path = self._folder / token
        size_bytes, room_bytes = 0, MAX_WAITING_BYTES - self._waiting_bytes()
        try:
            with path.open("wb") as file:
                async for chunk in chunks:
                    size_bytes += len(chunk)
                    if size_bytes > min(MAX_FILE_BYTES, room_bytes) or len(self._waiting) >= MAX_FILES:
                        raise UploadError(
                            Message.of(
                                "upload.too_much", name=clean_name(name), limit_mb=MAX_FILE_BYTES // 1024**2
                            )
                        )
                    file.write(chunk)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        upload = Upload(token=token, name=clean_name(name), path=path, size_bytes=size_bytes)
        with self._guard:
            self._waiting[token] = upload
        return upload

    @contextmanager
    def claimed(self, tokens: Sequence[str], folder: Path) -> Iterator[tuple[Path, ...]]:
        """Lay the files that `tokens` stand for in `folder` under their own names, and delete them afterwards.

        The same name comes to lie at the same path each time, so that a changed report takes the
        place of its earlier version. Two files of one name in one batch get folders of their own.
        """
        with self._guard:
            uploads = [self._waiting.pop(token) for token in tokens[:MAX_FILES] if token in self._waiting]
        paths: list[Path] = []
        try:
            for upload in uploads:
                path = _free(folder, upload.name, paths)
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(upload.path, path)
                paths.append(path)
            yield tuple(paths)
        finally:
            for path in (*paths, *(upload.path for upload in uploads)):
                path.unlink(missing_ok=True)
            for emptied in {folder, *(path.parent for path in paths)}:
                with suppress(OSError):  # another batch may have files there
                    emptied.rmdir()

    def close(self) -> None:
        """Delete everything that still waits."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _waiting_bytes(self) -> int:
        return sum(upload.size_bytes for upload in self._waiting.values())


def clean_name(name: str) -> str:
    """Return the base name of a file, without signs that no file name needs, never empty or hidden."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    plain = re.sub(r"[\x00-\x1f\x7f<>:\"|?*]", "", base).strip().lstrip(".~")
    if len(plain) > _MAX_NAME_CHARS:
        stem, dot, suffix = plain.rpartition(".")
        plain = (
            f"{stem[: _MAX_NAME_CHARS - len(suffix) - 1]}{dot}{suffix}" if stem else plain[:_MAX_NAME_CHARS]
        )
    return plain or "file"


def _free(folder: Path, name: str, taken: Sequence[Path]) -> Path:
    path, number = folder / name, 1
    while path in taken:
        number += 1
        path = folder / str(number) / name
    return path
