"""Settings: defaults, then the settings file, then the environment, then flags; the last one given holds."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from ingest.errors import MissiveError
from ingest.messages import Message

SETTINGS_FILE = Path("~/.config/missive/settings.toml")
"""Where the settings file is looked for, unless MISSIVE_SETTINGS names another."""


class SettingsError(MissiveError):
    """The settings file or an environment variable holds something that is no setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set without a flag; environment variables are the names in capitals."""

    library: str = field(default="library", metadata={"help": "folder of the library"})
    engine: str = field(
        default="quotes",
        metadata={"help": "`quotes`, or a chat model as `PROVIDER:MODEL` (`ollama:mistral`)"},
    )
    engine_url: str = field(
        default="", metadata={"help": "base URL of the model's server (vLLM, llama.cpp, a gateway)"}
    )
    engine_key: str = field(
        default="", metadata={"help": "key for the model's server; never logged", "secret": True}
    )
    engine_timeout_s: float = field(
        default=120.0, metadata={"help": "longest that one reply of a model may take"}
    )
    unverified: str = field(
        default="drop", metadata={"help": "what to do with claims that fail the check: `drop` or `strike`"}
    )
    embedder: str = field(
        default="",
        metadata={"help": "another embedding model: a folder or a hub id; empty for the shipped one"},
    )


def read_settings(environment: Mapping[str, str] | None = None, **flags: object) -> Settings:
    """Return the settings in force; a flag that is None was not given.

    Raises:
        SettingsError: a key that is no setting, or a value of the wrong type.
    """
    variables = os.environ if environment is None else environment
    path = Path(variables.get("MISSIVE_SETTINGS", str(SETTINGS_FILE))).expanduser()
    values = _from_file(path) if path.is_file() else {}
    for one in fields(Settings):
        variable = f"MISSIVE_{one.name.upper()}"
        if variable in variables:
            values[one.name] = variables[variable]
    values |= {name: value for name, value in flags.items() if value is not None}
    return _typed(values)


def _from_file(path: Path) -> dict[str, object]:
    try:
        return dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise SettingsError(Message.of("settings.unreadable", file=str(path))) from exc


def _typed(values: Mapping[str, object]) -> Settings:
    known: dict[str, type] = {one.name: type(one.default) for one in fields(Settings)}
    typed: dict[str, object] = {}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(Message.of("settings.unknown", name=name, known=", ".join(known)))
        try:
            typed[name] = known[name](value)
        except (TypeError, ValueError) as exc:
            raise SettingsError(Message.of("settings.value", name=name, value=str(value))) from exc
    if typed.get("unverified", "drop") not in ("drop", "strike"):
        raise SettingsError(Message.of("settings.value", name="unverified", value=str(typed["unverified"])))
    return Settings(**typed)  # type: ignore[arg-type]  # typed just above, by the fields' own defaults
