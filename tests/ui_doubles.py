"""What the page's tests share: a library of sample reports, and an assistant that answers from it at once."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from index_doubles import WordEmbedder

from assistant.answer import Answer, Citation, Claim, Gloss, Missing, Refusal, Searched
from assistant.question import Question, read_question
from assistant.settings import Settings
from index.ingestion import ingest_paths
from index.library import Library
from index.passages import Filters
from ingest.document import Document, Page
from ingest.text.languages import Language
from ingest.text.names import fold
from page.backend import Backend

SAMPLES = Path(__file__).parents[1] / "examples" / "reports"
PDF, HTML, TEXT = (
    "handelsmissie-rijsel-2023.pdf",
    "visite-groningue-2024.html",
    "life-sciences-london-2022.md",
)


def make_library(folder: Path, *names: str) -> Library:
    """Return a library of sample reports, found by counting words."""
    library = Library.create(folder, WordEmbedder())
    if names:
        ingest_paths(library, [SAMPLES / name for name in names], embedder=WordEmbedder())
    return library


@dataclass
class WordAnswers:
    """Answers with the sentence that shares most long words with the question, two at least.

    `gate` is waited for before the second claim, so that a test can look at a half-grown answer.
    """

    library: Library
    gate: threading.Event | None = None
    asked: list[tuple[str, Filters, Question | None]] = field(default_factory=list)
    models: str = "words-1"
    weigher: Any = field(default_factory=lambda: SimpleNamespace(calibration=SimpleNamespace(source="none")))
    engine: Any = field(default_factory=lambda: SimpleNamespace(name="quotes"))

    def stream(
        self,
        text: str,
        *,
        language: Language | None = None,
        filters: Filters | None = None,
        before: Question | None = None,
    ) -> Iterator[Answer]:
        self.asked.append((text, filters or Filters(), before))
        question = read_question(text, language)
        found = sorted(self._sentences(text), key=lambda one: -one[0])
        best = [one for one in found if one[0] >= 2][:2]
        shown = best or found[:2]
        citations = tuple(
            cite(document, page, start, end, marker)
            for marker, (_, document, page, start, end) in enumerate(shown, 1)
        )
        if not best:
            yield self._answer(question, (), citations)
            return
        for count in range(1, len(citations) + 1):
            yield self._answer(question, citations[:count], ())
            if self.gate is not None:
                self.gate.wait(20)

    def ask(self, text: str, *, language: Language | None = None, filters: Filters | None = None) -> Answer:
        *_, answer = self.stream(text, language=language, filters=filters)
        return answer

    def search(self, text: str, **_: object) -> tuple[()]:
        return ()

    def _sentences(self, text: str) -> Iterator[tuple[int, Document, Page, int, int]]:
        wanted = set(re.findall(r"\w{4,}", fold(text)))
        for summary in self.library.documents():
            document = self.library.document(summary.id)
            for page in document.pages:
                for match in re.finditer(r"[^.\n]{20,}[.]", page.text):
                    shared = len(wanted & set(re.findall(r"\w{4,}", fold(match.group()))))
                    yield shared, document, page, match.start(), match.end()

    def _answer(
        self, question: Question, citations: tuple[Citation, ...], nearest: tuple[Citation, ...]
    ) -> Answer:
        claims = tuple(
            Claim(text=f"Zin {one.marker} uit het verslag.", markers=(one.marker,)) for one in citations
        )
        return Answer(
            question=question.text,
            standalone=question,
            language=question.language,
            answered=bool(claims),
            text="\n\n".join(f"{claim.text} [{claim.markers[0]}]" for claim in claims)
            or "Dit staat niet in deze verslagen.\n\nDoorzocht: alles.",
            claims=claims,
            citations=citations,
            nearest=nearest,
            passages=(),
            searched=Searched(reports=len(self.library.documents()), languages=self.library.languages()),
            engine="quotes",
            filters=Filters(),
            refusal=None if claims else Refusal(missing=Missing.UNSURE),
            timings_ms={"search": 3.0, "answer": 7.0},
        )


def cite(document: Document, page: Page, start: int, end: int, marker: int = 1) -> Citation:
    """Return a citation of `start:end` of a page."""
    return Citation(
        marker=marker,
        document=document.name,
        document_id=document.id,
        title=document.title,
        page=page.page,
        start=start,
        end=end,
        quote=page.text[start:end],
        language=document.language,
        heading="",
        date=document.date,
        page_text_sha256=page.text_sha256,
        glosses=(Gloss(term="gedeputeerde", meaning="member of the provincial executive"),),
    )


class WordBackend(Backend):
    """A backend without models: words are counted, sentences are picked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, Settings())
        self.gate: threading.Event | None = None

    def models(self) -> Any:
        return SimpleNamespace(embedder=WordEmbedder(), judge=None)

    def assistant(self) -> Any:
        library = self.require_library()
        library.require_documents()
        return WordAnswers(library, self.gate)
