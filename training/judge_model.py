"""The judge as a torch model: a BERT that marks the answer, the sentence that holds it, and whether any does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.folders import replace_folder
from training.judge_examples import Example
from training.precision import quick_attention

MAX_QUESTION_TOKENS, MAX_CONTEXT_TOKENS, MAX_TOKENS = 64, 48, 384
TOKEN_HEADS = 3  # the answer's first token, its last token, evidence
CLS, SEP = 2, 3  # ids in our own vocabulary, whose special tokens come first
_OUT = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One example as the model reads it; `first` is the place of the text's first token.

    Evidence without an answer is a sentence to find in which no words are marked.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    answer: tuple[int, int] | None
    evidence: tuple[int, int] | None


def readable(text: str) -> str:
    """Return the text with line ends and tabs as a bar, which the tokenizer keeps; offsets stay the same."""
    return text.replace("\n", "|").replace("\t", "|")


def tokenize(tokenizer: Any, examples: Sequence[Example], *, max_tokens: int = MAX_TOKENS) -> list[Tokens]:
    """Return `[CLS] question [SEP] context [SEP] text [SEP]`, the text of type 1, cut at the longest length.

    An answer beyond the cut counts as none.
    """
    questions = tokenizer.encode_batch([example.question for example in examples], add_special_tokens=False)
    contexts = tokenizer.encode_batch(
        [readable(example.context) for example in examples], add_special_tokens=False
    )
    texts = tokenizer.encode_batch([readable(example.text) for example in examples], add_special_tokens=False)
    found = []
    for example, question, context, text in zip(examples, questions, contexts, texts, strict=True):
        head = [CLS, *question.ids[:MAX_QUESTION_TOKENS], SEP, *context.ids[:MAX_CONTEXT_TOKENS], SEP]
        room = max_tokens - len(head) - 1
        body = text.ids[:room]
        offsets = text.offsets[:room]
        found.append(
            Tokens(
                ids=(*head, *body, SEP),
                types=(0,) * len(head) + (1,) * (len(body) + 1),
                first=len(head),
                answer=_token_span(offsets, example.answer),
                evidence=_token_span(offsets, example.evidence),
            )
        )
    return found


def _token_span(offsets: Sequence[tuple[int, int]], place: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the first and last token that a stretch of characters touches."""
    if place is None:
        return None
    touched = [row for row, (start, end) in enumerate(offsets) if start < place[1] and end > place[0]]
    cut = not offsets or offsets[-1][1] < place[1]
    return None if cut or not touched else (touched[0], touched[-1])


