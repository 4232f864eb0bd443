"""The lock that lets one process write to a library at a time, and says who that is."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LockedError

WAIT_S = 10.0
"""How long a second writer waits before it says who is writing; a removal takes less, an ingest more."""


@contextmanager
def writer_lock(folder: Path, *, wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold the library's write lock.

    The operating system drops it when a process dies, so a killed writer never blocks the next;
    the note beside it (`lock.json`) only says who holds it, and is not the lock.

    Raises:
        LockedError: another process holds it still after `wait_s` seconds.
    """
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=wait_s, poll_interval=0.05)
    except Timeout as exc:
        raise _held(folder) from exc
    note = folder / "lock.json"
    try:
        note.write_text(json.dumps(_holder()), encoding="utf-8")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _holder() -> dict[str, object]:
    return {
        "pid": os.getpid(),
        "host": platform.node(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _held(folder: Path) -> LockedError:
    try:
        holder = json.loads((folder / "lock.json").read_text(encoding="utf-8"))
        return LockedError(folder, holder["pid"], holder["host"], holder["since"])
    except (OSError, ValueError, KeyError):  # between the lock and its note, or a note half written
        return LockedError(folder, "?", "?", "?")
