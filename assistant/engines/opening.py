"""Which engine a setting names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.engines import Engine
from assistant.engines.errors import (
    EngineError,
    EngineFolderError,
    EngineNameError,
    EnginePackageError,
    Trouble,
)
from assistant.engines.quotes import QuotesEngine
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LOCAL_ANSWER_TOKENS = 1024
"""Where a local transformers model stops: six claims with their quotes take about 800 tokens."""

_CONTEXT_TOKENS = 8192
"""Context asked of Ollama: eight passages, the prompts and the answer take up to 5,000 tokens, and what
does not fit Ollama leaves out without a word (https://docs.ollama.com/context-length)."""


def open_engine(settings: Settings) -> Engine:
    """Return the engine that the settings name: `quotes`, or `PROVIDER:MODEL` through LangChain.

    Nothing is asked of a server yet; a local transformers model is loaded. The provider's own
    environment variables (`OPENAI_API_KEY`, `OLLAMA_HOST`) hold; `engine_url` and `engine_key` come
    before them.

    Raises:
        EngineNameError: the name is neither, or LangChain knows no such provider.
        EnginePackageError: the package that speaks with the provider is not installed.
        EngineFolderError: `huggingface:` with a folder that holds no model.
        EngineError: the provider's client lacks something, such as a key.
    """
    if settings.engine == QuotesEngine.name:
        return QuotesEngine()
    provider, _, model = settings.engine.partition(":")
    if not provider or not model:
        raise EngineNameError(settings.engine)
    from assistant.engines.chat import ChatEngine

    chat_model = _chat_model(provider, model, settings)
    return ChatEngine(name=settings.engine, model=chat_model, timeout_s=settings.engine_timeout_s)


def _chat_model(provider: str, model: str, settings: Settings) -> BaseChatModel:
    """Return LangChain's client for a model; its own words are never passed on, they may hold a key."""
    from langchain.chat_models import init_chat_model

    is_local = provider == "huggingface"
    if is_local and not Path(model).expanduser().is_dir():
        # A name on the hub would be downloaded, and Missive fetches nothing.
        raise EngineFolderError(model)
    named = str(Path(model).expanduser()) if is_local else model
    try:
        opened: BaseChatModel = init_chat_model(
            named, model_provider=provider, **_options(provider, settings)
        )
    except ImportError as exc:
        raise EnginePackageError(settings.engine, _missing_package(exc, provider)) from exc
    except Exception as exc:
        if is_local:
            raise EngineFolderError(model) from exc
        # LangChain has no exception of its own for a provider that it does not know.
        if isinstance(exc, ValueError) and str(exc).startswith("Unsupported provider"):
            raise EngineNameError(settings.engine) from exc
        raise EngineError(settings.engine, Trouble.SETUP) from exc
    return opened


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    if provider == "huggingface":
        # LangChain's pipeline samples by default, and refuses a temperature of 0 only when it answers.
        return {"max_tokens": _LOCAL_ANSWER_TOKENS, "do_sample": False}
    options: dict[str, Any] = {"temperature": 0}
    if settings.engine_url:
        options["base_url"] = settings.engine_url
    if provider == "ollama":
        client: dict[str, Any] = {"timeout": settings.engine_timeout_s}
        if settings.engine_key:
            client["headers"] = {"Authorization": f"Bearer {settings.engine_key}"}
        return options | {"num_ctx": _CONTEXT_TOKENS, "client_kwargs": client}
    options |= {"timeout": settings.engine_timeout_s, "max_retries": 1}
    if settings.engine_key:
        options["api_key"] = settings.engine_key
    elif provider == "openai" and settings.engine_url and "OPENAI_API_KEY" not in os.environ:
        # OpenAI's client insists on a key; vLLM and llama.cpp ask for none.
        options["api_key"] = "none"
    return options


def _missing_package(exc: ImportError, provider: str) -> str:
    """Return what to install; LangChain's own exception hides the module's name in its cause."""
    cause = exc.__cause__ if isinstance(exc.__cause__, ImportError) else exc
    module = (cause.name or f"langchain_{provider}").partition(".")[0]
    return module.replace("_", "-")
