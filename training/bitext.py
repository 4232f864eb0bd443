"""Held-apart sentence pairs and the share of translations that an encoder finds among them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from training.corpora import GOVERNMENT, Pair, near_key, read_corpora

SENTENCES = 2_000
MIN_WORDS = 8
FILL = ("canada_laws", "stsb_", "ms_", "tatoeba_")  # where government text alone does not make 2,000


def held_apart(folder: Path, *, sentences: int = SENTENCES, seed: int = 7) -> dict[str, list[Pair]]:
    """Return per language pair the held-apart sentences of at least eight words, government text first.

    Both sides are distinct sentences. What government text lacks comes from the sources of `FILL` in turn.
    """
    _, held = read_corpora(folder)
    draw = random.Random(seed)
    chosen: dict[str, list[Pair]] = {}
    for prefixes in (GOVERNMENT, *((name,) for name in FILL)):
        pool = [pair for part in held for pair in part if pair.source.startswith(prefixes)]
        draw.shuffle(pool)
        for pair in pool:
            group = chosen.setdefault(f"{pair.first_language}-{pair.second_language}", [])
            if len(group) < sentences and min(len(pair.first.split()), len(pair.second.split())) >= MIN_WORDS:
                group.append(pair)
    return {name: _distinct(group) for name, group in sorted(chosen.items())}


def _distinct(pairs: Sequence[Pair]) -> list[Pair]:
    first: set[str] = set()
    second: set[str] = set()
    kept = []
    for pair in pairs:
        keys = near_key(pair.first), near_key(pair.second)
        if keys[0] not in first and keys[1] not in second:
            kept.append(pair)
            first.add(keys[0])
            second.add(keys[1])
    return kept


def bitext_accuracy(left: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Return the share of rows whose translation is nearest, left to right and right to left.

    Args:
        left: float32 (n, dim), unit rows; row i translates row i of `right`.
        right: float32 (n, dim), unit rows.
    """
    similarity = left @ right.T
    rows = np.arange(len(left))
    return float((similarity.argmax(1) == rows).mean()), float((similarity.argmax(0) == rows).mean())


def measure(
    embed: Callable[[Sequence[str]], np.ndarray], pairs: dict[str, list[Pair]]
) -> dict[str, tuple[float, float]]:
    """Return bitext accuracy in both directions per language pair."""
    return {
        name: bitext_accuracy(embed([p.first for p in group]), embed([p.second for p in group]))
        for name, group in pairs.items()
    }
