"""Sentences to find across languages: a sentence of one language, a paragraph of another that says it or not.

The questions at hand are some thousands; the sentence pairs are a million. Looking for a sentence's
translation among its neighbours teaches the judge the words of three languages that the questions lack.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from training.corpora import Pair, read_corpora
from training.judge_examples import Example

LINES = (3, 6)
ASKED_CHARS = (30, 160)
PARAGRAPH_CHARS = (120, 650)
ABSENT = 0.4  # of the sentences stand some lines beside the paragraph
BESIDE = 8  # lines
SOURCES = ("jrc_", "europarl_", "canada_", "be_", "nl_covid", "ms_d365", "eforms_rules", "stsb_", "tatoeba_")


def aligned_examples(corpora: Path, *, count: int, seed: int) -> list[Example]:
    """Return `count` examples of the training part of the sentence pairs, government text as often as the rest."""
    draw = random.Random(seed)
    train, _ = read_corpora(corpora)
    files = [part for part in train if len(part) > 100 and part[0].source.startswith(SOURCES)]
    found: list[Example] = []
    while len(found) < count:
        part = draw.choice(files)
        size = draw.randint(*LINES)
        first = draw.randrange(len(part) - size - BESIDE)
        example = _example(part[first : first + size], part[first + size + BESIDE - 1], draw)
        if example is not None:
            found.append(example)
    return found


def _example(lines: Sequence[Pair], beside: Pair, draw: random.Random) -> Example | None:
    swap = draw.random() < 0.5
    own = [pair.second if swap else pair.first for pair in lines]
    other = [pair.first if swap else pair.second for pair in lines]
    joint = draw.choice((" ", "\n"))
    text = joint.join(own)
    row = draw.randrange(len(lines))
    is_absent = draw.random() < ABSENT
    asked = (beside.first if swap else beside.second) if is_absent else other[row]
    if not (ASKED_CHARS[0] <= len(asked) <= ASKED_CHARS[1]) or (asked in other and is_absent):
        return None
    if not PARAGRAPH_CHARS[0] <= len(text) <= PARAGRAPH_CHARS[1] or own.count(own[row]) > 1:
        return None
    start = sum(len(one) + len(joint) for one in own[:row])
    languages = (lines[0].first_language, lines[0].second_language)
    return Example(
        question=asked,
        text=text,
        evidence=None if is_absent else (start, start + len(own[row])),
        origin="aligned",
        question_language=languages[not swap],
        text_language=languages[swap],
    )
