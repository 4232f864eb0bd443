"""The functions that other programs may call, by Gradio's API or as MCP tools; off by default."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.serialising import answer_json, passage_json
from ingest.errors import MissiveError
from ingest.text.languages import SERVED, Language
from page.backend import Backend
from page.wording import Words, language_of


class Tools:
    """Search, ask, show a page and list, with plain values in and JSON out.

    Gradio makes the functions' descriptions for MCP from their docstrings.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def search(self, words: str, language: str = "", k: int = 10) -> dict[str, Any]:
        """Find passages in the reports, without an answer.

        Args:
            words: words or a question, in Dutch, French or English.
            language: language of the words (nl, fr or en); empty to tell by the words themselves.
            k: how many passages to bring, at most 50.
        """
        return self._told(
            language,
            lambda asked: {
                "words": words,
                "passages": [
                    passage_json(one)
                    for one in self._backend.assistant().search(words, language=asked, k=max(1, min(k, 50)))
                ],
            },
        )

    def ask(self, question: str, language: str = "") -> dict[str, Any]:
        """Answer a question from the reports with verbatim quotes and page citations, or say that they do not.

        Args:
            question: the question, in Dutch, French or English.
            language: language of the question (nl, fr or en); empty to tell by the question itself.
        """
        return self._told(
            language, lambda asked: answer_json(self._backend.assistant().ask(question, language=asked))
        )

    def show_page(self, document: str, page: int = 1) -> dict[str, Any]:
        """Show the exact text of one page of a report.

        Args:
            document: the report's id, a unique start of it, or its file name.
            page: the page, counted from 1.
        """

        def shown(_: Language | None) -> dict[str, Any]:
            library = self._backend.require_library()
            found = library.document(library.resolve(document))
            text = library.page(found.id, page).text
            return {
                "document": found.name,
                "document_id": found.id,
                "title": found.title,
                "pages": [{"page": page, "text": text}],
            }

        return self._told("", shown)

    def list_reports(self) -> dict[str, Any]:
        """List the reports in the library with title, date, languages, countries and number of pages."""
        return self._told(
            "",
            lambda _: {
                "documents": [
                    {
                        "document": one.name,
                        "document_id": one.id,
                        "title": one.title,
                        "date": one.date.isoformat() if one.date else None,
                        "languages": {str(language): round(share, 3) for language, share in one.languages},
                        "countries": list(one.countries),
                        "pages": one.pages,
                    }
                    for one in self._backend.require_library().documents()
                ]
            },
        )

    def _told(self, language: str, answer: Callable[[Language | None], dict[str, Any]]) -> dict[str, Any]:
        """Return what `answer` gives for the language, or the failure in words."""
        asked = language_of(language) if language in {str(one) for one in SERVED} else None
        try:
            return answer(asked)
        except MissiveError as error:
            what, advice = Words(asked or Language.ENGLISH).trouble(error)
            return {"error": {"key": error.message.key, "message": f"{what} {advice}".strip()}}
