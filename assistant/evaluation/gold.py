"""Questions with gold answers, and whether an answer meets them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Answer, Citation
from index.library import Library
from index.passages import Passage
from ingest.text.languages import Language

_AROUND_CHARS = 200
"""A cited quote is held against the gold pattern with this much of the page on either side."""

_SPACES = re.compile(r"[\u00a0\u202f\u2009\u2007]")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuestion:
    """A question and what a right answer must carry.

    `answer_all` are patterns that must all match the answer's text, `quote_any` patterns of which
    one must match a cited quote with its surroundings, `documents` the names that may be cited.
    """

    id: str
    language: Language
    question: str
    answerable: bool
    documents: tuple[str, ...]
    answer_all: tuple[str, ...]
    quote_any: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one answer did; every flag is True for good.

    `gold_rank` is the rank (from 1) of the first passage that holds the gold quote, None where no
    passage does. `verbatim` is true where every citation is the exact slice that it names.
    """

    id: str
    question_language: str
    document_language: str
    answerable: bool
    answered: bool
    right: bool
    cited: bool
    verbatim: bool
    quotes: int
    gold_rank: int | None

    @property
    def right_and_cited(self) -> bool:
        """Tell whether the answer is right and rests on the gold quote."""
        return self.right and self.cited

    @property
    def ndcg_at_10(self) -> float:
        """Return nDCG@10 with one gold passage: 1/log2(1 + rank), 0 beyond ten (Järvelin & Kekäläinen 2002)."""
        if self.gold_rank is None or self.gold_rank > 10:
            return 0.0
        return 1.0 / math.log2(1 + self.gold_rank)


def read_questions(path: Path) -> tuple[GoldQuestion, ...]:
    """Return the questions of a JSON-lines file in the form of the contract."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(
        GoldQuestion(
            id=row["id"],
            language=Language(row["lang"]),
            question=row["question"],
            answerable=row["answerable"],
            documents=tuple(row["documents"]),
            answer_all=tuple(row["answer_all"]),
            quote_any=tuple(row["quote_any"]),
        )
        for row in rows
    )


def judge(gold: GoldQuestion, answer: Answer, library: Library) -> Outcome:
    """Return how `answer` did on `gold`."""
    languages = [
        str(document.language) for document in library.documents() if document.name in gold.documents
    ]
    return Outcome(
        id=gold.id,
        question_language=str(gold.language),
        document_language=languages[0] if languages else "-",
        answerable=gold.answerable,
        answered=answer.answered,
        right=answer.answered and is_right(gold, answer.text),
        cited=any(is_gold_citation(gold, citation, library) for citation in answer.citations),
        verbatim=all(is_exact(citation, library) for citation in (*answer.citations, *answer.nearest)),
        quotes=len(answer.citations) + len(answer.nearest),
        gold_rank=gold_rank(gold, answer.passages),
    )


def is_right(gold: GoldQuestion, text: str) -> bool:
    """Tell whether every gold pattern matches the text, narrow spaces read as spaces."""
    spaced = _SPACES.sub(" ", text)
    return all(re.search(pattern, spaced, re.IGNORECASE) for pattern in gold.answer_all)


def is_gold_citation(gold: GoldQuestion, citation: Citation, library: Library) -> bool:
    """Tell whether a citation, with the text around it, holds a gold quote of a gold document."""
    if citation.document not in gold.documents:
        return False
    text = library.page(citation.document_id, citation.page).text
    around = text[max(0, citation.start - _AROUND_CHARS) : citation.end + _AROUND_CHARS]
    return matches_quote(gold.quote_any, around)


def is_exact(citation: Citation, library: Library) -> bool:
    """Tell whether the quote is exactly the slice of the stored page that the citation names."""
    page = library.page(citation.document_id, citation.page)
    return (
        page.text[citation.start : citation.end] == citation.quote
        and page.text_sha256 == citation.page_text_sha256
    )


def gold_rank(gold: GoldQuestion, passages: Sequence[Passage]) -> int | None:
    """Return the rank of the first passage of a gold document that holds a gold quote."""
    for passage in passages:
        if passage.document in gold.documents and matches_quote(gold.quote_any, passage.text):
            return passage.rank
    return None


def matches_quote(patterns: Sequence[str], text: str) -> bool:
    """Tell whether any pattern matches, white space collapsed and curly apostrophes read as straight."""
    flat = re.sub(r"\s+", " ", text).replace("’", "'")
    return any(re.search(pattern, flat, re.IGNORECASE) for pattern in patterns)
