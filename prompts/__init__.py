"""The prompts: one Markdown file a message, and the loader that fills and fingerprints them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One message's template; `name` is its file without `.md`."""

    name: str
    source: str

    @property
    def sha256(self) -> str:
        """Return the hex SHA-256 of the template, which an answer carries to say what was asked of the model."""
        return hashlib.sha256(self.source.encode("utf-8")).hexdigest()

    @property
    def variables(self) -> frozenset[str]:
        """Return the names that the template needs."""
        from jinja2 import meta

        environment = _environment()
        return frozenset(meta.find_undeclared_variables(environment.parse(self.source)))

    def fill(self, **values: object) -> str:
        """Return the message with `values` in place.

        Raises:
            jinja2.UndefinedError: a variable of the template was not given.
        """
        return str(_environment().from_string(self.source).render(**values))


@cache
def _environment():  # type: ignore[no-untyped-def]  # jinja2 is imported on first use only
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
    )


@cache
def load(name: str) -> Prompt:
    """Return the prompt kept in `NAME.md`.

    Raises:
        FileNotFoundError: there is no such prompt.
    """
    return Prompt(name=name, source=(_FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def names() -> tuple[str, ...]:
    """Return the names of all prompts, in order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.md")))
