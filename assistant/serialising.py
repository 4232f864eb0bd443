"""Answers, citations and passages as the JSON of the contract."""

from __future__ import annotations

from assistant.answer import Answer, Citation
from index.passages import Filters, Passage

PASSAGE_CHARS = 1200
"""The contract's limit on a passage."""


def answer_json(answer: Answer) -> dict[str, object]:
    """Return an answer as the contract's object."""
    return {
        "question": answer.question,
        "language": str(answer.language),
        "answered": answer.answered,
        "text": answer.text,
        "claims": [{"text": claim.text, "markers": list(claim.markers)} for claim in answer.claims],
        "citations": [citation_json(citation) for citation in answer.citations],
        "nearest": [citation_json(citation) for citation in answer.nearest],
        "passages": [passage_json(passage) for passage in answer.passages],
        "searched": {
            "reports": answer.searched.reports,
            "languages": {str(language): count for language, count in answer.searched.languages},
        },
        "filters": filters_json(answer.filters),
        "engine": answer.engine,
        "timings_ms": {stage: round(spent, 1) for stage, spent in answer.timings_ms.items()},
    }


def citation_json(citation: Citation) -> dict[str, object]:
    """Return a citation as the contract's object."""
    return {
        "marker": citation.marker,
        "document": citation.document,
        "document_id": citation.document_id,
        "title": citation.title,
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "language": str(citation.language),
        "heading": citation.heading,
        "date": citation.date.isoformat() if citation.date else None,
        "page_text_sha256": citation.page_text_sha256,
        "glosses": [{"term": gloss.term, "meaning": gloss.meaning} for gloss in citation.glosses],
    }


def passage_json(passage: Passage) -> dict[str, object]:
    """Return a passage as the contract's object."""
    return {
        "document": passage.document,
        "document_id": passage.document_id,
        "title": passage.title,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "language": str(passage.language),
        "rank": passage.rank,
        "similarity": None if passage.similarity is None else round(passage.similarity, 4),
    }


def filters_json(filters: Filters) -> dict[str, object]:
    """Return the filters that are set, by name."""
    values: dict[str, object] = {
        "countries": list(filters.countries),
        "from": filters.date_from and filters.date_from.isoformat(),
        "to": filters.date_to and filters.date_to.isoformat(),
        "languages": [str(language) for language in filters.languages],
        "documents": list(filters.documents),
        "kinds": [str(kind) for kind in filters.kinds],
        "organisations": list(filters.organisations),
    }
    return {name: value for name, value in values.items() if value}
