"""The house as drawn: who may import whom, and one home a library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ALLOWED = {
    "ingest.text": {"ingest.text"},
    "ingest": {"ingest"},
    "index": {"ingest", "index"},
    "prompts": {"prompts"},
    "assistant": {"ingest", "index", "prompts", "assistant"},
}
OURS = ("ingest", "index", "assistant", "prompts", "ui", "page", "training", "benchmarks", "examples")

HOMES = {
    "pypdf": ("ingest/readers/",),
    "docx": ("ingest/readers/", "assistant/exports"),
    "odf": ("ingest/readers/",),
    "pptx": ("ingest/readers/",),
    "selectolax": ("ingest/readers/",),
    "markdown_it": ("ingest/readers/",),
    "pytesseract": ("ingest/readers/",),
    "faiss": ("index/vectors.py",),
    "sentence_transformers": ("index/",),
    "onnxruntime": ("index/",),
    "Stemmer": ("index/analysis.py", "ingest/text/"),
    "langchain": ("assistant/engines/", "assistant/adapters.py"),
    "langchain_core": ("assistant/engines/", "assistant/adapters.py"),
    "jinja2": ("prompts/",),
    "gradio": ("ui.py", "page/"),
    "torch": ("index/sentence_embedder.py",),
    "transformers": (),
}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _sources(package: str) -> list[Path]:
    return sorted((ROOT / package.replace(".", "/")).rglob("*.py"))


@pytest.mark.parametrize("package", ALLOWED)
def test_a_layer_imports_only_what_lies_below_it(package: str) -> None:
    broken = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _sources(package)
        for name in _imports(path)
        if name.split(".")[0] in OURS
        and not any(name == allowed or name.startswith(f"{allowed}.") for allowed in ALLOWED[package])
    ]
    assert broken == []


def test_each_library_has_one_home() -> None:
    sources = [path for package in ("ingest", "index", "assistant", "prompts") for path in _sources(package)]
    strays = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in [*sources, ROOT / "ui.py"]
        if path.exists()
        for name in _imports(path)
        if (homes := HOMES.get(name.split(".")[0])) is not None
        and not path.relative_to(ROOT).as_posix().startswith(tuple(homes) or ("nowhere",))
    ]
    assert strays == []


def test_no_module_is_called_utils_or_the_like() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    names = [path for package in ALLOWED for path in _sources(package) if path.stem in vague]
    assert names == []
