"""What the judge is worth on held-apart passages, beside the encoder's cosine.

`python -m benchmarks.judge --data DIR [--judge FOLDER] [--baseline] [--json FILE]`
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.judge import Candidate, Judge, Judgement, load_judge
from ingest.text.sentences import split_sentences
from training.data import data_folder
from training.judge_epoch import Source
from training.judge_examples import Example, written_rows
from training.judge_held_out import area_under_curve, fitting_half, held_out_examples
from training.judge_tables import table_example

TABLES = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One example and what was made of it; `answerable` 0..1, `exact`, `f1` and `hit` None where unanswerable."""

    example: Example
    answerable: float
    exact: float | None
    f1: float | None
    hit: bool | None


def sentences_of(example: Example) -> tuple[tuple[int, int], ...]:
    """Return the sentences of an example's passage, as the product would score them."""
    return split_sentences(example.text)


def overlap_f1(said: str, wanted: str) -> float:
    """Return the harmonic mean of precision and recall of words, as in SQuAD."""
    one, other = (re.findall(r"\w+", text.casefold()) for text in (said, wanted))
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


def hits_evidence(example: Example, scores: Sequence[float]) -> bool:
    """Tell whether the best-scored sentence touches the answer (not only the sentence around it)."""
    sentences = sentences_of(example)
    start, end = sentences[int(np.argmax(scores))]
    return example.answer is not None and start < example.answer[1] and end > example.answer[0]


def judged(judge: Judge, examples: Sequence[Example]) -> list[Outcome]:
    """Return what the judge makes of the examples."""
    candidates = [
        Candidate(
            question=example.question,
            context=example.context,
            text=example.text,
            sentences=sentences_of(example),
        )
        for example in examples
    ]
    return [
        _outcome(example, found) for example, found in zip(examples, judge.judge(candidates), strict=True)
    ]


def _outcome(example: Example, found: Judgement) -> Outcome:
    exact = f1 = hit = None
    if example.answer:
        wanted = example.text[slice(*example.answer)]
        said = example.text[found.spans[0].start : found.spans[0].end] if found.spans else ""
        exact, f1 = float(_plain(said) == _plain(wanted)), overlap_f1(said, wanted)
        hit = hits_evidence(example, found.sentence_scores)
    return Outcome(example=example, answerable=found.answerable, exact=exact, f1=f1, hit=hit)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def by_cosine(examples: Sequence[Example]) -> list[Outcome]:
    """Return the baseline: a sentence's cosine with the question, the best one for the passage."""
    from index.embedder import Role, load_embedder

    embedder = load_embedder()
    questions = embedder.embed([example.question for example in examples], role=Role.QUERY)
    sentences = [sentences_of(example) for example in examples]
    texts = sorted({e.text[a:b] for e, spans in zip(examples, sentences, strict=True) for a, b in spans})
    row_of = {text: row for row, text in enumerate(texts)}
    vectors = embedder.embed(texts, role=Role.PASSAGE)
    found = []
    for example, question, spans in zip(examples, questions, sentences, strict=True):
        scores = [float(vectors[row_of[example.text[a:b]]] @ question) for a, b in spans]
        hit = hits_evidence(example, scores) if example.answer else None
        found.append(Outcome(example=example, answerable=max(scores), exact=None, f1=None, hit=hit))
    return found


def best_threshold(outcomes: Sequence[Outcome]) -> float:
    """Return the threshold of `answerable` that is right most often."""
    values = sorted({outcome.answerable for outcome in outcomes})
    return max(values, key=lambda value: accuracy(outcomes, value))


def accuracy(outcomes: Sequence[Outcome], threshold: float) -> float:
    """Return the share on the right side of the threshold."""
    right = [(outcome.answerable >= threshold) == outcome.example.answerable for outcome in outcomes]
    return float(np.mean(right))


def summary(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float]:
    """Return the measures of some outcomes, rounded."""
    scores = [outcome.answerable for outcome in outcomes]
    known = [outcome.example.answerable for outcome in outcomes]

    def mean(values: Iterable[float | bool | None]) -> float:
        kept = [float(value) for value in values if value is not None]
        return round(float(np.mean(kept)), 3) if kept else float("nan")

    return {
        "examples": len(outcomes),
        "auc": round(area_under_curve(scores, known), 3),
        "accuracy": round(accuracy(outcomes, threshold), 3),
        "exact": mean(outcome.exact for outcome in outcomes),
        "f1": mean(outcome.f1 for outcome in outcomes),
        "sentence": mean(outcome.hit for outcome in outcomes),
    }


def groups(outcomes: Sequence[Outcome], threshold: float) -> dict[str, dict[str, float]]:
    """Return the measures of all, by language pair (question-passage) and by origin (share right only)."""
    keys: dict[str, Callable[[Outcome], bool]] = {"all": lambda _: True}
    for asked in ("nl", "fr", "en"):
        for told in ("nl", "fr", "en"):
            keys[f"{asked}-{told}"] = lambda o, pair=(asked, told): (  # type: ignore[misc]
                (o.example.question_language, o.example.text_language) == pair
            )
    for origin in sorted({outcome.example.origin for outcome in outcomes}):
        keys[origin] = lambda o, origin=origin: o.example.origin == origin  # type: ignore[misc]
    found = {name: [outcome for outcome in outcomes if chosen(outcome)] for name, chosen in keys.items()}
    return {name: summary(part, threshold) for name, part in found.items() if part}


def table_examples(data: Path, *, count: int, seed: int = 23) -> list[Example]:
    """Return made-up tables between held-out prose."""
    draw = random.Random(seed)
    source = Source(written_rows(data, held_out=True), {})
    return [table_example(draw, lambda language: source.line(language, draw)) for _ in range(count)]


def seconds_for(judge: Judge, examples: Sequence[Example], *, passages: int = 10) -> float:
    """Return the median seconds for one question put to `passages` of the longest passages."""
    longest = sorted(examples, key=lambda example: -len(example.text))[:passages]
    candidates = [Candidate(question=longest[0].question, text=example.text) for example in longest]
    times = []
    for _ in range(7):
        started = time.perf_counter()
        judge.judge(candidates)
        times.append(time.perf_counter() - started)
    return float(np.median(times))


def show(title: str, table: dict[str, dict[str, float]]) -> None:
    """Print a table."""
    print(f"\n{title}\n{'':18}" + "".join(f"{name:>10}" for name in next(iter(table.values()))))
    for name, row in table.items():
        print(f"{name:18}" + "".join(f"{value:>10}" for value in row.values()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--judge", help="a folder; the shipped one otherwise")
    parser.add_argument("--baseline", action="store_true", help="measure the encoder's cosine too")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    data, judge = data_folder(options.data), load_judge(options.judge)
    held = held_out_examples(data)
    fitted = [example for example in held if fitting_half(example.passage)]
    measured = [example for example in held if not fitting_half(example.passage)]
    tables = table_examples(data, count=TABLES)
    threshold = best_threshold(judged(judge, fitted))
    found = {
        "judge": groups(judged(judge, measured), threshold),
        "judge, tables": groups(judged(judge, tables), threshold),
    }
    if options.baseline:
        cut = best_threshold(by_cosine(fitted))
        found["cosine"] = groups(by_cosine(measured), cut)
        found["cosine, tables"] = groups(by_cosine(tables), cut)
    for title, table in found.items():
        show(title, table)
    print(
        f"\n{judge.identity}: threshold {threshold:.3f}, ten longest passages {seconds_for(judge, held):.3f} s"
    )
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
