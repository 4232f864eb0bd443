"""Reports as web page, Markdown, plain text and e-mail."""

import textwrap
from email.message import EmailMessage
from functools import partial
from html import escape

from .source import SOURCES, Block, Bullets, Heading, Prose, Rows, Source, block_text


def write_html(source: Source) -> bytes:
    """Write a web page with the navigation, notices and footer that a site puts around a report."""
    template = (SOURCES / "site.html").read_text(encoding="utf-8")
    article = "\n".join(_html_block(block) for block in source.blocks)
    return (
        template.replace("{{author}}", escape(source.fields["author"]))
        .replace("{{date}}", source.fields["date"])
        .replace("{{title}}", escape(source.title))
        .replace("{{article}}", article)
        .encode()
    )


def _html_block(block: Block) -> str:
    match block:
        case Heading(text=text):
            return f"<h2>{escape(text)}</h2>"
        case Prose(text=text):
            return f"<p>{escape(text)}</p>"
        case Bullets(items=items):
            return "<ul>\n" + "\n".join(f"<li>{escape(item)}</li>" for item in items) + "\n</ul>"
        case Rows(cells=cells):
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in cells)
            return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def write_markdown(source: Source) -> bytes:
    """Write the source's own Markdown, without its header fields."""
    parts = [f"# {source.title}"]
    for block in source.blocks:
        match block:
            case Heading(text=text):
                parts.append(f"## {text}")
            case Bullets(items=items):
                parts.append("\n".join(f"- {item}" for item in items))
            case Prose() | Rows():
                parts.append(block_text(block))
    return ("\n\n".join(parts) + "\n").encode()


def write_text(source: Source, *, encoding: str, width_chars: int) -> bytes:
    """Write plain text with hard line ends, headings underlined."""
    fill = partial(textwrap.fill, width=width_chars, break_long_words=False, break_on_hyphens=False)
    parts = [fill(source.title).upper()]
    for block in source.blocks:
        match block:
            case Heading(text=text):
                parts.append(f"{text}\n{'-' * len(text)}")
            case Bullets(items=items):
                parts.append("\n".join(fill(f"* {item}", subsequent_indent="  ") for item in items))
            case Prose() | Rows():
                parts.append(fill(block_text(block)))
    return (
        ("\n\n".join(parts) + "\n").replace("\n", "\r\n" if encoding == "cp1252" else "\n").encode(encoding)
    )


def write_mail(source: Source, *, attachment: str, content: bytes) -> bytes:
    """Write an e-mail (.eml) with a PDF attached under the name ``attachment``."""
    mail = EmailMessage()
    mail["From"], mail["To"] = source.fields["author"], source.fields["to"]
    mail["Subject"] = source.title
    mail["Date"] = source.made.strftime("%a, %d %b %Y %H:%M:%S +0100")
    mail["Message-ID"] = "<20250519.0900@handelsraad.example>"
    mail.set_content("\n\n".join(map(block_text, source.blocks)) + "\n", cte="quoted-printable")
    mail.add_attachment(content, maintype="application", subtype="pdf", filename=attachment)
    mail.set_boundary("=-missive-sample-=")
    return mail.as_bytes()
