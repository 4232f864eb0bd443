"""A real language model that knows nothing: its gibberish ends in the quotes, whichever way it is reached."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from openai_server import CompletionServer, serving

from assistant.__main__ import main
from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.engines.chat import ChatEngine
from assistant.engines.errors import (
    EngineError,
    EngineFolderError,
    EngineNameError,
    EnginePackageError,
    Trouble,
)
from assistant.engines.opening import open_engine
from assistant.settings import Settings

QUESTION = "Wat was de kostprijs van de West-Vlaamse handelsmissie van 2023?"
NOTICE = "Dit antwoord komt rechtstreeks uit de verslagen, zonder taalmodel."
KEY = "sk-nobody-may-read-this"


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a Llama of 2,728 random weights that reads and writes bytes."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    pieces = ["<pad>", "<eos>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    tokenizer = Tokenizer(models.BPE(vocab={piece: row for row, piece in enumerate(pieces)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    wrap: Any = PreTrainedTokenizerFast
    wrapped = wrap(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>")
    wrapped.chat_template = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
    torch.manual_seed(7)
    shape: dict[str, Any] = {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 1}
    heads: dict[str, Any] = {"num_attention_heads": 1, "num_key_value_heads": 1}
    config = LlamaConfig(
        **shape,
        **heads,
        vocab_size=len(pieces),
        max_position_embeddings=32_768,
        pad_token_id=0,
        eos_token_id=1,
        bos_token_id=None,
        tie_word_embeddings=True,
    )
    model = LlamaForCausalLM(config)
    assert model.num_parameters() == 2728
    folder = tmp_path_factory.mktemp("tiny") / "model"
    wrapped.save_pretrained(folder)
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def server(tiny_model: Path) -> Iterator[CompletionServer]:
    from transformers import AutoModelForCausalLM, AutoTokenizer, TextIteratorStreamer

    tokenizer = AutoTokenizer.from_pretrained(tiny_model)
    model: Any = AutoModelForCausalLM.from_pretrained(tiny_model)

    def complete(messages: list[dict[str, str]]) -> Iterator[str]:
        prompt = tokenizer.apply_chat_template(messages, tokenize=False)
        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, timeout=30)
        generate: dict[str, Any] = dict(tokenizer(prompt, return_tensors="pt"))
        generate |= {"streamer": streamer, "max_new_tokens": 120, "do_sample": True}
        Thread(target=model.generate, kwargs=generate).start()
        yield from streamer

    with serving(complete) as server:
        yield server


def ask(sample_assistant: Assistant, settings: Settings) -> Answer:
    other = object.__new__(Assistant)
    other.__dict__.update(sample_assistant.__dict__)
    other.engine = open_engine(settings)
    return other.ask(QUESTION)


def test_a_served_model_that_writes_gibberish_gives_way_to_the_quotes(
    sample_assistant: Assistant, server: CompletionServer
) -> None:
    answer = ask(sample_assistant, Settings(engine="openai:tiny", engine_url=server.url))
    assert "68.500" in server.asked[-1][1]["content"]
    assert answer.engine == "quotes"
    assert answer.claims == sample_assistant.ask(QUESTION).claims != ()
    assert "openai:tiny" in answer.text
    assert NOTICE in answer.text


def test_a_local_model_that_writes_gibberish_gives_way_to_the_quotes(
    sample_assistant: Assistant, tiny_model: Path
) -> None:
    answer = ask(sample_assistant, Settings(engine=f"huggingface:{tiny_model}"))
    assert answer.engine == "quotes"
    assert answer.claims == sample_assistant.ask(QUESTION).claims != ()
    assert NOTICE in answer.text


def test_a_local_model_is_never_fetched(tmp_path: Path) -> None:
    for folder in ("somebody/some-model", str(tmp_path)):
        with pytest.raises(EngineFolderError) as raised:
            open_engine(Settings(engine=f"huggingface:{folder}"))
        assert dict(raised.value.message.values) == {"folder": folder}


def test_ollama_opens_without_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a server was contacted")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    settings = Settings(engine="ollama:mistral", engine_url="http://models.example:11434", engine_key=KEY)
    engine = open_engine(settings)
    assert isinstance(engine, ChatEngine)
    client = engine.model._client._client  # type: ignore[attr-defined]
    assert str(client.base_url) == "http://models.example:11434"
    assert client.headers["authorization"] == f"Bearer {KEY}"
    assert client.timeout.read == 120


@pytest.mark.parametrize("name", ["mistral", ":mistral", "ollama:", "nobody:mistral"])
def test_a_name_that_means_nothing_is_told(name: str) -> None:
    with pytest.raises(EngineNameError) as raised:
        open_engine(Settings(engine=name))
    assert raised.value.message.key == "engine.unknown"


def test_a_missing_package_is_named() -> None:
    with pytest.raises(EnginePackageError) as raised:
        open_engine(Settings(engine="mistralai:mistral-small-latest"))
    assert dict(raised.value.message.values)["package"] == "langchain-mistralai"


def test_a_missing_key_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(EngineError) as raised:
        open_engine(Settings(engine="openai:some-model"))
    assert raised.value.trouble is Trouble.SETUP


def doctor(monkeypatch: pytest.MonkeyPatch, library: Path, url: str, *more: str) -> int:
    monkeypatch.setenv("MISSIVE_ENGINE", "openai:tiny")
    monkeypatch.setenv("MISSIVE_ENGINE_URL", url)
    monkeypatch.setenv("MISSIVE_ENGINE_KEY", KEY)
    return main(["doctor", "--library", str(library), "--language", "nl", *more])


def test_doctor_tries_the_engine_that_would_answer(
    server: CompletionServer,
    sample_library: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert doctor(monkeypatch, sample_library, server.url, "--json") == 0
    assert server.asked[-1] == [{"role": "user", "content": "Say: ready"}]
    printed = capsys.readouterr()
    engine = json.loads(printed.out)["findings"][-1]
    assert engine == {"name": "engine", "works": True, "found": "openai:tiny", "needed": True}
    assert KEY not in printed.out + printed.err


def test_doctor_says_when_the_engine_is_down(
    sample_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        assert doctor(monkeypatch, sample_library, url) == 1
    printed = capsys.readouterr()
    assert "Het taalmodel openai:tiny is niet bereikbaar." in printed.out
    assert KEY not in printed.out + printed.err