class JudgeModel(torch.nn.Module):
    """A BERT with a head on every token and one on the first."""

    def __init__(self, bert: Any) -> None:
        """Put fresh heads on a `BertModel`."""
        super().__init__()
        dim = bert.config.hidden_size
        self.bert = bert
        self.tokens = torch.nn.Linear(dim, TOKEN_HEADS)
        self.answerable = torch.nn.Linear(dim, 1)

    @classmethod
    def load(cls, folder: Path, *, layers: int | None = None) -> JudgeModel:
        """Open an encoder folder, or a judge's with its heads.

        Args:
            folder: with `config.json` and `model.safetensors`.
            layers: how many to keep, from below; None keeps all. The upper ones of a sentence encoder serve
                the mean of its tokens, and dropping from above costs least (Sajjad et al. 2020,
                https://arxiv.org/abs/2004.03844).

        Raises:
            ValueError: the weights are of another shape.
        """
        from safetensors.torch import load_file
        from transformers import BertConfig, BertModel

        config = BertConfig.from_pretrained(folder)
        config.num_hidden_layers = min(layers or config.num_hidden_layers, config.num_hidden_layers)
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        config._attn_implementation = quick_attention()
        model = cls(BertModel(config, add_pooling_layer=False))
        state = {name: value.float() for name, value in load_file(folder / "model.safetensors").items()}
        whole = any(name.startswith("bert.") for name in state)
        missing, unknown = (model if whole else model.bert).load_state_dict(state, strict=False)
        left = [name for name in missing if "position_ids" not in name]
        if left or any(not name.startswith(("pooler", "encoder.layer")) for name in unknown):
            raise ValueError(f"{folder}: weights do not fit, missing {left}, unknown {unknown}")
        return model

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> Any:
        """Return float32 logits: of every token (batch, tokens, 3) and of the passage (batch,)."""
        hidden = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state.float()
        with torch.autocast(hidden.device.type, enabled=False):
            return self.tokens(hidden), self.answerable(hidden[:, 0]).squeeze(-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Padded tensors of some examples; `text` marks the tokens of the passage, `spanned` where words are known."""

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    text: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    spanned: torch.Tensor
    evidence: torch.Tensor
    answerable: torch.Tensor

    @classmethod
    def of(cls, rows: Sequence[Tokens]) -> Batch:
        """Pad rows to the longest; where there is no answer, start and end point at `[CLS]`."""
        longest = max(len(row.ids) for row in rows)
        ids, types, mask, text = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(4))
        evidence = torch.zeros(len(rows), longest)
        places = torch.zeros(len(rows), 2, dtype=torch.long)
        for number, row in enumerate(rows):
            length = len(row.ids)
            ids[number, :length] = torch.tensor(row.ids)
            types[number, :length] = torch.tensor(row.types)
            mask[number, :length] = 1
            text[number, row.first : length - 1] = 1
            if row.answer:
                places[number] = torch.tensor(row.answer) + row.first
            if row.evidence:
                evidence[number, row.evidence[0] + row.first : row.evidence[1] + row.first + 1] = 1
        known = torch.tensor([float(row.evidence is not None) for row in rows])
        spanned = torch.tensor([float((row.answer is None) == (row.evidence is None)) for row in rows])
        return cls(
            ids=ids, types=types, mask=mask, text=text.bool(), starts=places[:, 0], ends=places[:, 1],
            spanned=spanned, evidence=evidence, answerable=known,
        )  # fmt: skip


def loss_of(model: JudgeModel, batch: Batch) -> torch.Tensor:
    """Return the sum of three losses: where the answer stands, in which sentence, and whether it does."""
    functional = torch.nn.functional
    tokens, answerable = model(batch.ids, batch.types, batch.mask)
    allowed = batch.text.clone()
    allowed[:, 0] = True
    spans = tokens[..., :2].masked_fill(~allowed.unsqueeze(-1), _OUT)
    starts = functional.cross_entropy(spans[..., 0], batch.starts, reduction="none")
    ends = functional.cross_entropy(spans[..., 1], batch.ends, reduction="none")
    span = ((starts + ends) * batch.spanned).sum() / batch.spanned.sum().clamp(min=1)
    marked = functional.binary_cross_entropy_with_logits(tokens[..., 2], batch.evidence, reduction="none")
    evidence = (marked * batch.text).sum(1) / batch.text.sum(1).clamp(min=1)
    known = functional.binary_cross_entropy_with_logits(answerable, batch.answerable)
    return span / 2 + 2 * evidence.mean() + known


def is_judge(folder: Path) -> bool:
    """Tell whether a folder holds a judge, with its heads, rather than an encoder."""
    return (folder / "judge.json").exists()


def pack_judge(
    model: JudgeModel, tokenizer_folder: Path, target: Path, *, settings: dict[str, Any], half: bool
) -> None:
    """Write a judge's folder: weights, `config.json`, tokenizer, `judge.json` (calibration and scores).

    Args:
        model: the trained judge.
        tokenizer_folder: where its `tokenizer.json` is.
        target: the folder to write, in one go.
        settings: what `judge.json` says.
        half: store the weights as float16, as shipped; else float32, as trained.
    """
    from safetensors.torch import save_file

    aside = target.with_name(target.name + ".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    dtype = torch.float16 if half else torch.float32
    state = {name: value.detach().to(dtype).contiguous() for name, value in model.state_dict().items()}
    save_file(state, aside / "model.safetensors", metadata={"format": "pt"})
    (aside / "model.safetensors").chmod(0o644)  # safetensors writes for the owner alone
    model.bert.config.save_pretrained(aside)
    shutil.copyfile(tokenizer_folder / "tokenizer.json", aside / "tokenizer.json")
    (aside / "judge.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    replace_folder(aside, target)
