"""Stage 3: from sentence similarity to search - a question near the passage and sentence that answer it.

A batch is clusters of look-alike passages, found with the stage-2 encoder; each brings up to three of its
questions, in languages drawn at random, the sentences that answer them and a near miss. Contrastive
learning both ways, with the other passages of the cluster as hard negatives, and between two languages
of one question; names across languages besides. The result is averaged with stage 2.

`python -m training.stage3 --data DIR --work DIR [--minutes N]`
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.data import data_folder
from training.encoding import TorchEncoder
from training.folders import pack_encoder
from training.names import draw_names
from training.passages import (
    Passage,
    aligned_passages,
    clustered,
    distractors,
    public_passages,
    report_passages,
    written_passages,
)
from training.progress import Checkpoint, Schedule
from training.report_questions import report_questions, training_sets
from training.stage2 import optimizer_for

TEMPERATURE = 0.05
QUESTIONS_A_PASSAGE = 3
PASSAGES_A_BATCH = 36
CLUSTER = 6
MINED_CHARS = 400  # the subject of a passage shows in its first lines; the whole costs twice the time
SENTENCE_WEIGHT = 0.5
MISS_WEIGHT = 0.3
TRANSLATION_WEIGHT = 0.3
NAMES_WEIGHT = 0.3
NAMES_EVERY = 4  # steps
PASSES_WRITTEN = 6  # passes over the written passages for one over the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Texts of a batch; `of` is each question's row in `passages`, `answers` its row in `sentences` or -1."""

    passages: tuple[str, ...]
    questions: tuple[str, ...]
    translations: tuple[str | None, ...]
    of: tuple[int, ...]
    sentences: tuple[str, ...]
    answers: tuple[int, ...]
    misses: tuple[str, ...]
    missed: tuple[int, ...]


def draw_batch(passages: Sequence[Passage], draw: random.Random) -> Batch:
    """Draw each passage's questions and their languages."""
    questions: list[str] = []
    translations: list[str | None] = []
    of: list[int] = []
    sentences: list[str] = []
    answers: list[int] = []
    misses: list[str] = []
    missed: list[int] = []
    for row, passage in enumerate(passages):
        for asked in draw.sample(passage.asked, min(QUESTIONS_A_PASSAGE, len(passage.asked))):
            wordings = draw.sample(asked.question, min(2, len(asked.question)))
            questions.append(wordings[0])
            translations.append(wordings[1] if len(wordings) > 1 and draw.random() < 0.5 else None)
            of.append(row)
            answers.append(len(sentences) if asked.sentence else -1)
            if asked.sentence:
                sentences.append(asked.sentence)
        if passage.near_misses:
            misses.append(draw.choice(draw.choice(passage.near_misses).question))
            missed.append(row)
    return Batch(
        passages=tuple(passage.text for passage in passages),
        questions=tuple(questions),
        translations=tuple(translations),
        of=tuple(of),
        sentences=tuple(sentences),
        answers=tuple(answers),
        misses=tuple(misses),
        missed=tuple(missed),
    )


def search_loss(questions: torch.Tensor, targets: torch.Tensor, of: torch.Tensor) -> torch.Tensor:
    """Return the contrastive loss of questions to targets and back.

    Args:
        questions: (n, dim), unit rows.
        targets: (m, dim), unit rows; several questions may have one target.
        of: (n,), each question's row in `targets`.
    """
    scores = questions @ targets.T / TEMPERATURE
    forward = torch.nn.functional.cross_entropy(scores, of)
    # Back: each question against the questions of other targets; its sisters are no negatives.
    sisters = (of[:, None] == of[None, :]) & ~torch.eye(len(of), dtype=torch.bool)
    back = scores.T[of].masked_fill(sisters, -1e4)
    return (forward + torch.nn.functional.cross_entropy(back, torch.arange(len(of)))) / 2


def miss_loss(questions: torch.Tensor, misses: torch.Tensor, passages: torch.Tensor) -> torch.Tensor:
    """Return how often a near miss lies as near a passage as a question that the passage answers.

    Args:
        questions: (k, dim), one answered question a passage.
        misses: (k, dim), one near miss a passage.
        passages: (k, dim), the passages of both.
    """
    excess = ((misses - questions) * passages).sum(1)
    return torch.nn.functional.softplus(excess / TEMPERATURE).mean()


def batch_loss(encoder: TorchEncoder, batch: Batch) -> torch.Tensor:
    """Return the loss of one batch: passages, sentences, near misses, translations."""
    short = [
        *batch.questions,
        *batch.sentences,
        *batch.misses,
        *(text for text in batch.translations if text),
    ]
    vectors = encoder.vectors(short)
    passages = encoder.vectors(batch.passages)
    count, sentence_end = len(batch.questions), len(batch.questions) + len(batch.sentences)
    questions, sentences = vectors[:count], vectors[count:sentence_end]
    miss_end = sentence_end + len(batch.misses)
    misses, translated = vectors[sentence_end:miss_end], vectors[miss_end:]
    of = torch.tensor(batch.of)
    loss = search_loss(questions, passages, of)
    answered = [row for row, answer in enumerate(batch.answers) if answer >= 0]
    if answered:
        targets = torch.tensor([batch.answers[row] for row in answered])
        loss = loss + SENTENCE_WEIGHT * search_loss(questions[answered], sentences, targets)
    if batch.misses:
        first = [batch.of.index(row) for row in batch.missed]
        loss = loss + MISS_WEIGHT * miss_loss(questions[first], misses, passages[list(batch.missed)])
    twice = [row for row, text in enumerate(batch.translations) if text]
    if len(twice) > 1:
        loss = loss + TRANSLATION_WEIGHT * search_loss(questions[twice], translated, torch.arange(len(twice)))
    return loss


