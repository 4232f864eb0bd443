"""Answers to take away: Markdown with footnotes, and Word documents with real ones through Pandoc."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Answer, Citation
from assistant.facts import quoted
from assistant.wording import CATALOGUE, word_list, word_source
from ingest.messages import Message
from ingest.text.languages import Language

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$@])")


def to_markdown(answers: Sequence[Answer], language: Language) -> str:
    """Return the answers as Pandoc's Markdown, a heading a question and a footnote a citation."""
    parts = [_say("export.title", language, level="# ")]
    notes: list[str] = []
    for answer in answers:
        labels = {
            citation.marker: f"{len(notes) + place}" for place, citation in enumerate(answer.citations, 1)
        }
        notes += [f"[^{labels[one.marker]}]: {_note(one, language)}" for one in answer.citations]
        parts.append(f"## {escape(answer.standalone.text)}")
        parts += _body(answer, labels)
    parts += notes
    parts.append(f"*{escape(_say('export.check', language))}*")
    return "\n\n".join(parts) + "\n"


def write_docx(answers: Sequence[Answer], language: Language, path: Path) -> None:
    """Write the answers as a Word document with footnotes to `path`."""
    import pypandoc

    pypandoc.convert_text(
        to_markdown(answers, language),
        to="docx",
        # Raw HTML, TeX and images are switched off: a quote is text, whatever it looks like.
        format="markdown-raw_html-raw_tex-raw_attribute-tex_math_dollars-implicit_figures",
        outputfile=str(path),
        extra_args=[f"--metadata=lang:{language}"],
    )


def escape(text: str) -> str:
    """Return the text with every sign that Markdown would read escaped, on one line."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text).strip())


def _body(answer: Answer, labels: dict[int, str]) -> list[str]:
    if not answer.answered:
        languages = word_list(
            tuple(str(language) for language, _ in answer.searched.languages), answer.language
        )
        searched = _say(
            "refusal.searched", answer.language, reports=answer.searched.reports, languages=languages
        )
        return [escape(f"{_say('refusal.plain', answer.language)} {searched}")]
    return [
        escape(claim.text) + "".join(f"[^{labels[marker]}]" for marker in claim.markers)
        for claim in answer.claims
    ]


def _note(citation: Citation, language: Language) -> str:
    return f"{escape(quoted(citation.quote, language))} — {escape(word_source(citation, language))}"


def _say(key: str, language: Language, /, **values: object) -> str:
    return CATALOGUE.say(Message.of(key, **values), language)
