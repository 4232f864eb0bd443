from __future__ import annotations

import math
import random
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.calibration import (
    FEATURES,
    LARGEST_MARGIN,
    MARGIN,
    UNCALIBRATED,
    calibration_for,
    fit_ranking,
    fit_trust,
    read_calibration,
    write_calibration,
)
from assistant.evidence import Features

NOTHING = Features(**dict.fromkeys(FEATURES, 0.0))


def drawn(draw: random.Random, *, sentence: float, noise: float = 1.0) -> Features:
    return replace(NOTHING, sentence=sentence + draw.gauss(0, noise), words=draw.random())


def test_the_feature_that_tells_right_from_wrong_gets_the_weight() -> None:
    draw = random.Random(1)
    questions = []
    for _ in range(60):
        candidates = [drawn(draw, sentence=3.0), *(drawn(draw, sentence=0.0) for _ in range(9))]
        questions.append((candidates, [True] + [False] * 9))
    weights = fit_ranking(questions)
    assert weights["sentence"] > 0.5
    assert weights["sentence"] > 2 * weights["words"]
    assert min(weights.values()) >= 0.0


def test_trust_is_the_chance_of_being_right() -> None:
    draw = random.Random(2)
    firsts, right = [], []
    for _ in range(2_000):
        margin = draw.uniform(0.0, 3.0)
        firsts.append((drawn(draw, sentence=0.0), margin))
        right.append(draw.random() < 1 / (1 + math.exp(-(2.0 * margin - 3.0))))
    weights, bias = fit_trust(firsts, right)
    assert weights[MARGIN] == pytest.approx(2.0, abs=0.3)
    calibration = replace(UNCALIBRATED, trust=weights, bias=bias)
    assert calibration.confidence(NOTHING, 1.5) == pytest.approx(0.5, abs=0.1)
    assert calibration.confidence(NOTHING, 99.0) == calibration.confidence(NOTHING, LARGEST_MARGIN)


def test_a_calibration_holds_for_its_own_models_only(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    kept = replace(UNCALIBRATED, models="encoder@1+judge@2", bias=-1.0)
    write_calibration(kept, path)
    assert read_calibration(path) == kept
    assert calibration_for("encoder@1+judge@2", path) == kept
    assert calibration_for("encoder@1+judge@3", path) is not kept
    assert calibration_for("encoder@1+judge@3", path).models != kept.models
