"""Held-apart examples for the judge and what its scores are worth on them."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.judge_epoch import Source
from training.judge_examples import LANGUAGES, Example, cut_out, from_written, put_to, written_rows
from training.judge_swaps import swapped


def held_out_examples(data: Path, *, seed: int = 7) -> list[Example]:
    """Return every held-out written row in three languages, and its harder copies.

    Half of the answerable ones are also put to a look-alike passage, asked with a name or year swapped,
    and asked of the passage without its answering sentence. No other choice is left to chance.
    """
    draw = random.Random(seed)
    rows = written_rows(data, held_out=True)
    source = Source(rows, {})
    names = source.names
    found: list[Example] = []
    for row in rows:
        other = source.passage_example(source.other_passage(row, draw=draw))
        for language in LANGUAGES:
            example = from_written(row, language)
            found.append(example)
            if example.answerable and draw.random() < 0.5:
                changed = swapped(example, names[language], draw=draw)
                without = cut_out(example, draw=draw)
                put = put_to(example, other, origin="other passage")
                found += [made for made in (put, changed, without) if made]
    return found


def fitting_half(row_passage: str) -> bool:
    """Tell whether a held-out passage serves to fit the calibration; the other half measures it."""
    return hashlib.sha256(f"calibration:{row_passage}".encode()).digest()[0] % 2 == 0


def area_under_curve(scores: Sequence[float], answerable: Sequence[bool]) -> float:
    """Return the chance that an answerable example scores above an unanswerable one, ties counted half."""
    values, known = np.asarray(scores), np.asarray(answerable)
    above, below = values[known], values[~known]
    if not len(above) or not len(below):
        return float("nan")
    wins = (above[:, None] > below[None, :]).mean() + (above[:, None] == below[None, :]).mean() / 2
    return float(wins)
