"""The lexical index as rows: the terms of each chunk, and the words they were made of."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

from index.analysis import analyse, number_term, vocabulary_of
from ingest.chunk import Chunk
from ingest.document import Document


def add_terms(
    connection: sqlite3.Connection, document: Document, chunks: Iterable[tuple[int, Chunk]]
) -> dict[int, int]:
    """Index the terms of a document's numbered chunks; return each chunk's length in terms of its own text.

    The years of the paper and of the event stand with the headings: a page rarely says which year
    it is about, and a question about one of several missions to a place often does.
    """
    years = _years(document)
    rows, words = [], Counter[tuple[str, str]]()
    lengths = {}
    for number, chunk in chunks:
        body = analyse(chunk.text, chunk.language)
        lengths[number] = len(body)
        context = dict.fromkeys((*analyse(chunk.context, chunk.language), *years))
        rows.append((number, " ".join(body), " ".join(context)))
        words.update(_words(chunk))
    connection.executemany("INSERT INTO lexical (rowid, body, context) VALUES (?, ?, ?)", rows)
    _learn(connection, words)
    return lengths


def _years(document: Document) -> tuple[str, ...]:
    days = (document.document_date, document.event_date, document.event_end)
    return tuple(dict.fromkeys(number_term(str(day.year)) for day in days if day))


def drop_terms(connection: sqlite3.Connection, chunks: Iterable[tuple[int, Chunk]]) -> None:
    """Take the terms of numbered chunks out of the index, and words that stand nowhere else."""
    rows, words = [], Counter[tuple[str, str]]()
    for number, chunk in chunks:
        rows.append((number,))
        words.update(_words(chunk))
    connection.executemany("DELETE FROM lexical WHERE rowid = ?", rows)
    _forget(connection, words)


def _words(chunk: Chunk) -> Iterable[tuple[str, str]]:
    language = str(chunk.language)
    words = vocabulary_of(f"{chunk.context}\n{chunk.text}", chunk.language)
    return [(language, word) for word in words]


def _learn(connection: sqlite3.Connection, words: Counter[tuple[str, str]]) -> None:
    for (language, word), count in sorted(words.items()):
        number, chunks = connection.execute(
            "INSERT INTO vocabulary (language, word, chunks) VALUES (?, ?, ?) "
            "ON CONFLICT (word, language) DO UPDATE SET chunks = chunks + excluded.chunks "
            "RETURNING id, chunks",
            (language, word, count),
        ).fetchone()
        if chunks == count:
            connection.execute("INSERT INTO spellings (rowid, word) VALUES (?, ?)", (number, word))


def _forget(connection: sqlite3.Connection, words: Counter[tuple[str, str]]) -> None:
    for (language, word), count in words.items():
        number, chunks = connection.execute(
            "UPDATE vocabulary SET chunks = chunks - ? WHERE word = ? AND language = ? RETURNING id, chunks",
            (count, word, language),
        ).fetchone()
        if chunks <= 0:
            connection.execute(
                "INSERT INTO spellings (spellings, rowid, word) VALUES ('delete', ?, ?)", (number, word)
            )
            connection.execute("DELETE FROM vocabulary WHERE id = ?", (number,))
