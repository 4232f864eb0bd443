"""Every word of the page, in three languages."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from ingest.text.languages import SERVED, Language
from page.wording import CATALOGUE, Words, language_of, preferred

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "ui.py", *sorted((ROOT / "page").glob("*.py"))]


def _literals() -> set[str]:
    return {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _asked_for() -> set[str]:
    """The literal keys that `say`, `count` and `Message.of` are called with, counts in both forms."""
    keys = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            name = node.func.attr
            for argument in ast.walk(node.args[0]):
                if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                    continue
                if name == "count":
                    keys |= {f"{argument.value}.one", f"{argument.value}.more"}
                elif name in ("say", "of") and "." in argument.value.strip("."):
                    keys.add(argument.value)
    return keys


def test_no_message_is_missing_in_any_language() -> None:
    asked = _asked_for()
    assert len(asked) > 100
    for language in SERVED:
        assert asked - CATALOGUE.keys(language) == set()


def test_no_message_is_worded_in_vain() -> None:
    literals = _literals()
    for language in SERVED:
        unused = {
            key
            for key in CATALOGUE.keys(language)
            if key not in literals and key.removesuffix(".one").removesuffix(".more") not in literals
        }
        assert unused == set()


def test_a_message_takes_the_same_values_in_every_language() -> None:
    keys = {language: CATALOGUE.keys(language) for language in SERVED}
    assert keys[Language.DUTCH] == keys[Language.FRENCH] == keys[Language.ENGLISH]
    fields = {language: {key: _fields(key, language) for key in keys[language]} for language in SERVED}
    assert fields[Language.DUTCH] == fields[Language.ENGLISH]
    assert fields[Language.FRENCH] == fields[Language.ENGLISH]


def _fields(key: str, language: Language) -> frozenset[str]:
    from babel.messages.pofile import read_po

    with (CATALOGUE.folder / f"{language}.po").open("rb") as file:
        text = str(read_po(file).get(key).string)  # type: ignore[union-attr]
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("nl-BE,nl;q=0.9,en;q=0.8", Language.DUTCH),
        ("de-DE,fr;q=0.7,en;q=0.3", Language.FRENCH),
        ("en;q=0.2,fr;q=0.9", Language.FRENCH),
        ("fr;q=0,en", Language.ENGLISH),
        ("de, it", Language.ENGLISH),
        ("", Language.ENGLISH),
        ("nl;q=much", Language.ENGLISH),
    ],
)
def test_the_browser_s_wishes_are_weighed(header: str, language: Language) -> None:
    assert preferred(header) is language


def test_numbers_times_and_names_are_the_language_s_own() -> None:
    dutch, french, english = Words(Language.DUTCH), Words(Language.FRENCH), Words(Language.ENGLISH)
    assert (dutch.number(12345), english.number(12345)) == ("12.345", "12,345")
    assert french.number(12345).replace("\u202f", " ") == "12 345"
    assert (dutch.seconds(1250), english.seconds(1250)) == ("1,2", "1.2")
    assert (dutch.country("BE"), french.country("BE"), english.country("BE")) == (
        "België",
        "Belgique",
        "Belgium",
    )
    assert dutch.language_name(Language.OTHER) == "andere taal"
    assert dutch.count("library.found", 1) == "1 verslag"
    assert dutch.count("library.found", 2) == "2 verslagen"


def test_an_unknown_language_is_english() -> None:
    assert language_of("nl") is Language.DUTCH
    assert language_of("de") is Language.ENGLISH
    assert language_of(None) is Language.ENGLISH
