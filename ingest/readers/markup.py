"""An HTML tree written as the blocks that a reader of the page sees, and what it hides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.layout.block import Block, BlockKind, bullet, row
from ingest.layout.page_text import clean
from ingest.readers.attributes import to_int
from ingest.readers.breaks import LINE_BREAK, raise_digits, split_lines
from ingest.readers.sections import BoldBlock, Hidden, Hiding, Piece
from ingest.readers.styling import background, hides, is_near_white, parse_declarations, read_rules

_UNREAD_TAGS = frozenset(
    """script style title template noscript svg math head iframe object embed audio video canvas map button select
    option textarea input datalist meter progress""".split()
)
_NAVIGATION_TAGS = frozenset(("nav", "aside", "footer", "dialog"))
_NAVIGATION_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu")
)
_NAVIGATION_NAMES = re.compile(
    r"cookie|consent|gdpr|breadcrumb|kruimelpad|fil-?ariane|skip-?(?:link|nav|to)|social-?(?:share|links|media)|"
    r"share-?buttons|newsletter|(?:^|[-_ ])pagination",
    re.IGNORECASE,
)
_BLOCK_TAGS = frozenset(
    """p div section article main header footer nav aside blockquote address dl dd dt figure figcaption pre
    center details summary fieldset legend form hr ul ol li table thead tbody tfoot tr td th caption body html
    dialog hgroup""".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRUCK_TAGS = frozenset(("del", "s", "strike"))
_NOTE_MARK = re.compile(r"\[?(\d{1,3})\]?")
_WORDS = re.compile(r"\w+\W+\w+\W+\w+")

_MAX_DEPTH = 150
"""Deepest nesting walked; what lies deeper is read flat. Real pages stay under 60."""

_MAX_CELL_CHARS = 600
"""A longer cell is layout: its text is read as paragraphs, for a row of a table is read at one glance."""

_MAX_SPANNED_CHARS = 80
"""A cell that spans rows is repeated in each of them where it is as short as a label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What an element takes from those around it."""

    depth: int = 0
    white_text: bool = False
    dark_ground: bool = False
    preformatted: bool = False
    in_article: bool = False
    bold: bool = False


@dataclass(slots=True)
class MarkupWriter:
    """Collects the pieces of one tree; `main_only` sets navigation, banners and footers aside."""

    rules: dict[int, dict[str, str]]
    main_only: bool
    pieces: list[Piece] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    _inline: list[str] = field(default_factory=list)
    _marker: str | None = None
    _level: int | None = None
    _plain_chars: int = 0

    def write(self, node: LexborNode, setting: _Setting | None = None) -> None:
        """Add what stands under `node`, in document order."""
        setting = setting or _Setting()
        for child in _children(node):
            if child.is_text_node:
                self._add_text(child.text_content or "", setting)
            elif child.is_comment_node:
                self._add_comment(child.comment_content or "")
            elif child.tag and not child.tag.startswith("-"):
                self._add_element(child, child.tag, setting)

    def flush(self) -> None:
        """End the block being written."""
        text, self._inline = "".join(self._inline), []
        bold, self._plain_chars = self._plain_chars == 0, 0
        lines = split_lines(text)
        if not lines:
            return
        if self._level is not None:
            self.pieces.append(Block(kind=BlockKind.HEADING, text=" ".join(lines), level=self._level))
            return
        for line in lines:
            marker, self._marker = self._marker, None
            self.pieces.append(_body_block(line, marker, bold=bold))

    def _add_text(self, text: str, setting: _Setting) -> None:
        if setting.white_text and not setting.dark_ground:
            self._hide(text, Hiding.BACKGROUND_COLOUR)
            return
        if not setting.bold and any(map(str.isalnum, text)):
            self._plain_chars += len(text)
        if setting.preformatted:
            self._inline.append(text.replace("\n", LINE_BREAK))
        else:
            self._inline.append(text.replace("\u2028", " "))

    def _add_comment(self, text: str) -> None:
        if not text.lstrip().startswith(("[if", "[endif", "<![")) and _WORDS.search(text):
            self._hide(text, Hiding.COMMENT)

    def _hide(self, text: str, hiding: Hiding) -> None:
        if clean(text):
            self.pieces.append(Hidden(text=text, hiding=hiding))

    def _add_element(self, node: LexborNode, tag: str, setting: _Setting) -> None:
        attributes = node.attributes
        if tag in _UNREAD_TAGS:
            return
        declarations = {
            **self.rules.get(node.mem_id, {}),
            **parse_declarations(attributes.get("style") or ""),
        }
        hiding = Hiding.DELETED if tag in _STRUCK_TAGS else hides(declarations, attributes)
        if hiding:
            self._hide(_flat(node), hiding)
        elif self._is_navigation(node, tag, setting):
            self.furniture.append(clean(_flat(node)))
        elif setting.depth >= _MAX_DEPTH:
            self._inline.append(f" {_flat(node)} ")
        else:
            self._enter(node, tag, _inherit(setting, node, tag, declarations))

    def _is_navigation(self, node: LexborNode, tag: str, setting: _Setting) -> bool:
        if not self.main_only:
            return False
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if attributes.get("role") in _NAVIGATION_ROLES or _NAVIGATION_NAMES.search(names):
            return tag not in ("body", "main", "article") and not node.css_first("h1, main, article")
        if tag == "header":
            return not setting.in_article and node.css_first("h1, main, article") is None
        return tag in _NAVIGATION_TAGS and not (tag == "footer" and setting.in_article)

    def _enter(self, node: LexborNode, tag: str, setting: _Setting) -> None:
        if tag == "br":
            self._inline.append(LINE_BREAK)
        elif tag == "img":
            self._hide(node.attributes.get("alt") or "", Hiding.ALT_TEXT)
        elif tag == "sup":
            self._inline.append(_raised(node))
        elif tag == "q":
            self._inline.append("“")
            self.write(node, setting)
            self._inline.append("”")
        elif tag in _HEADINGS:
            self._add_heading(node, _HEADINGS[tag], setting)
        elif tag == "table":
            self._add_table(node, setting)
        elif tag in ("ul", "ol"):
            self._add_list(node, tag, setting)
        elif tag == "dl":
            self._add_terms(node, setting)
        elif tag in _BLOCK_TAGS:
            self.flush()
            self.write(node, setting)
            self.flush()
        else:
            self.write(node, setting)

    def _add_heading(self, node: LexborNode, level: int, setting: _Setting) -> None:
        self.flush()
        before, self._level = self._level, level
        self.write(node, setting)
        self.flush()
        self._level = before

    def _add_list(self, node: LexborNode, tag: str, setting: _Setting) -> None:
        self.flush()
        number = to_int(node.attributes.get("start"), 1)
        for child in _children(node):
            if child.tag != "li":
                if child.is_element_node and child.tag:
                    self._add_element(child, child.tag, setting)
                continue
            number = to_int(child.attributes.get("value"), number)
            self._marker = f"{_label(number, node.attributes.get('type'))}." if tag == "ol" else "•"
            self._add_element(child, "li", setting)
            self._marker = None
            number += 1

    def _add_terms(self, node: LexborNode, setting: _Setting) -> None:
        """Add the terms of a list as rows with what is said of them; a long text (an answer) stands below its term."""
        self.flush()
        term: list[Piece] = []
        for child in _children(node):
            part = MarkupWriter(rules=self.rules, main_only=False)
            if child.is_element_node and child.tag:
                part._add_element(child, child.tag, setting)
                part.flush()
            told = term + part.pieces
            cells = [piece.text for piece in told if isinstance(piece, Block) and _is_short(piece)]
            if child.tag == "dt":
                self.pieces += term
                term = part.pieces
                continue
            is_pair = child.tag == "dd" and len(cells) == len(told) == 2 and len(term) == 1
            self.pieces += [row(cells)] if is_pair else told
            term = []
        self.pieces += term

    def _add_table(self, node: LexborNode, setting: _Setting) -> None:
        self.flush()
        rows = tuple(_own_rows(node))
        if any(inner.mem_id != node.mem_id for inner in node.css("table")) or _is_layout(node, rows):
            self.write(node, setting)
            self.flush()
            return
        for child in _children(node):
            if child.tag == "caption":
                self._add_element(child, "caption", setting)
        spans: dict[int, tuple[int, str]] = {}
        for line in rows:
            self._add_row(line, setting, spans)

    def _add_row(self, line: LexborNode, setting: _Setting, spans: dict[int, tuple[int, str]]) -> None:
        declarations = self.rules.get(line.mem_id, {}) | parse_declarations(
            line.attributes.get("style") or ""
        )
        hiding = hides(declarations, line.attributes)
        if hiding:
            self._hide(_flat(line), hiding)
            return
        setting = _inherit(setting, line, "tr", declarations)
        texts: list[str] = []
        for cell in _children(line):
            if cell.tag not in ("td", "th"):
                continue
            _repeat_spanned(texts, spans)
            part = MarkupWriter(rules=self.rules, main_only=False)
            part._add_element(cell, cell.tag, setting)
            part.flush()
            blocks = [piece for piece in part.pieces if isinstance(piece, Block)]
            self.pieces += [piece for piece in part.pieces if isinstance(piece, Hidden)]
            text = " ".join(block.text for block in blocks)
            if len(text) > _MAX_CELL_CHARS:
                self.pieces += blocks
                text = ""
            height = to_int(cell.attributes.get("rowspan"), 1)
            if height > 1 and len(text) <= _MAX_SPANNED_CHARS:
                spans[len(texts)] = (height - 1, text)
            texts.append(text)
        _repeat_spanned(texts, spans)
        if any(clean(text) for text in texts):
            self.pieces.append(row(texts))


def write_tree(tree: LexborHTMLParser, *, main_only: bool) -> MarkupWriter:
    """Return the pieces of `tree` and, with `main_only`, the navigation around them set aside.

    The main content is what stands in `<main>` where a page has it; else its body without navigation.
    """
    writer = MarkupWriter(rules=read_rules(tree), main_only=main_only)
    root = tree.body or tree.root
    if root is None:
        return writer
    main = root.css_first("main, [role=main]") if main_only else None
    if main is not None and clean(_flat(main)):
        writer.write(main, _Setting(in_article=True))
        writer.furniture += _around(root, main)
    else:
        writer._add_element(root, root.tag or "body", _Setting())
    writer.flush()
    return writer


def _body_block(text: str, marker: str | None, *, bold: bool) -> Block:
    """Return a paragraph or list item; a numbered item in bold may be the heading of an unstyled report."""
    if bold and (marker is None or marker[0].isdecimal()):
        return BoldBlock(kind=BlockKind.PARAGRAPH, text=f"{marker} {text}" if marker else text)
    if marker is not None:
        return bullet(text, marker)
    return Block(kind=BlockKind.PARAGRAPH, text=text)


def _is_short(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and len(block.text) <= _MAX_SPANNED_CHARS


def _around(root: LexborNode, main: LexborNode) -> list[str]:
    """Return the texts beside `main`, from its siblings up to those of `root`'s children."""
    texts = []
    node: LexborNode | None = main
    while node is not None and node.mem_id != root.mem_id and node.parent is not None:
        for sibling in _children(node.parent):
            shown = sibling.is_element_node and sibling.tag not in _UNREAD_TAGS
            if shown and sibling.mem_id != node.mem_id:
                texts.append(clean(_flat(sibling)))
        node = node.parent
    return [text for text in texts if text]


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _flat(node: LexborNode) -> str:
    """Return the text under `node` without that of scripts and styles, walked without recursion."""
    parts = []
    for text in node.traverse(include_text=True):
        if text.is_text_node and (text.parent is None or text.parent.tag not in _UNREAD_TAGS):
            parts.append(text.text_content or "")
    return " ".join(parts)


