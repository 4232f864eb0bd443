"""Stage 1: give the new vocabulary vectors that the teacher's transformer understands.

The mean of a sentence's new token vectors is fitted to the mean of the teacher's word-piece vectors of
its English side. The transformer stays the teacher's.

`python -m training.stage1 --data DIR --work DIR`
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.corpora import balance, read_corpora
from training.data import data_folder, read_lines
from training.folders import pack_encoder, teacher_folder

TARGET_LEXICONS = ("eurovoc_descriptors", "gemet", "ibm1_mutual", "canada_laws_defined_terms")


def bags(texts: Sequence[str], tokenizer: Any, *, batch_texts: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Return the token ids of all texts end to end (int32) and where each text starts (int64)."""
    ids: list[np.ndarray] = []
    lengths: list[int] = []
    for start in range(0, len(texts), batch_texts):
        batch = tokenizer.encode_batch(list(texts[start : start + batch_texts]), add_special_tokens=False)
        for encoding in batch:
            ids.append(np.asarray(encoding.ids or [1], dtype=np.int32))
            lengths.append(len(ids[-1]))
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    return np.concatenate(ids), starts


def start_vectors(new: Any, old: Any, old_vectors: torch.Tensor) -> torch.Tensor:
    """Return first vectors for the new pieces: the mean of the teacher's pieces of the same letters."""
    old_ids = old.get_vocab()
    rows = torch.zeros(new.get_vocab_size(), old_vectors.shape[1])
    for piece, row in new.get_vocab().items():
        if piece in old_ids:
            rows[row] = old_vectors[old_ids[piece]]
            continue
        pieces = old.encode(piece.removeprefix("##"), add_special_tokens=False).ids or [old_ids["[UNK]"]]
        rows[row] = old_vectors[pieces].mean(0)
    return rows


def fit(
    vectors: torch.Tensor,
    sides: tuple[np.ndarray, np.ndarray],
    english: tuple[np.ndarray, np.ndarray],
    old_vectors: torch.Tensor,
    *,
    epochs: int,
    seed: int,
    batch_bags: int = 1024,
    learning_rate: float = 2e-3,
) -> torch.Tensor:
    """Fit `vectors` so that each bag of `sides` has the mean of its bag in `english` under `old_vectors`.

    Returns:
        float32, the shape of `vectors`.
    """
    torch.manual_seed(seed)
    student = torch.nn.EmbeddingBag.from_pretrained(vectors.clone(), freeze=False, mode="mean")
    teacher = torch.nn.EmbeddingBag.from_pretrained(old_vectors, mode="mean")
    optimizer = torch.optim.Adam(student.parameters(), lr=learning_rate, fused=True)
    count = len(sides[1])
    steps = max(1, epochs * ((count + batch_bags - 1) // batch_bags))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=learning_rate, total_steps=steps, pct_start=0.05
    )
    side_ends, english_ends = (
        np.append(sides[1][1:], len(sides[0])),
        np.append(english[1][1:], len(english[0])),
    )
    step = 0
    for _ in range(epochs):
        order = torch.randperm(count).numpy()
        for start in range(0, count, batch_bags):
            rows = order[start : start + batch_bags]
            with torch.no_grad():
                target = teacher(*_take(english[0], english[1], english_ends, rows))
            loss = (student(*_take(sides[0], sides[1], side_ends, rows)) - target).square().sum(1).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            step += 1
            if step % 200 == 0:
                print(f"step {step}/{steps} loss {loss.item():.4f}", flush=True)
    return student.weight.detach()


def _take(
    ids: np.ndarray, starts: np.ndarray, ends: np.ndarray, rows: np.ndarray
) -> tuple[torch.Tensor, torch.Tensor]:
    parts = [ids[starts[row] : ends[row]] for row in rows]
    offsets = np.concatenate([[0], np.cumsum([len(part) for part in parts])[:-1]])
    return torch.from_numpy(np.concatenate(parts).astype(np.int64)), torch.from_numpy(offsets)


def english_pairs(data: Path, *, seed: int, limit: int | None) -> tuple[list[str], list[str]]:
    """Return texts and their English sides: pairs, lexicon entries, and English with itself."""
    train, _ = read_corpora(data / "corpora")
    texts: list[str] = []
    english: list[str] = []
    for run, repeats in balance(train, seed=seed):
        for pair in run:
            if pair.first_language == "en":
                texts += [pair.second] * min(repeats, 2) + [pair.first]
                english += [pair.first] * (min(repeats, 2) + 1)
    for name in TARGET_LEXICONS:
        for path in sorted((data / "lexicons").glob(f"{name}.en-*.tsv*")):
            for line in read_lines(path):
                cells = line.split("\t")
                texts += [cells[1]]
                english += [cells[0]]
    order = random.Random(seed).sample(range(len(texts)), min(limit or len(texts), len(texts)))
    return [texts[row] for row in order], [english[row] for row in order]


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit the token vectors and write a whole encoder to `WORK/stage1`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="a few lines only, to see that it runs")
    options = parser.parse_args(arguments)
    from tokenizers import Tokenizer
    from transformers import BertModel

    teacher = teacher_folder()
    new = Tokenizer.from_file(str(options.work / "tokenizer" / "tokenizer.json"))
    old = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    old.no_truncation()
    old.no_padding()
    texts, english = english_pairs(
        data_folder(options.data), seed=options.seed, limit=200 if options.smoke else None
    )
    model = BertModel.from_pretrained(teacher)
    old_vectors = model.embeddings.word_embeddings.weight.detach().clone()
    start = start_vectors(new, old, old_vectors)
    fitted = fit(
        start, bags(texts, new), bags(english, old), old_vectors, epochs=options.epochs, seed=options.seed
    )
    for token in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"):
        fitted[new.token_to_id(token)] = old_vectors[old.token_to_id(token)]
    model.resize_token_embeddings(len(fitted))
    model.embeddings.word_embeddings.weight.data.copy_(fitted)
    model.config.pad_token_id = new.token_to_id("[PAD]")
    pack_encoder(model, options.work / "tokenizer", options.work / "stage1")
    print(f"{len(texts)} bags, encoder in {options.work / 'stage1'}")


if __name__ == "__main__":
    main()
