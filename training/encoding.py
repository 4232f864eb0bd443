"""Sentence vectors from a BERT model in torch: mean pooling, unit length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.folders import MAX_TOKENS
from training.precision import bfloat16_pays, quick_attention


@dataclass(frozen=True, slots=True, kw_only=True)
class TorchEncoder:
    """A BERT model and its tokenizer; `half` computes in bfloat16 where that is quicker and torch deems it safe."""

    model: Any
    tokenizer: Any
    half: bool = True
    max_tokens: int = MAX_TOKENS

    @classmethod
    def load(cls, folder: Path, *, half: bool = True, max_tokens: int = MAX_TOKENS) -> TorchEncoder:
        """Open an encoder folder; dropout is off, since training on few steps needs none of its noise."""
        from tokenizers import Tokenizer
        from transformers import BertModel

        model = BertModel.from_pretrained(
            folder,
            attn_implementation=quick_attention(),
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            dtype=torch.float32,
            add_pooling_layer=False,
        )
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(max_tokens)
        tokenizer.enable_padding(pad_id=model.config.pad_token_id, pad_token="[PAD]")
        return cls(model=model, tokenizer=tokenizer, half=half, max_tokens=max_tokens)

    def vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """Return float32 (n, dim), unit rows, with gradients where they are on."""
        encodings = self.tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings])
        device = next(self.model.parameters()).device
        ids, mask = ids.to(device), mask.to(device)
        with torch.autocast(
            device.type, dtype=torch.bfloat16, enabled=self.half and bfloat16_pays(device.type)
        ):
            hidden = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).float()
        pooled = (hidden.float() * weights).sum(1) / weights.sum(1)
        return torch.nn.functional.normalize(pooled, dim=1)

    def embed(self, texts: Sequence[str], *, batch_texts: int = 64) -> np.ndarray:
        """Return float32 (n, dim), unit rows, without gradients; batches go by length."""
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        rows = np.zeros((len(texts), self.model.config.hidden_size), dtype=np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), batch_texts):
                part = order[start : start + batch_texts]
                rows[part] = self.vectors([texts[row] for row in part]).cpu().numpy()
        return rows
