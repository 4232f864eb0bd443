"""Hybrid search: by meaning and by words, fused by rank, with the filters inside both."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from index.concepts import ConceptReader, ConceptSettings
from index.embedder import Embedder
from index.errors import EmbedderMismatchError
from index.lexical import Bm25Settings, Postings, best
from index.library import Library, Snapshot
from index.passages import Passage, Query
from index.records import StoredChunk, read_chunks
from index.roles import Role
from index.selection import chunk_ids
from index.vectors import Ids, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """How the two searches are weighed against each other.

    Fused as in Cormack, Clarke & Büttcher 2009, Reciprocal Rank Fusion, but for their `fusion_k`
    of 60: it lets a passage that both searches find at rank 20 pass one that either finds first.
    Gold passage in the first five of the dev questions about the sample reports (three languages
    together, the 24 November 2026 encoder): 0.83 with 60, 0.86 with 20, 0.92 with 5, 0.93 with 2;
    `words` at 1.5 rather than 1 moves the mean reciprocal rank from 0.76 to 0.80.
    """

    depth: int = field(default=100, metadata={"help": "passages each search brings before they are fused"})
    fusion_k: float = field(default=2.0, metadata={"help": "how soon a lower rank stops counting"})
    meaning: float = field(default=1.0, metadata={"help": "weight of the search by meaning"})
    words: float = field(default=1.5, metadata={"help": "weight of the search by words"})
    bm25: Bm25Settings = field(default_factory=Bm25Settings)
    concepts: ConceptSettings = field(default_factory=ConceptSettings)


class Retriever:
    """Searches one library; keep it open to search many times, from any number of threads."""

    def __init__(
        self, library: Library, embedder: Embedder | None, settings: SearchSettings | None = None
    ) -> None:
        self._library, self._embedder = library, embedder
        self._settings = settings or SearchSettings()
        self._postings: tuple[int, Postings] | None = None
        self._guard = threading.Lock()

    def search(self, query: Query, k: int) -> tuple[Passage, ...]:
        """Return the `k` best passages for a query, best first; fewer where fewer match at all.

        Without an embedder only words are searched for.

        Raises:
            EmbedderMismatchError: the library has been given another model's vectors meanwhile.
        """
        vector = None
        if self._embedder is not None and query.text.strip():
            vector = self._embedder.embed([query.text], role=Role.QUERY)[0]
        with self._library.snapshot() as snapshot:
            self._check()
            allowed = chunk_ids(snapshot.connection, query.filters)
            nearest, similarities = self._by_meaning(snapshot, vector, allowed)
            matching = self._by_words(snapshot, query, allowed)
            fused = fuse(
                ((nearest, self._settings.meaning), (matching, self._settings.words)), self._settings.fusion_k
            )
            found = _Found(
                similarities=dict(zip(nearest.tolist(), similarities.tolist(), strict=True)),
                similarity_ranks=_ranks(nearest),
                words_ranks=_ranks(matching),
            )
            return _passages(snapshot.connection, fused[:k], found)

    def _check(self) -> None:
        embedder, library = self._embedder, self._library
        if embedder is not None and library.embedder_identity != embedder.identity:
            raise EmbedderMismatchError(library.folder, library.embedder_identity, embedder.identity)

    def _by_meaning(self, snapshot: Snapshot, vector: Rows | None, allowed: Ids | None) -> tuple[Ids, Rows]:
        if vector is None:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return snapshot.vectors.search(vector, self._settings.depth, allowed)

    def _by_words(self, snapshot: Snapshot, query: Query, allowed: Ids | None) -> Ids:
        connection = snapshot.connection
        reader = ConceptReader(connection, self._settings.concepts)
        concepts = reader.read(query.text, query.language)
        postings = self._postings_of(snapshot)
        scores = postings.score(connection, concepts, self._settings.bm25)
        return best(postings.ids, scores, self._settings.depth, allowed)

    def _postings_of(self, snapshot: Snapshot) -> Postings:
        with self._guard:
            if self._postings is None or self._postings[0] != snapshot.generation:
                self._postings = (snapshot.generation, Postings(snapshot.connection))
            return self._postings[1]


def fuse(rankings: Sequence[tuple[Ids, float]], fusion_k: float) -> tuple[int, ...]:
    """Return the numbers in `rankings` (each best first, with its weight) by weighted reciprocal rank.

    Equal scores keep the order of the first ranking that has them.
    """
    scores: dict[int, float] = {}
    for ranking, weight in rankings:
        for rank, number in enumerate(ranking.tolist(), 1):
            scores[number] = scores.get(number, 0.0) + weight / (fusion_k + rank)
    return tuple(sorted(scores, key=lambda number: -scores[number]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Where each passage stood in the two searches, by number."""

    similarities: dict[int, float]
    similarity_ranks: dict[int, int]
    words_ranks: dict[int, int]


def _ranks(ranking: Ids) -> dict[int, int]:
    return {number: rank for rank, number in enumerate(ranking.tolist(), 1)}


def _passages(connection: sqlite3.Connection, numbers: Sequence[int], found: _Found) -> tuple[Passage, ...]:
    chunks = read_chunks(connection, numbers)
    reports = _reports(connection, {stored.chunk.document_id for stored in chunks.values()})
    return tuple(
        _passage(chunks[number], reports[chunks[number].chunk.document_id], rank, found)
        for rank, number in enumerate(numbers, 1)
    )


@dataclass(frozen=True, slots=True)
class _Report:
    """What a passage says of its document."""

    name: str
    title: str
    date: date | None


def _reports(connection: sqlite3.Connection, document_ids: set[str]) -> dict[str, _Report]:
    query = "SELECT name, title, coalesce(document_date, event_end, event_date) FROM documents WHERE id = ?"
    reports = {}
    for document_id in document_ids:
        name, title, day = connection.execute(query, (document_id,)).fetchone()
        reports[document_id] = _Report(name, title, date.fromisoformat(day) if day else None)
    return reports


def _passage(stored: StoredChunk, report: _Report, rank: int, found: _Found) -> Passage:
    chunk = stored.chunk
    return Passage(
        chunk=stored.id,
        document_id=chunk.document_id,
        document=report.name,
        title=report.title,
        date=report.date,
        page=chunk.page,
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        language=chunk.language,
        heading_path=chunk.heading_path,
        sentences=chunk.sentences,
        rank=rank,
        similarity=found.similarities.get(stored.id),
        similarity_rank=found.similarity_ranks.get(stored.id),
        words_rank=found.words_ranks.get(stored.id),
    )
