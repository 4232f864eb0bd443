"""From features to a confidence, and the threshold under which Missive refuses.

The weights are fitted by `missive calibrate` (logistic regression, L2, Newton's method) on
questions held apart from every training set, and hold for one pair of models only: they carry the
hash of both, and a library run with other models falls back on the uncalibrated weights.
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
_FEATURES = tuple(Features.__slots__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights (one a feature), bias, and the least confidence to answer with, by question language.

    `models` is the identity of the embedder and the judge that the weights were fitted with,
    `source` says on what and when.
    """

    weights: Mapping[str, float]
    bias: float
    thresholds: Mapping[str, float]
    models: str
    source: str

    def confidence(self, features: Features) -> float:
        """Return the estimated probability (0..1) that a candidate with these features answers."""
        values = asdict(features)
        score = self.bias + sum(self.weights[name] * values[name] for name in self.weights)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))

    def threshold(self, language: Language) -> float:
        """Return the least confidence to answer a question of `language` with."""
        return self.thresholds[str(language)]


# Set by hand before any fit, to order candidates sensibly with any model: trust the judge, then
# names and years. The threshold is strict, since nothing vouches for it.
UNCALIBRATED = Calibration(
    weights={
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
        "event": 1.0,
        "first": 0.5,
    },
    bias=-9.0,
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


def fit(
    rows: Sequence[Features], right: Sequence[bool], *, l2: float = 4.0
) -> tuple[dict[str, float], float]:
    """Return the weights by feature and the bias of a logistic regression of `right` on the features.

    Newton's method on the log-likelihood with a Gaussian prior around the weights set by hand: where
    the questions tell nothing of a feature, it keeps its weight. The bias is free. Every feature is
    higher for better evidence, so that a weight below 0 is chance and becomes 0.
    """
    x = np.array([[getattr(row, name) for name in _FEATURES] for row in rows], dtype=np.float64)
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    design = np.hstack([(x - mean) / scale, np.ones((len(x), 1))])
    target = np.array(right, dtype=np.float64)
    penalty = np.diag([l2] * len(_FEATURES) + [1e-6])
    by_hand = np.array([UNCALIBRATED.weights[name] for name in _FEATURES]) * scale
    prior = np.append(by_hand, 0.0)
    weights = np.zeros(design.shape[1])

    def loss(candidate: np.ndarray) -> float:
        scores = design @ candidate
        misfit = np.logaddexp(0.0, scores).sum() - target @ scores
        return float(misfit + (candidate - prior) @ penalty @ (candidate - prior) / 2)

    for _ in range(100):
        predicted = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (target - predicted) - penalty @ (weights - prior)
        hessian = (design * (predicted * (1 - predicted))[:, None]).T @ design + penalty
        step = np.linalg.solve(hessian, gradient)
        # A whole Newton step may overshoot where nearly all predictions are sure: halve it until it helps.
        while loss(weights + step) > loss(weights) and float(np.abs(step).max()) > 1e-8:
            step /= 2
        weights += step
        if float(np.abs(step).max()) < 1e-8:
            break
    unscaled = np.maximum(weights[:-1] / scale, 0.0)
    bias = float(weights[-1] - (unscaled * mean).sum())
    return dict(zip(_FEATURES, map(float, unscaled), strict=True)), bias