def _inherit(setting: _Setting, node: LexborNode, tag: str, declarations: dict[str, str]) -> _Setting:
    attributes = node.attributes
    colour = declarations.get("color") or (attributes.get("color") or "").casefold()
    if tag == "body":
        colour = colour or (attributes.get("text") or "").casefold()
    white = is_near_white(colour) if colour else None
    ground = background(declarations, attributes)
    return replace(
        setting,
        depth=setting.depth + 1,
        white_text=setting.white_text if white is None else white,
        dark_ground=setting.dark_ground if ground is None else ground == "other",
        preformatted=setting.preformatted or tag == "pre",
        in_article=setting.in_article or tag in ("article", "main", "blockquote"),
        bold=_is_bold(tag, declarations, setting.bold),
    )


def _is_bold(tag: str, declarations: dict[str, str], inherited: bool) -> bool:
    weight = declarations.get("font-weight")
    if weight:
        return weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)
    return inherited or tag in ("b", "strong", "th")


def _raised(node: LexborNode) -> str:
    text = clean(_flat(node))
    note = _NOTE_MARK.fullmatch(text)
    return f"[{note[1]}]" if note and node.css_first("a") is not None else raise_digits(text)


def _own_rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in _children(table):
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (line for line in _children(child) if line.tag == "tr")


def _is_layout(table: LexborNode, rows: tuple[LexborNode, ...]) -> bool:
    widths = [sum(cell.tag in ("td", "th") for cell in _children(line)) for line in rows]
    return table.attributes.get("role") in ("presentation", "none") or max(widths, default=0) < 2


def _repeat_spanned(texts: list[str], spans: dict[int, tuple[int, str]]) -> None:
    while len(texts) in spans:
        column = len(texts)
        left, text = spans[column]
        texts.append(text)
        if left > 1:
            spans[column] = (left - 1, text)
        else:
            del spans[column]


def _label(number: int, style: str | None) -> str:
    if style in ("a", "A") and 0 < number <= 26:
        return chr(ord(style) + number - 1)
    return str(number)
