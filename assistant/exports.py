"""Answers to take away: Markdown with footnotes, and Word documents with real ones through Pandoc."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.answer import Answer, Citation, Claim
from assistant.facts import quoted
from assistant.wording import CATALOGUE, on_one_line, word_date, word_lead, word_source
from ingest.messages import Message
from ingest.text.languages import Language

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$@])")

_LIST_SIGN = re.compile(r"^(|\(?\w{1,9}(?=[.)]))([-+:%.)])(?=\s)")
"""What would make a list of a paragraph that begins with it (`1.`, `-`, `(a)`)."""

_FORMAT = "markdown-raw_html-raw_tex-raw_attribute-tex_math_dollars-implicit_figures-smart"
"""Raw HTML, TeX and images are off: a quote is text, whatever it looks like. So is `smart`, which would
change the quotation marks and dashes of a verbatim quote."""

_NEAREST_CHARS = 90
"""Signs of a quote that is near but no answer, shown in the text above its footnote."""

_A4_MM = (210, 297)

_MARGIN_MM = 25


def to_markdown(answers: Sequence[Answer], language: Language) -> str:
    """Return the answers as Pandoc's Markdown, a heading a question and a footnote a citation.

    What Missive says of the whole (title, caution, notes) is in `language`, each answer in its own.
    """
    parts = [_say("export.title", language, level="# "), f"*{escape(_say('export.check', language))}*"]
    notes: list[str] = []
    for answer in answers:
        cited = answer.citations if answer.answered else answer.nearest
        labels = {citation.marker: f"[^{len(notes) + place}]" for place, citation in enumerate(cited, 1)}
        notes += [f"{labels[one.marker]}: {_note(one, language)}" for one in cited]
        parts.append(f"## {escape(answer.question)}")
        parts += [f"*{escape(CATALOGUE.say(notice, answer.language))}*" for notice in answer.notices]
        parts += _answered(answer, labels) if answer.answered else _refused(answer, labels)
    return "\n\n".join((*parts, *notes)) + "\n"


def write_docx(answers: Sequence[Answer], language: Language, path: Path) -> None:
    """Write the answers as a Word document on A4, with footnotes, to `path`."""
    import pypandoc

    pypandoc.convert_text(
        to_markdown(answers, language),
        to="docx",
        format=_FORMAT,
        outputfile=str(path),
        extra_args=[f"--metadata=lang:{language}"],
    )
    _lay_out(path)


def escape(text: str) -> str:
    """Return the text with every sign that Markdown would read escaped, on one line."""
    return _LIST_SIGN.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", on_one_line(text)))


def _lay_out(path: Path) -> None:
    """Put a document on A4: Pandoc's own is on American letter paper."""
    import docx
    from docx.shared import Mm

    document = docx.Document(str(path))
    for section in document.sections:
        section.page_width, section.page_height = (Mm(side) for side in _A4_MM)
        section.left_margin = section.right_margin = Mm(_MARGIN_MM)
        section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    document.save(str(path))


def _answered(answer: Answer, labels: Mapping[int, str]) -> list[str]:
    lead = [word_lead(answer)] if all(claim.is_quote for claim in answer.claims) else []
    said = [
        escape(_attributed(claim, answer)) + "".join(labels.get(marker, "") for marker in claim.markers)
        for claim in answer.claims
    ]
    return [*lead, *said]


def _attributed(claim: Claim, answer: Answer) -> str:
    """Return a claim; where there are several, each says which report it is from, as on the page."""
    cited = next((one for one in answer.citations if one.marker in claim.markers), None)
    if cited is None or claim.is_quote or len(answer.claims) == 1:
        return claim.text
    if cited.date is None or str(cited.date.year) in cited.title:
        return _say("answer.in_undated_report", answer.language, claim=claim.text, title=cited.title)
    date = word_date(cited.date, answer.language)
    return _say("answer.in_report", answer.language, claim=claim.text, title=cited.title, date=date)


def _refused(answer: Answer, labels: Mapping[int, str]) -> list[str]:
    """Return a refusal in the answer's own words, and what comes nearest with its footnotes."""
    head, *rest = answer.text.split("\n\n")[len(answer.notices) :][:2] or [answer.text]
    lines = [f"**{escape(head)}**", *map(escape, rest)]
    if answer.nearest:
        lines.append(escape(_say("refusal.nearest", answer.language)))
        lines += [f"- {escape(_shortened(one.quote))}{labels[one.marker]}" for one in answer.nearest]
    return lines


def _shortened(quote: str) -> str:
    """Return the beginning of a quote, which its footnote has whole."""
    flat = on_one_line(quote)
    return flat if len(flat) <= _NEAREST_CHARS else flat[:_NEAREST_CHARS].rsplit(" ", 1)[0] + " …"


def _note(citation: Citation, language: Language) -> str:
    return f"{escape(quoted(citation.quote, language))} — {escape(word_source(citation, language))}"


def _say(key: str, language: Language, /, **values: object) -> str:
    return CATALOGUE.say(Message.of(key, **values), language)
