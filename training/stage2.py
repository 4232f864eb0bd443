"""Stage 2: the student learns the teacher's space in three languages.

Distillation towards the teacher's English vectors (Reimers & Gurevych 2020,
https://arxiv.org/abs/2004.09813) and an in-batch contrastive term between translations.

`python -m training.stage2 --data DIR --work DIR [--minutes N]`
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from training.data import data_folder
from training.encoding import TorchEncoder
from training.folders import pack_encoder, teacher_folder
from training.pairs import Example, batches, examples
from training.progress import Checkpoint, Schedule

DISTILLATION_WEIGHT = 4.0
TEMPERATURE = 0.05
ENGLISH_SHARE = 5  # one English batch in five passes through the student too


def contrast(left: torch.Tensor, right: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
    """Return the symmetric in-batch contrastive loss; `same` marks pairs of rows that are no negatives."""
    scores = left @ right.T / TEMPERATURE
    scores = scores.masked_fill(same & ~torch.eye(len(scores), dtype=torch.bool, device=scores.device), -1e4)
    rows = torch.arange(len(scores), device=scores.device)
    cross_entropy = torch.nn.functional.cross_entropy
    return (cross_entropy(scores, rows) + cross_entropy(scores.T, rows)) / 2


def apart(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Return the mean squared distance of rows."""
    return (left - right).square().sum(1).mean()


def batch_loss(
    student: TorchEncoder, teacher: TorchEncoder, batch: Sequence[Example], *, step: int
) -> torch.Tensor:
    """Return the loss of one batch of one kind (see `training.pairs.batches`)."""
    keys = [example.english or example.first for example in batch]
    same = torch.tensor([[a == b for b in keys] for a in keys])
    first = student.vectors([example.first for example in batch])
    known = [row for row, example in enumerate(batch) if example.english]
    with torch.no_grad():
        target = teacher.vectors([batch[row].english or "" for row in known]) if known else first[:0]
    distilled = apart(first[known], target) if known else first.sum() * 0
    if batch[0].second == batch[0].english:
        if step % ENGLISH_SHARE != 0:
            return DISTILLATION_WEIGHT * distilled + contrast(first, target, same)
        english = student.vectors([example.second for example in batch])
        distilled = (distilled + apart(english, target)) / 2
        return DISTILLATION_WEIGHT * distilled + contrast(first, english, same)
    second = student.vectors([example.second for example in batch])
    if known:
        distilled = (distilled + apart(second[known], target)) / 2
    return DISTILLATION_WEIGHT * distilled * (len(known) / len(batch)) + contrast(first, second, same)


def optimizer_for(model: Any, *, learning_rate: float, vectors_rate: float) -> torch.optim.Optimizer:
    """Return AdamW with a rate of its own for the token vectors, which start further from their goal."""
    words = model.embeddings.word_embeddings.weight
    rest = [parameter for parameter in model.parameters() if parameter is not words]
    return torch.optim.AdamW(
        [{"params": [words], "lr": vectors_rate, "weight_decay": 0.0}, {"params": rest, "lr": learning_rate}],
        weight_decay=0.01,
        fused=True,
    )


def train(
    student: TorchEncoder,
    teacher: TorchEncoder,
    plan: list[list[Example]],
    *,
    minutes: float | None,
    checkpoint: Checkpoint,
) -> None:
    """Train `student` in place on the planned batches, or on as many as the minutes allow."""
    optimizer = optimizer_for(student.model, learning_rate=2.5e-4, vectors_rate=8e-4)
    schedule = Schedule(optimizer, steps=len(plan), minutes=minutes, spent_s=0.0)
    done = checkpoint.resume(student.model, optimizer, schedule)
    student.model.train()
    teacher.model.eval()
    shown, pairs, mean = time.monotonic(), 0, 0.0
    for step in range(done, len(plan)):
        if not schedule.advance(step):
            break
        loss: Any = batch_loss(student, teacher, plan[step], step=step)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        pairs += len(plan[step])
        mean += (loss.item() - mean) * 0.02 if mean else loss.item()
        if step % 50 == 49:
            rate = pairs / (time.monotonic() - shown)
            print(
                f"step {step + 1}/{len(plan)} {schedule.progress:.3f} loss {mean:.4f} {rate:.0f} pairs/s",
                flush=True,
            )
            shown, pairs = time.monotonic(), 0
        if step % 400 == 399:
            checkpoint.save(student.model, optimizer, schedule, step + 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from `WORK/stage1` and write the encoder to `WORK/stage2`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--minutes", type=float, help="stop, with the rate run down, after so many minutes")
    parser.add_argument("--scale", type=float, default=0.4, help="size of the capped sources")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="a few lines only, to see that it runs")
    options = parser.parse_args(arguments)
    torch.manual_seed(options.seed)
    student = TorchEncoder.load(options.work / "stage1", max_tokens=256)
    teacher = TorchEncoder.load(teacher_folder(), max_tokens=256)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    student.model.to(device)
    teacher.model.to(device)
    found = examples(data_folder(options.data), seed=options.seed, scale=options.scale)
    plan = batches(
        found[:40] if options.smoke else found, batch_tokens=4096, batch_pairs=128, seed=options.seed
    )
    print(f"{len(found)} examples, {len(plan)} batches", flush=True)
    checkpoint = Checkpoint(options.work / "stage2.pt")
    train(student, teacher, plan, minutes=options.minutes, checkpoint=checkpoint)
    pack_encoder(student.model.cpu(), options.work / "tokenizer", options.work / "stage2")
    checkpoint.drop()


if __name__ == "__main__":
    main()
