"""Answers as files, made in memory: nothing of a conversation stays on the disk."""

from __future__ import annotations

import base64
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.exports import to_markdown, write_docx
from page.wording import Words

if TYPE_CHECKING:
    from assistant.answering import Assistant

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_NAME_CHARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file for the browser to keep."""

    name: str
    media_type: str
    content: bytes

    def as_payload(self) -> dict[str, str]:
        """Return it as the page's script takes it."""
        content = base64.b64encode(self.content).decode("ascii")
        return {"name": self.name, "type": self.media_type, "content": content}


def as_markdown(answers: Sequence[Answer], words: Words) -> Download:
    """Return answers as Markdown with footnotes."""
    content = to_markdown(answers, words.language).encode("utf-8")
    return Download(name=f"{_stem(answers)}.md", media_type="text/markdown", content=content)


def as_docx(answers: Sequence[Answer], words: Words) -> Download:
    """Return answers as a Word document with footnotes."""
    with tempfile.TemporaryDirectory(prefix="missive-export-") as folder:
        path = Path(folder, "answers.docx")
        write_docx(answers, words.language, path)
        return Download(name=f"{_stem(answers)}.docx", media_type=_DOCX, content=path.read_bytes())


def as_dossier(answer: Answer, assistant: Assistant) -> Download:
    """Return everything that an answer rests on, as JSON."""
    from assistant.dossier import write_dossier

    with tempfile.TemporaryDirectory(prefix="missive-export-") as folder:
        path = Path(folder, "dossier.json")
        write_dossier(answer, assistant, path)
        return Download(
            name=f"{_stem((answer,))}.json", media_type="application/json", content=path.read_bytes()
        )


def _stem(answers: Sequence[Answer]) -> str:
    """Return a file name from the first question."""
    plain = re.sub(r"[^\w]+", "-", answers[0].question.lower()).strip("-") if answers else ""
    return f"missive-{plain[:_NAME_CHARS].strip('-')}" if plain else "missive"
