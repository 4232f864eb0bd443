import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index import embedder as embedder_module
from index.embedder import Role, load_embedder
from index.errors import CATALOGUE, EmbedderError
from index.model_families import family_of
from index.onnx_encoder import OnnxEncoder, by_length, content_hash, graph_file
from ingest.text.languages import SERVED

TEXTS = (
    "Hoeveel bedrijven reisden mee naar Lyon?",
    "Combien d'entreprises ont fait le voyage à Lyon ?",
    "How many companies travelled to Lyon?",
    "x",
    "The harbour master reported that the quay will not be ready for heavy cargo before the spring. " * 30,
)


@pytest.fixture(scope="module")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder with random weights, in the shape of the shipped one."""
    import torch
    from transformers import BertConfig, BertModel

    from training.folders import pack_encoder
    from training.vocabulary import build_tokenizer, save_tokenizer

    folder = tmp_path_factory.mktemp("models")
    tokenizer = build_tokenizer(TEXTS, size=120)
    save_tokenizer(tokenizer, folder / "tokenizer", max_tokens=512)
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=40,
        initializer_range=0.3,
    )
    pack_encoder(BertModel(config), folder / "tokenizer", folder / "tiny", half=True)
    return folder / "tiny"


def test_graph_and_sentence_transformers_give_the_same_vectors(encoder_folder: Path) -> None:
    ours = OnnxEncoder(encoder_folder).embed(TEXTS, role=Role.PASSAGE)
    theirs = load_embedder(str(encoder_folder)).embed(TEXTS, role=Role.PASSAGE)
    assert ours.shape == (5, 24)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1.0, atol=1e-5)
    assert (ours * theirs).sum(1).min() >= 0.999


def test_a_vector_does_not_depend_on_its_batch(encoder_folder: Path) -> None:
    encoder = OnnxEncoder(encoder_folder, threads=2)
    together = encoder.embed(TEXTS, role=Role.QUERY)
    alone = np.vstack([encoder.embed([text], role=Role.QUERY) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_no_texts_give_no_rows(encoder_folder: Path) -> None:
    assert OnnxEncoder(encoder_folder).embed([], role=Role.QUERY).shape == (0, 24)


def test_identity_follows_the_content(encoder_folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "tiny"
    shutil.copytree(encoder_folder, copy)
    assert content_hash(copy) == content_hash(encoder_folder)
    assert OnnxEncoder(copy).identity == f"tiny@{content_hash(encoder_folder)}"
    settings = json.loads((copy / "sentence_bert_config.json").read_text())
    (copy / "sentence_bert_config.json").write_text(json.dumps(settings | {"max_seq_length": 16}))
    assert content_hash(copy) != content_hash(encoder_folder)


def test_graph_is_kept_beside_the_weights_or_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "model"
    folder.mkdir()
    built = []

    def build(path: Path) -> bytes:
        built.append(path)
        return b"graph"

    first = graph_file(folder, digest="a", build=build)
    assert first == graph_file(folder, digest="a", build=build)
    assert built == [folder]
    assert isinstance(first, Path)
    assert first.parent == folder
    second = graph_file(folder, digest="b", build=build)
    assert [path.name for path in folder.glob("*")] == [Path(str(second)).name]
    missing = tmp_path / "file" / "model"
    missing.parent.write_text("a file where a folder should be")
    kept = graph_file(missing, digest="c", build=build)
    assert isinstance(kept, Path)
    assert kept.parent != missing


def test_batches_go_by_length_and_lose_no_row() -> None:
    lengths = [5, 300, 7, 1, 90, 90]
    batches = list(by_length(lengths, batch_tokens=200))
    assert sorted(row for batch in batches for row in batch) == [0, 1, 2, 3, 4, 5]
    assert batches == [[3, 0, 2], [4, 5], [1]]


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("C:\\models\\multilingual-e5-base", "query: ", "passage: "),
        ("BAAI/bge-m3", "", ""),
        ("Alibaba-NLP/gte-multilingual-base", "", ""),
        ("ibm-granite/granite-embedding-107m-multilingual", "", ""),
        ("google/embeddinggemma-300m", "task: search result | query: ", "title: none | text: "),
    ],
)
def test_families_by_name(name: str, query: str, passage: str) -> None:
    family = family_of(name)
    assert family is not None
    assert (family.query, family.passage) == (query, passage)


def test_qwen_asks_with_an_instruction_and_stores_plain() -> None:
    family = family_of("Qwen/Qwen3-Embedding-0.6B")
    assert family is not None
    assert family.query.startswith("Instruct: ")
    assert family.query.endswith("\nQuery:")
    assert family.passage == ""


def test_an_unknown_model_has_no_family() -> None:
    assert family_of("some-lab/alleen5") is None


def test_a_family_folder_is_opened_with_its_prompts(encoder_folder: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "multilingual-e5-tiny"
    shutil.copytree(encoder_folder, folder)
    e5, plain = load_embedder(str(folder)), OnnxEncoder(encoder_folder)
    texts = ["kade en haven"]
    np.testing.assert_allclose(
        e5.embed(texts, role=Role.QUERY), plain.embed(["query: kade en haven"], role=Role.QUERY), atol=1e-3
    )
    np.testing.assert_allclose(
        e5.embed(texts, role=Role.PASSAGE),
        plain.embed(["passage: kade en haven"], role=Role.QUERY),
        atol=1e-3,
    )
    assert e5.identity.startswith("multilingual-e5-tiny@")


def test_what_cannot_be_opened_is_said_in_every_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(embedder_module, "MODELS", tmp_path)
    found = {}
    for name in (None, str(tmp_path / "absent"), str(tmp_path / "empty"), "some-lab/some-model"):
        started = time.monotonic()
        with pytest.raises(EmbedderError) as caught:
            load_embedder(name)
        assert time.monotonic() - started < 20
        found[name] = caught.value
        for language in SERVED:
            assert "{" not in CATALOGUE.say(caught.value.message, language)
            if caught.value.hint is not None:
                assert CATALOGUE.say(caught.value.hint, language)
    keys = [error.message.key for error in found.values()]
    assert keys == [
        "embedder.shipped_missing",
        "embedder.no_folder",
        "embedder.no_model",
        "embedder.unreachable",
    ]


def test_shipped_encoder_answers_without_torch_and_crosses_languages() -> None:
    program = (
        "import sys, numpy as np\n"
        "from index.embedder import Role, load_embedder\n"
        "v = load_embedder().embed(sys.argv[1:], role=Role.QUERY)\n"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)\n"
        "print(*(v[0] @ v[1:].T))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *TEXTS[:3], "The soup was cold."],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    french, english, other = map(float, done.stdout.split())
    assert min(french, english) > 0.6
    assert other < 0.3


def test_shipped_encoder_is_the_same_through_both_paths() -> None:
    folder = embedder_module.MODELS / embedder_module.SHIPPED
    ours = load_embedder().embed(TEXTS, role=Role.PASSAGE)
    theirs = load_embedder(str(folder)).embed(TEXTS, role=Role.PASSAGE)
    assert (ours * theirs).sum(1).min() >= 0.999
