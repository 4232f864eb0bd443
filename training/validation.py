"""Search among the written passages held out: is the passage that answers among the first five?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from training.data import read_rows
from training.passages import distractors
from training.splits import row_held_out

LANGUAGES = ("nl", "fr", "en")
Embed = Callable[[Sequence[str]], np.ndarray]


def first_rows(scores: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """Return the gold column's rank in each row, 0 the best; equal scores count against it.

    Args:
        scores: (questions, passages), higher is nearer.
        gold: (questions,), the column of each question's passage.
    """
    own = scores[np.arange(len(gold)), gold]
    return np.asarray((scores >= own[:, None]).sum(1) - 1)


def search_held_out(
    embed_questions: Embed, embed_passages: Embed, data: Path, *, distractor_count: int, k: int = 5
) -> dict[tuple[str, str], tuple[int, int]]:
    """Rank the held-out passages' own among all written passages and paragraphs of the Chamber's debates.

    Args:
        embed_questions: texts to unit rows.
        embed_passages: texts to unit rows.
        data: the training text.
        distractor_count: paragraphs of the debates.
        k: how many of the first count.

    Returns:
        By question language and passage language: questions with their passage among the first `k`, and all.
    """
    rows = read_rows(data / "qa" / "written.jsonl.xz")
    contexts = list(dict.fromkeys(row["context"] for row in rows))
    place = {context: column for column, context in enumerate(contexts)}
    far = [passage.text for passage in distractors(data / "mono", count=distractor_count, seed=11)]
    passages = embed_passages([*contexts, *(text for text in far if text not in place)])
    asked = [row for row in rows if row["answerable"] and row_held_out(row)]
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for language in LANGUAGES:
        scores = embed_questions([row["question"][language] for row in asked]) @ passages.T
        ranks = first_rows(scores, np.array([place[row["context"]] for row in asked]))
        for own in LANGUAGES:
            chosen = [rank for rank, row in zip(ranks, asked, strict=True) if row["lang"] == own]
            found[language, own] = (sum(int(rank < k) for rank in chosen), len(chosen))
    return found
