"""What can go wrong with a library on disk, each with what to do about it."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import MissiveError
from ingest.messages import Catalogue, Message

CATALOGUE = Catalogue(Path(__file__).with_name("locale"))


class LibraryError(MissiveError):
    """Anything that is wrong with a library."""


class LibraryMissingError(LibraryError):
    """There is no library in the folder looked in."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Message.of("library.missing", folder=str(folder)), hint=Message.of("library.missing.hint")
        )


class LibraryEmptyError(LibraryError):
    """The library holds no reports yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Message.of("library.empty", folder=str(folder)), hint=Message.of("library.missing.hint")
        )


class LibraryExistsError(LibraryError):
    """A new library was to be made where one is."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Message.of("library.exists", folder=str(folder)))


class FormatError(LibraryError):
    """The library was written in another format than this version reads."""

    def __init__(self, folder: Path, found: str, expected: str) -> None:
        super().__init__(
            Message.of("library.format", folder=str(folder), found=found, expected=expected),
            hint=Message.of("library.format.hint"),
        )


class EmbedderMismatchError(LibraryError):
    """The library's vectors come from another embedding model than the one in use."""

    def __init__(self, folder: Path, found: str, expected: str) -> None:
        super().__init__(
            Message.of("library.embedder", folder=str(folder), found=found, expected=expected),
            hint=Message.of("library.embedder.hint", found=found),
        )


class VectorFileError(LibraryError):
    """The vector file is missing, damaged or not the one that the library names."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            Message.of("library.vectors", file=str(file)), hint=Message.of("library.vectors.hint")
        )


class LockedError(LibraryError):
    """Another process is writing to the library."""

    def __init__(self, folder: Path, pid: int | str, host: str, since: str) -> None:
        super().__init__(
            Message.of("library.locked", folder=str(folder), pid=pid, host=host, since=since),
            hint=Message.of("library.locked.hint"),
        )


class DocumentMissingError(LibraryError):
    """No document goes by this id, prefix or name."""

    def __init__(self, named: str) -> None:
        super().__init__(
            Message.of("document.missing", named=named), hint=Message.of("document.missing.hint")
        )


class PageMissingError(LibraryError):
    """The document has no such page, or no text on it."""

    def __init__(self, named: str, page: int) -> None:
        super().__init__(Message.of("document.page", named=named, page=page))


class DocumentAmbiguousError(LibraryError):
    """Several documents go by this name or id prefix; `ids` are theirs."""

    def __init__(self, named: str, ids: tuple[str, ...]) -> None:
        super().__init__(
            Message.of("document.ambiguous", named=named, count=len(ids), ids=", ".join(ids)),
            hint=Message.of("document.ambiguous.hint"),
        )
        self.ids = ids


class EmbedderError(LibraryError):
    """An embedding model cannot be opened or used."""
