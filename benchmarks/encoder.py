"""What the encoder is worth: translations found, questions answered, speed and size.

`python -m benchmarks.encoder --data DIR [--embedder NAME] [--distractors N] [--json FILE]`
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import MODELS, SHIPPED, Embedder, Role, load_embedder
from training.bitext import held_apart, measure
from training.corpora import hold_apart, read_pairs
from training.data import data_folder
from training.encoding import TorchEncoder
from training.folders import teacher_folder
from training.validation import search_held_out

MEASURES = ("translations", "questions", "likeness", "speed")
QUERY = "Hoeveel bedrijven namen deel aan de handelsmissie naar Lyon in het voorjaar van 2023?"


def translations(embedder: Embedder, data: Path) -> dict[str, Any]:
    """Return bitext accuracy both ways on the held-apart sentences, per language pair, with what they are."""
    pairs = held_apart(data / "corpora")
    scores = measure(lambda texts: embedder.embed(texts, role=Role.PASSAGE), pairs)
    report = {}
    for name, (there, back) in scores.items():
        sources: dict[str, int] = {}
        for pair in pairs[name]:
            sources[pair.source] = sources.get(pair.source, 0) + 1
        report[name] = {"there": there, "back": back, "sentences": len(pairs[name]), "sources": sources}
    return report


def held_out_questions(embedder: Embedder, data: Path, *, distractors: int) -> dict[str, Any]:
    """Return the share of held-out questions with their passage among the first five, per language pair."""
    found = search_held_out(
        lambda texts: embedder.embed(texts, role=Role.QUERY),
        lambda texts: embedder.embed(texts, role=Role.PASSAGE),
        data,
        distractor_count=distractors,
    )
    report: dict[str, Any] = {f"{asked}>{own}": list(counts) for (asked, own), counts in found.items()}
    for kind, same in (("same language", True), ("across languages", False)):
        counts = [value for (asked, own), value in found.items() if (asked == own) is same]
        report[kind] = sum(hit for hit, _ in counts) / max(1, sum(total for _, total in counts))
    return report


def likeness(embedder: Embedder, data: Path) -> dict[str, float]:
    """Return how far cross-lingual cosines follow the teacher's, as Spearman's rank correlation per language pair.

    The held-apart STSb sentences have no human scores at hand. Neighbouring lines are mostly the two sentences of
    one scored pair; for each, the teacher's cosine in English stands in for the score.
    """
    from scipy.stats import spearmanr

    teacher = TorchEncoder.load(teacher_folder())
    corpora = data / "corpora"
    found: dict[str, float] = {}
    english: dict[str, str] = {}
    for name in ("en-nl", "en-fr", "nl-fr"):
        _, held = hold_apart([read_pairs(corpora / f"stsb_train_mt.{name}.tsv.xz")])
        first, second = [pair.first for pair in held[0]], [pair.second for pair in held[0]]
        english |= {} if name == "nl-fr" else dict(zip(second, first, strict=True))
        known = [row for row in range(len(first) - 1) if _english(first, second, row, name, english)]
        texts = [_english(first, second, row, name, english) or ("", "") for row in known]
        ones, others = (teacher.embed([pair[side] for pair in texts]) for side in (0, 1))
        left = embedder.embed([first[row] for row in known], role=Role.PASSAGE)
        right = embedder.embed([second[row + 1] for row in known], role=Role.PASSAGE)
        wanted, given = (ones * others).sum(axis=1), (left * right).sum(axis=1)
        found[name] = float(spearmanr(wanted, given).statistic)
    return found


def _english(
    first: Sequence[str], second: Sequence[str], row: int, name: str, english: dict[str, str]
) -> tuple[str, str] | None:
    """Return the English of a line and the next, None where it is not known."""
    if name != "nl-fr":
        return first[row], first[row + 1]
    one, other = (english.get(second[line]) for line in (row, row + 1))
    return (one, other) if one and other else None


def speed(name: str | None, passages: Sequence[str]) -> dict[str, float]:
    """Return a query's latency (median, ms) and passages per second on one and two threads."""
    report = {}
    for threads in (1, 2):
        embedder = load_embedder(name, threads=threads)
        embedder.embed([QUERY], role=Role.QUERY)
        times = []
        for _ in range(50):
            started = time.perf_counter()
            embedder.embed([QUERY], role=Role.QUERY)
            times.append(time.perf_counter() - started)
        started = time.perf_counter()
        embedder.embed(passages, role=Role.PASSAGE)
        report[f"query_ms_{threads}_threads"] = 1000 * float(np.median(times))
        report[f"passages_per_s_{threads}_threads"] = len(passages) / (time.perf_counter() - started)
    return report


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--embedder", help="a folder or hub id; the shipped model without")
    parser.add_argument("--distractors", type=int, default=2_000)
    parser.add_argument("--only", choices=MEASURES, nargs="*")
    parser.add_argument("--json", type=Path, help="where to write the report too")
    options = parser.parse_args(arguments)
    data = data_folder(options.data)
    only = options.only or MEASURES
    embedder = load_embedder(options.embedder, threads=2)
    report: dict[str, Any] = {"embedder": embedder.identity}
    if "translations" in only:
        report["translations"] = translations(embedder, data)
    if "questions" in only:
        report["questions"] = held_out_questions(embedder, data, distractors=options.distractors)
    if "likeness" in only:
        report["likeness"] = likeness(embedder, data)
    if "speed" in only:
        texts = [pair.second for group in held_apart(data / "corpora").values() for pair in group]
        passages = [" ".join(texts[row : row + 4])[:900] for row in range(0, 800, 4)]
        report["speed"] = speed(options.embedder, passages)
    if options.embedder is None:
        files = (MODELS / SHIPPED).rglob("*")
        report["bytes"] = sum(p.stat().st_size for p in files if p.is_file() and p.suffix != ".onnx")
    text = json.dumps(report, indent=2, ensure_ascii=False)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
