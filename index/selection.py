"""Filters as SQL: which current documents, and which of their chunks, a search may find."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.passages import Filters
from index.vectors import Ids
from ingest.document import Kind
from ingest.text.languages import Language

LANGUAGE_SHARE = 0.25
"""A language counts as one of a document's from this share on: a quoted title makes no report French."""

_DATE = "coalesce(document_date, event_end, event_date)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """How many documents each value would leave, most first; a field's own filter is not applied to it."""

    countries: tuple[tuple[str, int], ...]
    languages: tuple[tuple[Language, int], ...]
    kinds: tuple[tuple[Kind, int], ...]
    organisations: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]


def _any_of(column: str, values: Sequence[str]) -> tuple[str, list[str]]:
    return f"{column} IN ({', '.join('?' * len(values))})", [str(value) for value in values]


def where(filters: Filters) -> tuple[str, list[str]]:
    """Return a condition on the rows of `documents`, and its values in order."""
    conditions, values = ["state = 'current'"], list[str]()

    def add(condition: str, more: Sequence[str]) -> None:
        conditions.append(condition)
        values.extend(more)

    for column, wanted in (
        ("documents.id", filters.documents),
        ("kind", filters.kinds),
        ("organisation", filters.organisations),
    ):
        if wanted:
            add(*_any_of(column, wanted))
    if filters.countries:
        condition, more = _any_of("country", [country.upper() for country in filters.countries])
        add(f"documents.id IN (SELECT document_id FROM document_countries WHERE {condition})", more)
    if filters.languages:
        condition, more = _any_of("language", filters.languages)
        chosen = f"SELECT document_id FROM document_languages WHERE {condition} AND share >= {LANGUAGE_SHARE}"
        add(f"documents.id IN ({chosen})", more)
    if filters.date_from or filters.date_to:
        add(*_dated(filters))
    return " AND ".join(conditions), values


def _dated(filters: Filters) -> tuple[str, list[str]]:
    """Return the condition that the paper's date is within the period, or the event overlaps it."""
    first = filters.date_from.isoformat() if filters.date_from else "0000-01-01"
    last = filters.date_to.isoformat() if filters.date_to else "9999-12-31"
    return (
        "(document_date BETWEEN ? AND ? OR (event_date <= ? AND coalesce(event_end, event_date) >= ?))",
        [first, last, last, first],
    )


def chunk_ids(connection: sqlite3.Connection, filters: Filters) -> Ids | None:
    """Return the numbers of the chunks that pass, ascending; None where the filters are empty."""
    if filters.is_empty:
        return None
    condition, values = where(filters)
    rows = connection.execute(
        f"SELECT chunks.id FROM chunks JOIN documents ON documents.id = chunks.document_id "
        f"WHERE {condition} ORDER BY chunks.id",
        values,
    )
    return np.fromiter((row[0] for row in rows), np.int64)


def count_facets(connection: sqlite3.Connection, filters: Filters) -> Facets:
    """Return the counts of documents by value for every field that can be filtered on."""

    def counts(value: str, tables: str, others: Filters) -> list[tuple[str, int]]:
        condition, values = where(others)
        return connection.execute(
            f"SELECT {value} AS value, count(DISTINCT documents.id) AS total FROM documents {tables} "
            f"WHERE {condition} AND value IS NOT NULL GROUP BY value ORDER BY total DESC, value",
            values,
        ).fetchall()

    languages = (
        f"JOIN document_languages AS l ON l.document_id = documents.id AND l.share >= {LANGUAGE_SHARE}"
    )
    countries = "JOIN document_countries AS c ON c.document_id = documents.id"
    of_languages = counts("l.language", languages, replace(filters, languages=()))
    of_kinds = counts("kind", "", replace(filters, kinds=()))
    of_years = counts(f"substr({_DATE}, 1, 4)", "", replace(filters, date_from=None, date_to=None))
    return Facets(
        countries=tuple(counts("c.country", countries, replace(filters, countries=()))),
        languages=tuple((Language(value), total) for value, total in of_languages),
        kinds=tuple((Kind(value), total) for value, total in of_kinds),
        organisations=tuple(counts("organisation", "", replace(filters, organisations=()))),
        years=tuple((int(value), total) for value, total in of_years),
    )
