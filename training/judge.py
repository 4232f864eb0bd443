"""Train the judge of evidence on an encoder's body.

`python -m training.judge --data DIR --work DIR [--stage stage2] [--minutes N]`
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch

from training.data import data_folder
from training.judge_epoch import Mixture, Source
from training.judge_examples import Example
from training.judge_held_out import area_under_curve, held_out_examples
from training.judge_model import Batch, JudgeModel, Tokens, is_judge, loss_of, pack_judge, tokenize
from training.precision import quick_precision
from training.progress import Checkpoint, Schedule
from training.report_questions import REPORTS, report_questions, training_sets

BATCH_TOKENS = 2_048  # about 20 examples
BODY_RATE, HEADS_RATE = 1.5e-4, 8e-4
AGAIN = 0.6  # share of these rates for a judge that is trained on
LAYERS = 4  # of the encoder's six, from below: ten passages of 300 tokens in 400 ms on one thread
VALIDATED = 240  # held-out examples looked at while training; the benchmark reads them all


def batches(rows: Sequence[Tokens], *, batch_tokens: int, draw: random.Random) -> list[list[Tokens]]:
    """Return rows in batches of like length, the batches in random order."""
    ordered = sorted(rows, key=lambda row: (len(row.ids) // 8, draw.random()))
    found: list[list[Tokens]] = [[]]
    for row in ordered:
        if found[-1] and (len(found[-1]) + 1) * len(row.ids) > batch_tokens:
            found.append([])
        found[-1].append(row)
    draw.shuffle(found)
    return found


def endless_batches(
    source: Source, mixture: Mixture, tokenizer: Any, *, passes: int, seed: int
) -> Iterator[list[Tokens]]:
    """Yield the batches of `passes` passes, each drawn anew."""
    for number in range(passes):
        draw = random.Random(seed * 1000 + number)
        examples = source.draw_pass(mixture, draw=draw)
        yield from batches(tokenize(tokenizer, examples), batch_tokens=BATCH_TOKENS, draw=draw)


@torch.inference_mode()
def validate(model: JudgeModel, tokenizer: Any, examples: Sequence[Example]) -> tuple[float, float, float]:
    """Return the loss, the area under the curve of answerability and the share of spans found exactly."""
    rows = sorted(tokenize(tokenizer, examples), key=lambda row: len(row.ids))
    scores: list[float] = []
    losses, exact = [], []
    model.eval()
    for start in range(0, len(rows), 32):
        part = rows[start : start + 32]
        batch = Batch.of(part)
        with quick_precision():
            losses.append(float(loss_of(model, batch)) * len(part))
            tokens, answerable = model(batch.ids, batch.types, batch.mask)
        scores += answerable.tolist()
        hidden = tokens[..., :2].masked_fill(~batch.text.unsqueeze(-1), -1e4).argmax(1)
        hits = (hidden[:, 0] == batch.starts) & (hidden[:, 1] == batch.ends)
        exact += [bool(hit) for hit, row in zip(hits, part, strict=True) if row.answer]
    model.train()
    area = area_under_curve(scores, [row.evidence is not None for row in rows])
    return sum(losses) / len(rows), area, sum(exact) / max(1, len(exact))


def optimizer_for(model: JudgeModel, *, share: float) -> torch.optim.Optimizer:
    """Return AdamW with `share` of the full rates, the heads, which start from nothing, faster.

    The token vectors stay as the encoder learned them from far more text than there are questions.
    """
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    heads = [*model.tokens.parameters(), *model.answerable.parameters()]
    known = {id(parameter) for parameter in heads}
    body = [one for one in model.parameters() if one.requires_grad and id(one) not in known]
    return torch.optim.AdamW(
        [{"params": body, "lr": share * BODY_RATE}, {"params": heads, "lr": share * HEADS_RATE}],
        weight_decay=0.01,
        fused=True,
    )


def train(
    model: JudgeModel,
    plan: Iterator[list[Tokens]],
    *,
    steps: int,
    minutes: float | None,
    share: float,
    checkpoint: Checkpoint,
    report: Any,
) -> None:
    """Train in place for `steps` batches, or for as many as the minutes allow.

    Args:
        model: the judge.
        plan: the batches.
        steps: how many the schedule counts on.
        minutes: when to stop, the rate run down; None for never.
        share: of the full learning rates.
        checkpoint: where to go on from.
        report: hears `(step, loss, progress)` after each.
    """
    optimizer = optimizer_for(model, share=share)
    schedule = Schedule(optimizer, steps=steps, minutes=minutes, spent_s=0.0)
    done = checkpoint.resume(model, optimizer, schedule)
    model.train()
    mean = 0.0
    for step, rows in enumerate(plan):
        if step < done:
            continue
        if not schedule.advance(step):
            break
        with quick_precision():
            loss = loss_of(model, Batch.of(rows))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        mean += (loss.item() - mean) * 0.03 if mean else loss.item()
        report(step, mean, schedule.progress)
        if step % 200 == 199:
            checkpoint.save(model, optimizer, schedule, step + 1)


def _validation(data: Path, *, seed: int, smoke: bool) -> list[Example]:
    held = held_out_examples(data)
    return random.Random(seed).sample(held, min(len(held), 12 if smoke else VALIDATED))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from `WORK/STAGE` (an encoder, or a judge to train on) and write `WORK/NAME`, its weights as trained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--stage", default="stage2", help="the folder of WORK to start from")
    parser.add_argument("--name", default="judge", help="the folder of WORK to write")
    parser.add_argument(
        "--reports", type=Path, nargs="*", help=f"sets of reports with questions; default: {REPORTS}"
    )
    parser.add_argument("--minutes", type=float, help="stop, with the rate run down, after so many minutes")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--layers", type=int, default=LAYERS, help="of the encoder's, from below")
    parser.add_argument("--threads", type=int, default=0, help="0 leaves the choice to torch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="a few batches only, to see that it runs")
    options = parser.parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    from tokenizers import Tokenizer

    data = data_folder(options.data)
    folder = options.work / options.stage
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = JudgeModel.load(folder, layers=options.layers)
    mixture = Mixture(tables=20) if options.smoke else Mixture()
    sets = training_sets() if options.reports is None else options.reports
    aligned = 0 if options.smoke else mixture.aligned * options.passes
    source = Source.open(data, report_questions(sets), aligned=aligned, seed=options.seed)
    first = source.draw_pass(mixture, draw=random.Random(options.seed * 1000))
    # The length of a pass varies by a few batches; the schedule needs to know it only roughly.
    count = len(batches(tokenize(tokenizer, first), batch_tokens=BATCH_TOKENS, draw=random.Random(0)))
    steps = 3 if options.smoke else count * options.passes
    held = _validation(data, seed=options.seed, smoke=options.smoke)
    print(f"{len(first)} examples and {count} batches a pass", flush=True)
    started = time.monotonic()

    def show_held_out() -> None:
        loss, area, exact = validate(model, tokenizer, held)
        print(f"held out: loss {loss:.4f} auc {area:.4f} exact {exact:.4f}", flush=True)

    def report(step: int, loss: float, progress: float) -> None:
        if step % 25 == 24:
            spent = time.monotonic() - started
            print(f"step {step + 1}/{steps} {progress:.3f} loss {loss:.4f} {spent:.0f} s", flush=True)
        if step % 400 == 399:
            show_held_out()

    checkpoint = Checkpoint(options.work / f"{options.name}.pt")
    plan = endless_batches(source, mixture, tokenizer, passes=options.passes, seed=options.seed)
    share = AGAIN if is_judge(folder) else 1.0
    train(
        model, plan, steps=steps, minutes=options.minutes, share=share, checkpoint=checkpoint, report=report
    )
    show_held_out()
    pack_judge(model, folder, options.work / options.name, settings={}, half=False)
    checkpoint.drop()


if __name__ == "__main__":
    main()
