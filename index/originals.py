"""The original files, kept under the hash of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from pathlib import Path

from index.vectors import sync, sync_folder


class Originals:
    """The folder of original files; each file's name is the hex SHA-256 of its bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self) -> None:
        """Make the folder."""
        self.folder.mkdir(exist_ok=True)

    def keep(self, content: bytes) -> str:
        """Write the bytes unless they are there already, and return their hex SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        file = self.folder / sha256
        if not file.exists():
            aside = file.with_suffix(".partial")
            aside.write_bytes(content)
            sync(aside)
            aside.replace(file)
            sync_folder(self.folder)
        return sha256

    def read(self, sha256: str) -> bytes | None:
        """Return the bytes with this hash, None where they are not kept."""
        try:
            return (self.folder / sha256).read_bytes()
        except FileNotFoundError:
            return None

    def sweep(self, kept: Container[str]) -> None:
        """Delete every file whose name is not in `kept`, those a killed writer left among them."""
        for file in self.folder.iterdir():
            if file.name not in kept:
                file.unlink(missing_ok=True)
