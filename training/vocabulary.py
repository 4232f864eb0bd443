"""The trilingual vocabulary: word pieces for Dutch, French and English.

`python -m training.vocabulary --data DIR --work DIR`
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from training.corpora import balance, read_corpora
from training.data import data_folder, read_lines, read_rows
from training.splits import row_held_out

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
VOCABULARY_SIZE = 28_000
MONO_LINES = 40_000  # a language; more adds hardly a word


def build_tokenizer(lines: Iterable[str], *, size: int) -> Any:
    """Train a word-piece tokenizer that lower-cases, drops accents and keeps runs of digits whole.

    Case and accents go because people type questions without them, and because the teacher's
    vocabulary has neither. Words split at punctuation, so that `l'accord` and `accord` share a piece.
    Word pieces and not a unigram model: tried on the same lines, the unigram spent a piece of its own on
    the word mark before every punctuation mark and short word, and split `Frankrijk`.

    Returns:
        A `tokenizers.Tokenizer` that writes `[CLS] text [SEP]`, or `[CLS] a [SEP] b [SEP]` for a pair.
    """
    from tokenizers import (
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
        trainers,
    )

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=60))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace("œ", "oe"),
            normalizers.Replace("æ", "ae"),
            normalizers.Replace("\u00ad", ""),
            normalizers.Replace(Regex("[’‘`´]"), "'"),
            normalizers.Replace(Regex("[“”«»„]"), '"'),
            normalizers.Replace(Regex("[‐‑–—]"), "-"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.BertPreTokenizer(),
            pre_tokenizers.Digits(individual_digits=False),
        ]
    )
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=list(SPECIAL), limit_alphabet=200, show_progress=False
    )
    tokenizer.train_from_iterator(lines, trainer)
    cls, sep = SPECIAL.index("[CLS]"), SPECIAL.index("[SEP]")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", cls), ("[SEP]", sep)],
    )
    return tokenizer


def vocabulary_lines(data: Path, *, seed: int) -> Iterator[str]:
    """Yield text in the three languages, about as much of each, government text more often."""
    train, _ = read_corpora(data / "corpora")
    draw = random.Random(seed)
    for run, repeats in balance(train, seed=seed, scale=0.6):
        for pair in run:
            for _ in range(min(repeats, 2)):
                yield pair.first
                yield pair.second
    for path in sorted((data / "mono").glob("be_chamber_speeches.*")):
        lines = [line for line in read_lines(path) if line]
        yield from draw.sample(lines, min(MONO_LINES, len(lines)))
    for row in read_rows(data / "qa" / "written.jsonl.xz"):
        if not row_held_out(row):
            yield row["context"]
            yield from row["question"].values()


def save_tokenizer(tokenizer: Any, folder: Path, *, max_tokens: int) -> None:
    """Write a tokenizer as transformers loads it."""
    from transformers import PreTrainedTokenizerFast

    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=max_tokens,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )
    fast.save_pretrained(str(folder))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the vocabulary and write it to `WORK/tokenizer`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--size", type=int, default=VOCABULARY_SIZE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="a few lines only, to see that it runs")
    options = parser.parse_args(arguments)
    lines = vocabulary_lines(data_folder(options.data), seed=options.seed)
    if options.smoke:
        lines = itertools.islice(lines, 2_000)
    tokenizer = build_tokenizer(lines, size=options.size)
    save_tokenizer(tokenizer, options.work / "tokenizer", max_tokens=512)
    print(f"{tokenizer.get_vocab_size()} pieces in {options.work / 'tokenizer'}")


if __name__ == "__main__":
    main()
