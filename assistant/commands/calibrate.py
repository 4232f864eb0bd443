"""`missive calibrate`: fit the confidence to the models in use, on questions held apart."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path

from assistant.calibration import SHIPPED, write_calibration
from assistant.commands.options import open_assistant
from assistant.commands.output import print_json, print_text
from assistant.evaluation.calibrating import calibrate, label
from assistant.evaluation.gold import read_questions

DONE = 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `calibrate`."""
    parser.add_argument("questions", type=Path, nargs="+", metavar="QUESTIONS.jsonl")
    parser.add_argument(
        "--write", type=Path, default=SHIPPED, metavar="FILE.json", help=f"default: {SHIPPED.name}"
    )
    parser.add_argument("--name", default="", help="what the questions are, for the record")


def run(options: argparse.Namespace) -> int:
    """Fit, write and print weights and thresholds."""
    assistant = open_assistant(options)
    questions = [gold for path in options.questions for gold in read_questions(path)]
    named = options.name or ", ".join(path.name for path in options.questions)
    source = f"{len(questions)} questions of {named}, {date.today().isoformat()}"
    calibration = calibrate(assistant, label(assistant, questions), source=source)
    write_calibration(calibration, options.write)
    if options.json:
        print_json(asdict(calibration))
    else:
        print_text(f"{options.write}: {source}")
        for name, weight in calibration.trust.items():
            print_text(f"  {name:12} ranking {calibration.ranking.get(name, 0.0):.2f} trust {weight:.2f}")
        thresholds = ", ".join(f"{name} {value:.2f}" for name, value in calibration.thresholds.items())
        print_text(f"  thresholds: {thresholds}")
    return DONE
