"""The judge of evidence: does this passage answer the question, in which sentence, in which words?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SHIPPED = "missive-judge"
MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A question put to a passage.

    `context` is what stands over the passage (title and headings, joined by ` > `), or empty; it is read
    but never marked. `sentences` are (start, end) offsets in `text` to be scored.
    """

    question: str
    text: str
    context: str = ""
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An answer `start:end` in the passage; `score` 0..1 is its share among all spans of the passage."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the judge makes of a candidate; higher is surer everywhere.

    `answerable` 0..1 is calibrated on held-apart questions: of passages given 0.8, about eight in ten
    answer. `sentence_scores` 0..1 follow the candidate's `sentences` and say which would hold the answer,
    whether or not there is one; a sentence beyond what the judge reads has 0. `spans` are the best
    answers that do not overlap, best first, whole words and whole numbers; they too stand under
    the condition that there is an answer. `judge` is the identity of the model.
    """

    answerable: float
    sentence_scores: tuple[float, ...]
    spans: tuple[Span, ...]
    judge: str


def context_of(title: str, heading_path: Sequence[str]) -> str:
    """Return what stands over a passage as a `Candidate` gives it: the title and headings, outermost first."""
    return " > ".join((title, *heading_path))


class Judge(Protocol):
    """Weighs passages against questions."""

    @property
    def identity(self) -> str:
        """The model's name and a hash of its content; thresholds of one identity hold for no other."""
        ...

    def judge(self, candidates: Sequence[Candidate]) -> tuple[Judgement, ...]:
        """Return one judgement a candidate, in their order; each is the same whatever stands beside it."""
        ...


def load_judge(name: str | None = None, *, threads: int = 1) -> Judge:
    """Open a judge; it needs neither torch nor a network.

    Args:
        name: None or `missive-judge` for the shipped one, else a folder in its shape.
        threads: for one product.

    Raises:
        OSError: a file of the folder is missing.
        ValueError: the folder holds a model of another shape.
    """
    from index.onnx_judge import OnnxJudge

    folder = MODELS / SHIPPED if name is None or name == SHIPPED else Path(name)
    return OnnxJudge(folder, threads=threads)
