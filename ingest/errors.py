"""What can go wrong, in words a civil servant understands."""

from __future__ import annotations

from ingest.messages import Message


class MissiveError(Exception):
    """Any failure that Missive foresees; `message` says what, `hint` what to do about it."""

    def __init__(self, message: Message, *, hint: Message | None = None) -> None:
        super().__init__(message.key, dict(message.values))
        self.message = message
        self.hint = hint


class ReadError(MissiveError):
    """A file cannot be read into a document; the batch goes on without it."""
