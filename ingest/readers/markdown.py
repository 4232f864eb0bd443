"""Markdown: rendered with markdown-it, then read as the HTML that its reader sees."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.document import Kind
from ingest.layout.plain import is_wrapped
from ingest.readers import text
from ingest.readers.html import first_date, read_markup
from ingest.readers.raw import Properties, RawDocument

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+):[ \t]+[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)


def read(content: bytes, name: str) -> RawDocument:
    """Read a Markdown file (CommonMark with tables and strike-through) and its front matter."""
    from markdown_it import MarkdownIt

    source = text.decode(content, name).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(source)
    body = source[front.end() :] if front else source
    # CommonMark reads a line break as a space; who does not wrap paragraphs means it as one.
    options = {"html": True, "breaks": not is_wrapped(body.split("\n"))}
    markup = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    read_document = read_markup(markup.render(body), kind=Kind.MARKDOWN, main_only=False)
    return replace(read_document, properties=_properties(front[1] if front else ""))


def _properties(front_matter: str) -> Properties:
    fields = {match[1].casefold(): match[2] for match in _FIELD.finditer(front_matter)}
    return Properties(
        title=fields.get("title") or fields.get("titel") or fields.get("titre") or None,
        author=fields.get("author") or None,
        organisation=fields.get("organisation") or fields.get("organization") or fields.get("publisher"),
        language=fields.get("lang") or fields.get("language") or None,
        created=first_date(fields, ("date", "datum", "created")),
        modified=first_date(fields, ("updated", "modified", "lastmod")),
    )
