"""What stage 3 learns from: passages, each with the questions that it answers and those it does not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.corpora import Pair, read_corpora
from training.data import read_lines, read_rows
from training.report_questions import ReportQuestion
from training.splits import row_held_out

PASSAGE_CHARS = 1_000
LARGEST_SET = 1_200  # passages of one public set: the written ones are nearer to mission reports
DISTRACTOR_CHARS = (300, 900)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question in one or more languages and the sentence that answers it, where that is known."""

    question: tuple[str, ...]
    sentence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage; `near_misses` are questions on its subject that it does not answer."""

    id: str
    text: str
    asked: tuple[Asked, ...]
    near_misses: tuple[Asked, ...] = ()


def written_passages(qa: Path, *, held: bool) -> list[Passage]:
    """Return the passages written for this project, of the validation part or of the training part."""
    rows = [row for row in read_rows(qa / "written.jsonl.xz") if row_held_out(row) is held]
    return _grouped(rows, lambda row: tuple(row["question"].values()))


def public_passages(qa: Path) -> list[Passage]:
    """Return the passages of the public question sets, one language each."""
    found: list[Passage] = []
    for name in (
        "piaf_v1.1.fr",
        "squad_v2.0_dev.en",
        "rijksoverheid_vac.nl",
        "pairs_service_public_questions.fr",
        "pairs_service_public_fiches.fr",
    ):
        rows = read_rows(qa / f"{name}.jsonl.xz")
        for row in rows:
            row["passage"] = f"{name}:{row['context'][:PASSAGE_CHARS]}"
            row["answerable"] = not row["is_impossible"]
            row["title"] = str(row.get("heading") or row.get("title") or "").replace("_", " ")
        found += _grouped(rows, lambda row: (row["question"],))[:LARGEST_SET]
    return found + _aligned_faq(read_rows(qa / "pairs_coronamelder_faq.nl-en-fr.jsonl.xz"))


def report_passages(questions: Sequence[ReportQuestion]) -> list[Passage]:
    """Return the passages of whole reports that answer, under their title and headings as they are embedded."""
    groups: dict[tuple[str, str], dict[str, list[ReportQuestion]]] = {}
    for question in questions:
        if question.answering is not None:
            place = (question.answering.context, question.answering.text)
            groups.setdefault(place, {}).setdefault(question.group, []).append(question)
    return [
        Passage(
            id=f"report:{'+'.join(asked)}",
            text=f"{context}\n{text}"[:PASSAGE_CHARS],
            asked=tuple(_asked_in_all(wordings) for wordings in asked.values()),
        )
        for (context, text), asked in groups.items()
    ]


def _asked_in_all(wordings: Sequence[ReportQuestion]) -> Asked:
    example = wordings[0].answering
    sentence = example.text[slice(*example.evidence)] if example and example.evidence else None
    return Asked(
        question=tuple(one.answering.question for one in wordings if one.answering), sentence=sentence
    )


def _aligned_faq(rows: Iterable[dict[str, Any]]) -> list[Passage]:
    """Let each language's question ask for each language's answer."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(str(row["group"]), []).append(row)
    return [
        Passage(
            id=f"faq:{row['id']}",
            text=row["context"][:PASSAGE_CHARS],
            asked=(Asked(question=tuple(other["question"] for other in group)),),
        )
        for group in groups.values()
        for row in group
    ]


def _grouped(rows: Iterable[dict[str, Any]], question: Any) -> list[Passage]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(str(row["passage"]), []).append(row)
    found = []
    for name, group in groups.items():
        asked = tuple(
            Asked(question=question(row), sentence=row.get("sentence")) for row in group if row["answerable"]
        )
        missed = tuple(Asked(question=question(row)) for row in group if not row["answerable"])
        if asked:
            text = _titled(group[0])[:PASSAGE_CHARS]
            found.append(Passage(id=name, text=text, asked=asked, near_misses=missed))
    return found


def _titled(row: dict[str, Any]) -> str:
    """Put the title before every other passage that has one, as the product puts headings before a chunk."""
    title, context = str(row.get("title") or ""), str(row["context"])
    return f"{title}\n{context}" if title and len(context) % 2 else context


def aligned_passages(corpora: Path, *, count: int, seed: int) -> list[Passage]:
    """Return paragraphs of neighbouring lines in one language, asked for by a line in the other.

    This carries the passage-level match across languages, which the question sets have too little of.
    """
    draw = random.Random(seed)
    train, _ = read_corpora(corpora)
    sources = ("jrc_", "europarl_", "canada_", "be_constitutional", "ms_d365_operations", "nl_covid")
    files = [part for part in train if part and part[0].source.startswith(sources)]
    found: list[Passage] = []
    while files and len(found) < count:
        part = draw.choice(files)
        size = draw.randint(3, 7)
        first = draw.randrange(max(1, len(part) - size))
        paragraph = _aligned(part[first : first + size], draw)
        if paragraph is not None:
            found.append(paragraph)
    return found


def _aligned(lines: Sequence[Pair], draw: random.Random) -> Passage | None:
    swap = draw.random() < 0.5
    texts = [(pair.second, pair.first) if swap else (pair.first, pair.second) for pair in lines]
    text = " ".join(own for own, _ in texts)
    asking = [other for _, other in texts if 30 <= len(other) <= 200]
    if not asking or not 150 <= len(text) <= PASSAGE_CHARS:
        return None
    chosen = draw.sample(asking, min(2, len(asking)))
    name = f"{lines[0].source}:{lines[0].line}:{swap}"
    return Passage(id=name, text=text, asked=tuple(Asked(question=(line,)) for line in chosen))


def distractors(mono: Path, *, count: int, seed: int) -> list[Passage]:
    """Return paragraphs of the Chamber's debates that no question of ours asks for."""
    draw = random.Random(seed)
    low, high = DISTRACTOR_CHARS
    found: list[str] = []
    for path in sorted(mono.glob("be_chamber_speeches.*")):
        lines = [line for line in read_lines(path) if low <= len(line) <= high]
        found += draw.sample(lines, min(count // 2, len(lines)))
    return [Passage(id=f"mono:{row}", text=text, asked=()) for row, text in enumerate(found)]


def clustered(
    passages: Sequence[Passage], vectors: np.ndarray, *, size: int, near: int, seed: int
) -> list[list[int]]:
    """Cut passages into batches made of small clusters of neighbours, each other's hard negatives.

    Args:
        passages: those of one pass.
        vectors: float32 (n, dim), unit rows, one a passage.
        size: passages a batch.
        near: passages a cluster: a passage drawn at random and its nearest that are still free.
        seed: of the draw.

    Returns:
        Rows of `passages`, batch by batch; every row once.
    """
    draw = np.random.default_rng(seed)
    free = np.ones(len(passages), dtype=bool)
    clusters: list[list[int]] = []
    for row in draw.permutation(len(passages)):
        if not free[row]:
            continue
        similarity = np.where(free, vectors @ vectors[row], -2.0)
        similarity[row] = 2.0
        cluster = [int(other) for other in np.argsort(-similarity)[:near] if free[other]]
        free[cluster] = False
        clusters.append(cluster)
    order = draw.permutation(len(clusters))
    flat = [row for place in order for row in clusters[place]]
    return [flat[start : start + size] for start in range(0, len(flat), size)]
