"""The text of a sample report: header fields, a title and blocks, read from a small part of Markdown."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a report."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table; the first row holds the column names."""

    cells: tuple[tuple[str, ...], ...]


Block = Heading | Prose | Bullets | Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text of ``examples/sources``: its header fields, its title and its blocks in reading order."""

    fields: dict[str, str]
    title: str
    blocks: tuple[Block, ...]

    @property
    def made(self) -> datetime:
        """The date of the report, at nine in the morning."""
        return datetime.fromisoformat(self.fields["date"]).replace(hour=9)

    @property
    def text(self) -> str:
        """Everything a reader should find in the file, white space collapsed, cells joined by spaces."""
        return " ".join(" ".join((self.title, *map(block_text, self.blocks))).split())


def read_source(stem: str) -> Source:
    """Read ``sources/STEM.md``: ``key: value`` lines, a blank line, then a small part of Markdown."""
    head, _, body = (SOURCES / f"{stem}.md").read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    title, *rest = body.strip().split("\n\n")
    return Source(fields=fields, title=title.removeprefix("# "), blocks=tuple(map(_parse_block, rest)))


def _parse_block(raw: str) -> Block:
    lines = raw.splitlines()
    if raw.startswith("## "):
        return Heading(text=raw.removeprefix("## "))
    if raw.startswith("- "):
        return Bullets(items=tuple(line.removeprefix("- ") for line in lines))
    if raw.startswith("| "):
        return Rows(cells=tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines))
    return Prose(text=raw)


def block_text(block: Block) -> str:
    """Return the words of a block, items and cells joined by spaces."""
    match block:
        case Heading(text=text) | Prose(text=text):
            return text
        case Bullets(items=items):
            return " ".join(items)
        case Rows(cells=cells):
            return " ".join(" ".join(row) for row in cells)
