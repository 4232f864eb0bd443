"""What the judge learns from: a question, a passage, and where its answer stands, if anywhere."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.text.sentences import split_sentences
from training.data import read_rows
from training.splits import row_held_out

LANGUAGES = ("nl", "fr", "en")
LONGEST_CHARS = 1_200  # a passage of the product
LEAST_CHARS = 200  # of a cut-out piece of a passage

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One question put to one passage.

    `context` is the title and headings that stand before the passage; `answer` and `evidence` (the
    answering sentence) are (start, end) in `text`, both None where the passage does not answer. `answer`
    alone is None where the sentence answers as a whole.
    `origin` says where the example comes from, for the tables; `passage` is the id of a written one.
    """

    question: str
    text: str
    context: str = ""
    answer: Place | None = None
    evidence: Place | None = None
    origin: str = "written"
    question_language: str = ""
    text_language: str = ""
    passage: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the passage answers."""
        return self.evidence is not None


def written_rows(data: Path, *, held_out: bool) -> list[dict[str, Any]]:
    """Return the rows of the written questions, those of held-out passages or the others."""
    rows = read_rows(data / "qa" / "written.jsonl.xz")
    return [row for row in rows if row_held_out(row) == held_out]


def from_written(row: Mapping[str, Any], language: str) -> Example:
    """Return a written row as an example, its question in `language`."""
    answer = evidence = None
    if row["answerable"]:
        answer = (row["answer_start"], row["answer_start"] + len(row["answer"]))
        evidence = (row["sentence_start"], row["sentence_start"] + len(row["sentence"]))
    return Example(
        question=row["question"][language],
        text=row["context"],
        answer=answer,
        evidence=evidence,
        origin="written" if answer else "near miss",
        question_language=language,
        text_language=row["lang"],
        passage=row["passage"],
    )


def from_public(row: Mapping[str, Any], *, draw: random.Random) -> Example | None:
    """Return a row of a public question set as an example, or None where it does not fit a passage."""
    text, answer = row["context"], None
    if row["answers"]:
        chosen = draw.choice(row["answers"][:3])
        answer = (chosen["start"], chosen["start"] + len(chosen["text"]))
        if answer[1] - answer[0] > 300:
            return None
    example = Example(
        question=row["question"],
        text=text,
        answer=answer,
        evidence=_sentence_of(text, answer) if answer else None,
        origin="public" if answer else "public, no answer",
        question_language=row["lang"],
        text_language=row["lang"],
    )
    return crop(example, draw=draw) if len(text) > LONGEST_CHARS else example


def _sentence_of(text: str, answer: Place) -> Place:
    touched = [span for span in split_sentences(text) if span[0] < answer[1] and span[1] > answer[0]]
    return (touched[0][0], touched[-1][1]) if touched else answer


def crop(example: Example, *, draw: random.Random, longest_chars: int = LONGEST_CHARS) -> Example:
    """Return the example with a stretch of whole sentences as its passage, the evidence kept whole.

    Where the answer stands in the stretch is drawn, so that its place tells nothing.
    """
    sentences = split_sentences(example.text)
    if len(sentences) < 2:
        return example
    room = draw.randint(LEAST_CHARS, longest_chars)
    first = last = draw.randrange(len(sentences))
    if example.evidence:
        kept = [row for row, span in enumerate(sentences) if _overlap(span, example.evidence)]
        first, last = kept[0], kept[-1]
    while True:
        ways = []
        if first > 0 and sentences[last][1] - sentences[first - 1][0] <= room:
            ways.append(-1)
        if last + 1 < len(sentences) and sentences[last + 1][1] - sentences[first][0] <= room:
            ways.append(1)
        if not ways:
            break
        if draw.choice(ways) < 0:
            first -= 1
        else:
            last += 1
    return _slice(example, sentences[first][0], sentences[last][1])


def cut_out(example: Example, *, draw: random.Random) -> Example | None:
    """Return the passage without its answering sentence, or None where too little is left of it.

    Sentences that share the answer's words go too, since they may answer as well.
    """
    if not example.evidence or not example.answer:
        return None
    wanted = example.text[slice(*example.answer)].casefold()
    sentences = split_sentences(example.text)
    spans = [
        span
        for span in sentences
        if not _overlap(span, example.evidence) and wanted not in example.text[slice(*span)].casefold()
    ]
    if sum(end - start for start, end in spans) < LEAST_CHARS:
        return None
    joint = "\n" if "\n" in example.text else " "
    text = joint.join(example.text[start:end] for start, end in spans)
    bare = replace(example, text=text, answer=None, evidence=None, origin="cut out")
    return crop(bare, draw=draw) if draw.random() < 0.3 else bare


def lead_as_context(example: Example) -> Example:
    """Return the example with its first sentence moved to the context, where it reads as a title."""
    sentences = split_sentences(example.text)
    if len(sentences) < 3 or sentences[0][1] > 140:
        return example
    if example.evidence and example.evidence[0] < sentences[1][0]:
        return example
    moved = _slice(example, sentences[1][0], len(example.text))
    return replace(moved, context=example.text[slice(*sentences[0])])


def join_texts(example: Example, other: str, *, before: bool) -> Example:
    """Return the example with another passage before or after its own, at most a passage's length."""
    room = LONGEST_CHARS - len(example.text) - 1
    spans = [span for span in split_sentences(other) if span[1] <= room]
    if not spans:
        return example
    piece = other[: spans[-1][1]]
    if not before:
        return replace(example, text=f"{example.text}\n{piece}")
    moved = len(piece) + 1
    return replace(
        example,
        text=f"{piece}\n{example.text}",
        answer=_moved(example.answer, moved),
        evidence=_moved(example.evidence, moved),
    )


def put_to(example: Example, other: Example, *, origin: str) -> Example:
    """Return the question of one example put to the passage of another, which does not answer it."""
    return replace(
        other,
        question=example.question,
        question_language=example.question_language,
        answer=None,
        evidence=None,
        origin=origin,
    )


class LookAlikes:
    """Passages near to a question in the passage's own words, by shared rare words."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Index texts by id."""
        self._words = {key: words(text) for key, text in texts.items()}
        counts = Counter(word for found in self._words.values() for word in found)
        self._weight = {word: math.log(len(texts) / count) for word, count in counts.items()}

    def nearest(self, text: str, *, without: str, count: int) -> list[str]:
        """Return the ids of the `count` texts that share most with `text`, best first, but for `without`."""
        asked = words(text)
        scores = {
            key: math.fsum(self._weight[word] for word in asked & found)  # in any order the same
            for key, found in self._words.items()
            if key != without
        }
        return sorted(scores, key=lambda key: -scores[key])[:count]


def words(text: str) -> frozenset[str]:
    """Return the case-folded words and numbers of a text that have three characters or more."""
    return frozenset(re.findall(r"\w{3,}", text.casefold()))


def by_passage(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Yield each passage's id and rows."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["passage"], []).append(row)
    yield from found.items()


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and one[1] > other[0]


def _moved(place: Place | None, by: int) -> Place | None:
    return (place[0] + by, place[1] + by) if place else None


def _slice(example: Example, start: int, end: int) -> Example:
    return replace(
        example,
        text=example.text[start:end],
        answer=_moved(example.answer, -start),
        evidence=_moved(example.evidence, -start),
    )
