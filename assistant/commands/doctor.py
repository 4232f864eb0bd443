"""`missive doctor`: what this installation can do, and what would make it do more."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.commands.options import message_language
from assistant.commands.output import print_json, print_text
from assistant.messages import say
from assistant.settings import Settings, read_settings
from ingest.errors import MissiveError
from ingest.messages import Message

DONE, FAILED = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: whether it works, what was found, and what would help where it does not.

    `is_needed` is true where Missive cannot answer without it.
    """

    name: str
    works: bool
    found: str
    hint: Message | None = None
    is_needed: bool = True


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `doctor`."""
    parser.add_argument(
        "--prepare",
        action="store_true",
        help="build what the first start would otherwise build; part of set-up",
    )


def run(options: argparse.Namespace) -> int:
    """Look at everything, print what was found, and fail where something needed does not work."""
    settings = read_settings(engine=getattr(options, "engine", None))
    findings = list(_models(settings) if options.prepare else _all(settings, options))
    language = message_language(options)
    if options.json:
        print_json({"findings": [_finding_json(one) for one in findings]})
    else:
        for one in findings:
            print_text(f"{'ok' if one.works else '--'}  {one.name:10} {one.found}")
            if one.hint is not None:
                print_text(f"    {say(one.hint, language)}")
    return DONE if all(one.works for one in findings if one.is_needed) else FAILED


def _all(settings: Settings, options: argparse.Namespace) -> Iterator[Finding]:
    yield Finding(name="python", works=True, found=platform.python_version())
    yield from _models(settings)
    yield _ocr()
    yield _library(options)
    yield _engine(settings)


def _models(settings: Settings) -> Iterator[Finding]:
    from index.embedder import load_embedder
    from index.judge import load_judge
    from index.roles import Role

    try:
        embedder = load_embedder(settings.embedder or None)
        embedder.embed(["missive"], role=Role.QUERY)
        yield Finding(name="embedder", works=True, found=embedder.identity)
        yield Finding(name="judge", works=True, found=load_judge(None).identity)
    except MissiveError as error:
        yield Finding(name="models", works=False, found=error.message.key, hint=error.hint)


def _ocr() -> Finding:
    from ingest.readers.ocr import unavailable

    missing = unavailable()
    if missing is None:
        return Finding(name="ocr", works=True, found="tesseract", is_needed=False)
    return Finding(
        name="ocr",
        works=False,
        found=missing,
        hint=Message.of("doctor.ocr"),
        is_needed=False,
    )


def _library(options: argparse.Namespace) -> Finding:
    from index.library import Library

    try:
        library = Library.open(options.library)
    except MissiveError as error:
        return Finding(
            name="library", works=False, found=str(options.library), hint=error.hint, is_needed=False
        )
    return Finding(name="library", works=True, found=f"{options.library}: {len(library.documents())} reports")


def _engine(settings: Settings) -> Finding:
    """Say which engine would answer, and have it say one word."""
    from assistant.engines.opening import open_engine

    try:
        engine = open_engine(settings)
        engine.greet()
    except MissiveError as error:
        return Finding(name="engine", works=False, found=settings.engine, hint=error.message)
    return Finding(name="engine", works=True, found=engine.name)


def _finding_json(one: Finding) -> dict[str, object]:
    return {"name": one.name, "works": one.works, "found": one.found, "needed": one.is_needed}
