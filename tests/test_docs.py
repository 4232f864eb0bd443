"""The documents say what the code does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from assistant.__main__ import COMMANDS
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_table() -> str:
    rows = ["| setting | environment | default | what |", "|---|---|---|---|"]
    for one in fields(Settings):
        default = f"`{one.default}`" if one.default != "" else ""
        rows.append(f"| `{one.name}` | `MISSIVE_{one.name.upper()}` | {default} | {one.metadata['help']} |")
    return "\n".join(rows)


def test_the_readme_lists_every_setting_as_the_code_has_it() -> None:
    found = re.search(r"<!-- settings -->\n(.*?)\n<!-- /settings -->", README, re.DOTALL)
    assert found is not None
    assert found.group(1) == settings_table()


@pytest.mark.parametrize("name", re.findall(r"missive (?:--library \S+ )?([a-z]+) ", README))
def test_every_command_in_the_readme_exists(name: str) -> None:
    assert name in COMMANDS


def test_every_prompt_has_the_variables_that_it_is_filled_with() -> None:
    import prompts

    expected = {
        "answer.system": {"language", "mark"},
        "answer.user": {"mark", "language", "passages", "question"},
        "repair.user": {"claim", "failures"},
    }
    assert {name: set(prompts.load(name).variables) for name in prompts.names()} == expected
