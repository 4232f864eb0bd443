"""Sentence pairs: read, hold the end of each file apart, balance the sources."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from training.data import read_lines

HELD_OUT_SHARE = 0.05  # the last contiguous part of each file

# Prefix of a file's name -> (at most this many pairs a language pair, times each pair is seen a pass).
# Government text is what the reports resemble; software documentation and statutes would drown it.
BALANCE: tuple[tuple[str, int, int], ...] = (
    ("be_", 50_000, 4),
    ("jrc_", 50_000, 4),
    ("europarl_", 50_000, 4),
    ("eforms_rules", 50_000, 3),
    ("eforms_sdk", 50_000, 2),
    ("nl_covid_", 50_000, 4),
    ("eusurvey", 50_000, 3),
    ("espd", 50_000, 3),
    ("udhr", 50_000, 4),
    ("stsb_", 50_000, 3),
    ("canada_laws", 60_000, 1),
    ("tatoeba_", 50_000, 1),
    ("ms_", 100_000, 1),
)
GOVERNMENT = ("be_", "jrc_", "europarl_", "eforms_", "nl_covid_", "eusurvey", "espd", "udhr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two sentences that say the same; `line` is the place in `source`, 0-based."""

    source: str
    line: int
    first_language: str
    second_language: str
    first: str
    second: str


def near_key(text: str) -> str:
    """Return what two near-duplicates share: the letters, digits levelled, case and marks gone."""
    return re.sub(r"[\W_]+", " ", re.sub(r"\d+", "0", text.lower())).strip()


def read_pairs(path: Path) -> list[Pair]:
    """Return a corpus file's pairs; the languages are in its name (`name.en-nl.tsv.xz`)."""
    source, languages = path.name.split(".")[:2]
    first_language, second_language = languages.split("-")
    pairs = []
    for line, row in enumerate(read_lines(path)):
        cells = row.split("\t")
        if len(cells) < 2 or not cells[0] or not cells[1]:
            continue
        pairs.append(
            Pair(
                source=source,
                line=line,
                first_language=first_language,
                second_language=second_language,
                first=cells[0],
                second=cells[1],
            )
        )
    return pairs


def hold_apart(files: Iterable[list[Pair]]) -> tuple[list[list[Pair]], list[list[Pair]]]:
    """Split each file in a training part and its last 5%.

    A training pair one side of which nearly equals (`near_key`) a held-out side of any file is removed.

    Returns:
        The training parts and the held-out parts, file by file.
    """
    train, held = [], []
    for pairs in files:
        cut = len(pairs) - int(len(pairs) * HELD_OUT_SHARE)
        train.append(pairs[:cut])
        held.append(pairs[cut:])
    keys = {near_key(side) for part in held for pair in part for side in (pair.first, pair.second)}
    kept = [
        [p for p in part if near_key(p.first) not in keys and near_key(p.second) not in keys]
        for part in train
    ]
    return kept, held


def read_corpora(folder: Path) -> tuple[list[list[Pair]], list[list[Pair]]]:
    """Return the training and held-out pairs of every corpus file in `folder`, in file order."""
    paths = sorted(path for path in folder.iterdir() if ".tsv" in path.suffixes)
    return hold_apart(read_pairs(path) for path in paths)


def rule(source: str) -> tuple[str, int, int]:
    """Return the balance rule for a source; an unknown source is seen once, capped at 50,000."""
    return next((row for row in BALANCE if source.startswith(row[0])), (source, 50_000, 1))


def balance(files: Iterable[list[Pair]], *, seed: int, scale: float = 1.0) -> list[tuple[list[Pair], int]]:
    """Cap each kind of source and say how often its pairs are seen a pass.

    Args:
        files: pairs, file by file.
        seed: of the draw where a source is capped.
        scale: multiplies the caps, for ablations on a part.

    Returns:
        Runs of pairs (in file order, so that neighbours stay neighbours) and their repeats.
    """
    groups: dict[tuple[str, str, str], list[list[Pair]]] = defaultdict(list)
    for pairs in files:
        if pairs:
            key = rule(pairs[0].source)[0], pairs[0].first_language, pairs[0].second_language
            groups[key].append(pairs)
    draw = random.Random(seed)
    runs = []
    for group in groups.values():
        _, cap, repeats = rule(group[0][0].source)
        share = min(1.0, cap * scale / sum(len(pairs) for pairs in group))
        runs += [(_contiguous_sample(pairs, share, draw), repeats) for pairs in group]
    return runs


def _contiguous_sample(
    pairs: list[Pair], share: float, draw: random.Random, *, block_pairs: int = 16
) -> list[Pair]:
    """Keep about `share` of the pairs in blocks of neighbours, from which paragraphs can be built."""
    blocks = [pairs[start : start + block_pairs] for start in range(0, len(pairs), block_pairs)]
    return [pair for block in blocks if draw.random() < share for pair in block]
