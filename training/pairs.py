"""What stage 2 learns from: pairs, paragraphs built from neighbours, parallel questions, terms."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpora import Pair, balance, read_corpora
from training.data import read_lines, read_rows
from training.splits import row_held_out

PARAGRAPH_SHARE = 0.08
PARAGRAPH_CHARS = 550
SENTENCE_CHARS = 240  # longer ones cost more training time than they teach
TERM_LEXICONS = ("eurovoc_descriptors", "gemet", "canada_laws_defined_terms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Two texts with one meaning; `english` is their English where it is known, else None."""

    first: str
    second: str
    english: str | None

    @property
    def length_chars(self) -> int:
        """The longer side's length."""
        return max(len(self.first), len(self.second))


def examples(data: Path, *, seed: int, scale: float) -> list[Example]:
    """Return the examples of one pass, repeats included, in an order drawn from `seed`.

    `second` is the English side where there is one.
    """
    draw = random.Random(seed)
    train, _ = read_corpora(data / "corpora")
    english_of = {p.second: p.first for part in train for p in part if p.first_language == "en"}
    found: list[Example] = []
    for run, repeats in balance(train, seed=seed, scale=scale):
        singles = [_example(pair, english_of) for pair in run]
        for _ in range(repeats):
            found += [example for example in singles if example.length_chars <= SENTENCE_CHARS]
            found += list(_paragraphs(run, singles, draw))
    found += 3 * _questions(data)
    found += _terms(data)
    draw.shuffle(found)
    return found


def _example(pair: Pair, english_of: dict[str, str]) -> Example:
    if pair.first_language == "en":
        return Example(first=pair.second, second=pair.first, english=pair.first)
    return Example(
        first=pair.first,
        second=pair.second,
        english=english_of.get(pair.first) or english_of.get(pair.second),
    )


def _paragraphs(run: Sequence[Pair], singles: Sequence[Example], draw: random.Random) -> Iterator[Example]:
    """Join neighbouring lines of a source into paragraphs, where all or none of them have their English."""
    row = 0
    while row < len(run):
        row += 1
        if draw.random() > PARAGRAPH_SHARE / 2:
            continue
        size = draw.randint(2, 6)
        part = singles[row : row + size]
        consecutive = len(part) > 1 and run[row + len(part) - 1].line - run[row].line <= 2 * len(part)
        known = {example.english is None for example in part}
        if not consecutive or len(known) > 1:
            continue
        joined = Example(
            first=" ".join(example.first for example in part),
            second=" ".join(example.second for example in part),
            english=None if True in known else " ".join(example.english or "" for example in part),
        )
        if joined.length_chars <= PARAGRAPH_CHARS:
            yield joined


def _questions(data: Path) -> list[Example]:
    rows = [row for row in read_rows(data / "qa" / "written.jsonl.xz") if not row_held_out(row)]
    rows += read_rows(data / "qa" / "qald_train.trilingual.jsonl.xz")
    found = []
    for row in rows:
        question = row["question"]
        english = question.get("en")
        for first, second in (("nl", "en"), ("fr", "en"), ("nl", "fr")):
            if question.get(first) and question.get(second):
                found.append(Example(first=question[first], second=question[second], english=english))
    return found


def _terms(data: Path) -> list[Example]:
    found = []
    for name in TERM_LEXICONS:
        for path in sorted((data / "lexicons").glob(f"{name}.en-*.tsv*")):
            for line in read_lines(path):
                english, other = line.split("\t")[:2]
                found.append(Example(first=other, second=english, english=english))
    return found


def batches(
    found: Sequence[Example], *, batch_tokens: int, batch_pairs: int, seed: int
) -> list[list[Example]]:
    """Cut examples into batches of one kind (second side English or not) and of like lengths.

    Args:
        found: examples, shuffled.
        batch_tokens: at most about this many tokens a side, at four characters a token.
        batch_pairs: at most this many pairs.
        seed: of the order of the batches.
    """
    draw = random.Random(seed)
    cut: list[list[Example]] = []
    pool = 64 * batch_pairs
    for start in range(0, len(found), pool):
        for to_english in (True, False):
            part = [e for e in found[start : start + pool] if (e.second == e.english) is to_english]
            part.sort(key=lambda example: example.length_chars)
            batch: list[Example] = []
            for example in part:
                if (batch and (len(batch) + 1) * example.length_chars / 4 > batch_tokens) or len(
                    batch
                ) == batch_pairs:
                    cut.append(batch)
                    batch = []
                batch.append(example)
            if len(batch) > 1:
                cut.append(batch)
    draw.shuffle(cut)
    return cut
