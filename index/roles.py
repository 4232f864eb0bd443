"""What a text is embedded as."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A question that searches, or a passage that is searched; many models treat the two differently."""

    QUERY = "query"
    PASSAGE = "passage"
