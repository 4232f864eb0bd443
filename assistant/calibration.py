"""From features to an order of candidates, the confidence in the first, and the threshold under which Missive refuses.

The weights are fitted by `missive calibrate` on questions about reports that no model has learned
from, and hold for one pair of models only: they carry the hash of both, and a library run with other
models falls back on the uncalibrated weights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.evidence import Features
from ingest.text.languages import SERVED, Language

SHIPPED = Path(__file__).with_name("calibration.json")
FEATURES = tuple(Features.__slots__)
MARGIN = "margin"
"""The one thing that confidence rests on beside the features: how far the first is ahead of the next."""

LARGEST_MARGIN = 4.0
"""A lead above this (odds of 55 to 1) says no more, and a lone candidate has no more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What orders candidates, what makes the first one credible, and from where on it is answered with.

    `ranking` are weights (one a feature) of the score by which candidates are ordered: the difference
    of two scores is the log of how much likelier one answers than the other. `trust` are weights of
    the features and of the margin, `bias` their constant: a logistic regression of whether the first
    candidate answers. `thresholds` are the least confidence by question language. `models` is
    the identity of the embedder and the judge, `source` says on what and when they were fitted.
    """

    ranking: Mapping[str, float]
    trust: Mapping[str, float]
    bias: float
    thresholds: Mapping[str, float]
    models: str
    source: str

    def score(self, features: Features) -> float:
        """Return the score (no bounds, higher is better) of a candidate among those of one question."""
        return float(sum(weight * getattr(features, name) for name, weight in self.ranking.items()))

    def confidence(self, features: Features, margin: float) -> float:
        """Return the estimated probability (0..1) that the first candidate, ahead by `margin`, answers."""
        score = self.bias + self.trust[MARGIN] * min(margin, LARGEST_MARGIN)
        score += sum(
            weight * getattr(features, name) for name, weight in self.trust.items() if name != MARGIN
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))

    def threshold(self, language: Language) -> float:
        """Return the least confidence to answer a question of `language` with."""
        return self.thresholds[str(language)]


# Set by hand before any fit, to order candidates sensibly with any model: trust the judge, then
# names and years. The threshold is strict, since nothing vouches for it.
_BY_HAND = {
    "answerable": 0.7,
    "sentence": 0.5,
    "span": 1.0,
    "similarity": 2.0,
    "words": 3.0,
    "title": 1.0,
    "names": 3.0,
    "near": 1.0,
    "years": 2.0,
    "kind": 2.0,
    "label": 1.0,
    "event": 3.0,
    "first": 0.5,
    "likeliest": 0.5,
    "states": 1.0,
    "given": 2.0,
}
UNCALIBRATED = Calibration(
    ranking=_BY_HAND,
    trust={**_BY_HAND, MARGIN: 0.5},
    bias=-10.5,
    thresholds=dict.fromkeys(map(str, SERVED), 0.5),
    models="any",
    source="set by hand, not measured",
)


@cache
def _shipped() -> Calibration | None:
    return read_calibration(SHIPPED) if SHIPPED.exists() else None


def read_calibration(path: Path) -> Calibration:
    """Return the calibration kept at `path`."""
    return Calibration(**json.loads(path.read_text(encoding="utf-8")))


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Keep `calibration` at `path`, as JSON."""
    path.write_text(json.dumps(asdict(calibration), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def calibration_for(models: str, path: Path | None = None) -> Calibration:
    """Return the calibration fitted with `models`, or the uncalibrated one where there is none.

    `path` is a library's own calibration, which comes before the one that ships.
    """
    for kept in (read_calibration(path) if path and path.exists() else None, _shipped()):
        if kept is not None and kept.models == models:
            return kept
    return UNCALIBRATED


def fit_ranking(
    questions: Sequence[tuple[Sequence[Features], Sequence[bool]]], *, l2: float = 1.0
) -> dict[str, float]:
    """Return the weights that put a right candidate first.

    Maximises the likelihood of the right candidates of each question under a softmax over all of its
    candidates (ListNet's top-one probability, Cao et al. 2007), with a Gaussian prior on standardised
    features around half the weights set by hand: where the questions tell nothing of a feature (few ask for the date
    of an event), it keeps those. A feature is higher for better evidence, so no weight is below 0.

    Args:
        questions: candidates of a question and which of them are right; at least one is.
        l2: the strength of the prior.
    """
    every = _matrix([features for candidates, _ in questions for features in candidates])
    scale = every.std(axis=0) + 1e-9
    lists = [(_matrix(candidates) / scale, np.array(right)) for candidates, right in questions]
    prior = scale * np.array([_BY_HAND[name] / 2 for name in FEATURES])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        apart = weights - prior
        total, slope = l2 * float(apart @ apart) / 2, l2 * apart
        for rows, right in lists:
            scores = rows @ weights
            chance = np.exp(scores - scores.max())
            total += math.log(chance.sum()) - math.log(chance[right].sum())
            wanted = np.where(right, chance, 0.0)
            slope = slope + rows.T @ (chance / chance.sum() - wanted / wanted.sum())
        return total, slope

    found = _minimise(loss, np.zeros(len(FEATURES)), bounds=[(0.0, None)] * len(FEATURES))
    return dict(zip(FEATURES, map(float, found / scale), strict=True))


def fit_trust(
    firsts: Sequence[tuple[Features, float]], right: Sequence[bool], *, l2: float = 1.0
) -> tuple[dict[str, float], float]:
    """Return the weights and the bias of a logistic regression of whether the first candidate answers.

    Args:
        firsts: each question's first candidate and its margin.
        right: whether it answers; never where the question has no answer.
        l2: the strength of the Gaussian prior around 0 on standardised features.
    """
    margins = np.array([[min(margin, LARGEST_MARGIN)] for _, margin in firsts])
    rows = np.hstack([_matrix([features for features, _ in firsts]), margins])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.hstack([(rows - mean) / scale, np.ones((len(rows), 1))])
    target = np.array(right, dtype=np.float64)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = design @ weights
        chance = 1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30)))
        prior = np.append(weights[:-1], 0.0)
        misfit = np.logaddexp(0.0, scores).sum() - target @ scores
        return float(misfit + l2 * prior @ prior / 2), design.T @ (chance - target) + l2 * prior

    bounds = [(0.0, None)] * (design.shape[1] - 1) + [(None, None)]
    found = _minimise(loss, np.zeros(design.shape[1]), bounds=bounds)
    weights = found[:-1] / scale
    bias = float(found[-1] - weights @ mean)
    return dict(zip((*FEATURES, MARGIN), map(float, weights), strict=True)), bias


def _matrix(rows: Sequence[Features]) -> np.ndarray:
    return np.array([[getattr(row, name) for name in FEATURES] for row in rows], dtype=np.float64)


def _minimise(
    loss: object, start: np.ndarray, *, bounds: Sequence[tuple[float | None, float | None]]
) -> np.ndarray:
    from scipy.optimize import minimize

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)
