"""Which engine a setting names."""

from __future__ import annotations

from typing import Any

from assistant.engines import Engine
from assistant.engines.errors import EngineNameError
from assistant.engines.quotes import QuotesEngine
from assistant.settings import Settings


def open_engine(settings: Settings) -> Engine:
    """Return the engine that the settings name: `quotes`, or `PROVIDER:MODEL` through LangChain.

    Nothing is asked of the model yet. The provider's own environment variables (`OPENAI_API_KEY`,
    `OLLAMA_HOST`) hold; `engine_url` and `engine_key` come before them.

    Raises:
        EngineNameError: the name is neither, or LangChain knows no such provider.
    """
    if settings.engine == QuotesEngine.name:
        return QuotesEngine()
    provider, _, model = settings.engine.partition(":")
    if not provider or not model:
        raise EngineNameError(settings.engine)
    from langchain.chat_models import init_chat_model

    from assistant.engines.chat import ChatEngine

    options: dict[str, Any] = {"temperature": 0}
    # A local transformers model runs in this process: it has no address, no key and no time-out.
    if provider != "huggingface":
        options |= {"timeout": settings.engine_timeout_s, "max_retries": 1}
        if settings.engine_url:
            options["base_url"] = settings.engine_url
        if settings.engine_key:
            options["api_key"] = settings.engine_key
    if provider == "ollama":
        options = {"temperature": 0, "client_kwargs": {"timeout": settings.engine_timeout_s}}
        if settings.engine_url:
            options["base_url"] = settings.engine_url
    try:
        chat_model = init_chat_model(model, model_provider=provider, **options)
    except (ImportError, ValueError) as exc:
        raise EngineNameError(settings.engine) from exc
    return ChatEngine(name=settings.engine, model=chat_model, timeout_s=settings.engine_timeout_s)
