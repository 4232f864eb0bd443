"""What can go wrong with a language model, told without a word of what its server said."""

from __future__ import annotations

from enum import StrEnum
from queue import Empty

from ingest.errors import MissiveError
from ingest.messages import Message


class Trouble(StrEnum):
    """What kind of thing went wrong."""

    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"
    SERVER = "server"
    UNREACHABLE = "unreachable"
    KEY = "key"
    MODEL = "model"
    SETUP = "setup"
    NO_CLAIMS = "no_claims"
    FAILED = "failed"


class EngineError(MissiveError):
    """An engine gave nothing that could be checked; `trouble` says why."""

    def __init__(self, engine: str, trouble: Trouble) -> None:
        super().__init__(Message.of(f"engine.{trouble}", engine=engine))
        self.trouble = trouble


def trouble_of(exc: BaseException) -> Trouble:
    """Return what an exception of any provider's client amounts to, by its status code, else by its name."""
    causes = list(_chain(exc))
    for cause in causes:
        status = getattr(cause, "status_code", None) or getattr(
            getattr(cause, "response", None), "status_code", None
        )
        if isinstance(status, int):
            return _of_status(status)
    # LangChain waits 60 s for each piece of a local transformers model, then its queue comes up empty.
    if any(isinstance(cause, Empty) for cause in causes):
        return Trouble.TIMEOUT
    names = " ".join(type(cause).__name__ for cause in causes).lower()
    if "timeout" in names:
        return Trouble.TIMEOUT
    if any(word in names for word in ("connect", "protocol", "readerror", "gaierror", "socket")):
        return Trouble.UNREACHABLE
    return Trouble.FAILED


def _of_status(status: int) -> Trouble:
    known = {
        401: Trouble.KEY,
        403: Trouble.KEY,
        404: Trouble.MODEL,
        408: Trouble.TIMEOUT,
        429: Trouble.RATE_LIMITED,
    }
    return known.get(status, Trouble.SERVER if status >= 500 else Trouble.FAILED)


def _chain(exc: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while exc is not None and exc not in found:
        found.append(exc)
        exc = exc.__cause__ or exc.__context__
    return found


class EngineNameError(MissiveError):
    """The name given for an engine is none that can be opened."""

    def __init__(self, engine: str) -> None:
        super().__init__(Message.of("engine.unknown", engine=engine))


class EnginePackageError(MissiveError):
    """The package through which LangChain speaks with the provider is not installed."""

    def __init__(self, engine: str, package: str) -> None:
        super().__init__(Message.of("engine.package", engine=engine, package=package))


class EngineFolderError(MissiveError):
    """The folder given for a local transformers model holds none that can be loaded."""

    def __init__(self, folder: str) -> None:
        super().__init__(Message.of("engine.folder", folder=folder))
