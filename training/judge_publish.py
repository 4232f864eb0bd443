"""Put a trained judge in the product: half precision, and a calibration fitted on held-apart questions.

`python -m training.judge_publish --data DIR --work DIR [--name judge] --target index/models/missive-judge`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.judge import Candidate
from index.onnx_judge import OnnxJudge, passage_scores
from training.data import data_folder
from training.folders import replace_folder
from training.judge_examples import Example
from training.judge_held_out import fitting_half, held_out_examples
from training.judge_model import JudgeModel, pack_judge

UNFITTED = {"calibration": {"weights": [1.0, 0.0, 0.0], "bias": 0.0}}
RIDGE = 1e-3  # keeps weights finite on a few separable examples


def fit_logistic(
    scores: np.ndarray, answerable: np.ndarray, *, rounds: int = 50
) -> tuple[list[float], float]:
    """Return weights and bias of a logistic regression, by Newton's method.

    Args:
        scores: float (n, k).
        answerable: bool (n,).
        rounds: Newton steps; a dozen suffice.
    """
    design = np.hstack([scores, np.ones((len(scores), 1))])
    found = np.zeros(design.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (answerable - chance) / len(scores) - RIDGE * found
        bend = (design * (chance * (1 - chance))[:, None]).T @ design / len(scores)
        found += np.linalg.solve(bend + RIDGE * np.eye(len(found)), slope)
    return [round(float(weight), 6) for weight in found[:-1]], round(float(found[-1]), 6)


def candidate(example: Example, sentences: Sequence[tuple[int, int]] = ()) -> Candidate:
    """Return an example as the product would put it."""
    return Candidate(
        question=example.question, context=example.context, text=example.text, sentences=tuple(sentences)
    )


def calibration(judge: OnnxJudge, examples: Sequence[Example]) -> dict[str, Any]:
    """Return what `judge.json` says of a judge's calibration."""
    fitted = [example for example in examples if fitting_half(example.passage)]
    readings = judge.read([candidate(example) for example in fitted])
    scores = np.array([passage_scores(reading) for reading in readings])
    weights, bias = fit_logistic(scores, np.array([example.answerable for example in fitted]))
    return {"weights": weights, "bias": bias, "fitted_on": len(fitted)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write `WORK/NAME` as the shipped folder, in one go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--name", default="judge")
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--smoke", action="store_true", help="a few examples only, to see that it runs")
    options = parser.parse_args(arguments)
    source = options.work / options.name
    aside = options.target.with_name(options.target.name + ".aside")
    pack_judge(JudgeModel.load(source), source, aside, settings=UNFITTED, half=True)
    examples = held_out_examples(data_folder(options.data))
    found = calibration(OnnxJudge(aside), examples[:40] if options.smoke else examples)
    (aside / "judge.json").write_text(json.dumps({"calibration": found}, indent=2) + "\n", encoding="utf-8")
    for graph in aside.glob("*.onnx"):
        graph.unlink()
    replace_folder(aside, options.target)
    print(f"{source} -> {options.target}: {found}")


if __name__ == "__main__":
    main()