def names_loss(encoder: TorchEncoder, draw: random.Random) -> torch.Tensor:
    """Return the contrastive loss of names in one language to the same names in another."""
    first, second = (encoder.vectors(texts) for texts in draw_names(draw))
    return search_loss(first, second, torch.arange(len(first)))


def plan_batches(
    encoder: TorchEncoder, data: Path, sets: Sequence[Path], *, seed: int, smoke: bool
) -> list[list[Passage]]:
    """Return the batches of the whole stage: the written passages many times, the rest once."""
    written = written_passages(data / "qa", held=False) + report_passages(report_questions(sets))
    others = public_passages(data / "qa") + aligned_passages(
        data / "corpora", count=4 if smoke else 1_200, seed=seed
    )
    far = distractors(data / "mono", count=4 if smoke else 1_200, seed=seed)
    everything = written + others + far
    vectors = encoder.embed([passage.text[:MINED_CHARS] for passage in everything])
    draw = random.Random(seed)
    order = list(range(len(written), len(everything)))
    draw.shuffle(order)
    shares = [order[turn::PASSES_WRITTEN] for turn in range(PASSES_WRITTEN)]
    plan: list[list[Passage]] = []
    for turn, share in enumerate(shares):
        rows = [*range(len(written)), *share]
        part = [everything[row] for row in rows]
        found = clustered(part, vectors[rows], size=PASSAGES_A_BATCH, near=CLUSTER, seed=seed + turn)
        plan += [[part[row] for row in batch] for batch in found]
    return [batch for batch in plan if sum(len(passage.asked) for passage in batch) > 1]


def train(
    encoder: TorchEncoder,
    plan: list[list[Passage]],
    *,
    minutes: float | None,
    checkpoint: Checkpoint,
    seed: int,
) -> None:
    """Train in place on the planned batches, or on as many as the minutes allow."""
    optimizer = optimizer_for(encoder.model, learning_rate=6e-5, vectors_rate=1.2e-4)
    schedule = Schedule(optimizer, steps=len(plan), minutes=minutes, spent_s=0.0)
    done = checkpoint.resume(encoder.model, optimizer, schedule)
    encoder.model.train()
    mean, shown = 0.0, time.monotonic()
    for step in range(done, len(plan)):
        if not schedule.advance(step):
            break
        draw = random.Random(seed * 100_003 + step)
        loss: Any = batch_loss(encoder, draw_batch(plan[step], draw))
        if step % NAMES_EVERY == 0:
            loss = loss + NAMES_WEIGHT * names_loss(encoder, draw)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        mean += (loss.item() - mean) * 0.05 if mean else loss.item()
        if step % 20 == 19:
            now = time.monotonic()
            pace = f"{(now - shown) / 20:.2f} s a step"
            print(f"step {step + 1}/{len(plan)} {schedule.progress:.3f} loss {mean:.4f} {pace}", flush=True)
            shown = now
        if step % 100 == 99:
            checkpoint.save(encoder.model, optimizer, schedule, step + 1)


def averaged(one: Any, other: Any, *, share: float) -> dict[str, torch.Tensor]:
    """Return `share` of the first model's weights and the rest of the second's."""
    second = other.state_dict()
    return {name: share * value + (1 - share) * second[name] for name, value in one.state_dict().items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from `WORK/START`; write `WORK/stage3-last` and, averaged with the start, `WORK/stage3`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--minutes", type=float, help="stop, with the rate run down, after so many minutes")
    parser.add_argument("--start", default="stage2", help="the folder of WORK to start from")
    parser.add_argument("--reports", type=Path, nargs="*", help="sets of reports with questions")
    parser.add_argument("--threads", type=int, default=0, help="0 leaves the choice to torch")
    parser.add_argument("--share", type=float, default=0.7, help="of the trained weights in the average")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="a few passages only, to see that it runs")
    options = parser.parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    start = options.work / options.start
    encoder = TorchEncoder.load(start, max_tokens=256)
    sets = training_sets() if options.reports is None else options.reports
    plan = plan_batches(encoder, data_folder(options.data), sets, seed=options.seed, smoke=options.smoke)
    print(f"{len(plan)} batches", flush=True)
    checkpoint = Checkpoint(options.work / "stage3.pt")
    train(
        encoder,
        plan[:2] if options.smoke else plan,
        minutes=options.minutes,
        checkpoint=checkpoint,
        seed=options.seed,
    )
    pack_encoder(encoder.model, start, options.work / "stage3-last")
    before = TorchEncoder.load(start).model
    encoder.model.load_state_dict(averaged(encoder.model, before, share=options.share))
    pack_encoder(encoder.model, start, options.work / "stage3")
    checkpoint.drop()


if __name__ == "__main__":
    main()
