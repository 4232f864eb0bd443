"""The source pane: the page that a quote stands on, with the quote marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.answer import Citation
from index.library import Library
from ingest.document import Document, Heading, Kind, Page
from page.highlight import Box, boxes_of
from page.markup import tag
from page.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a source pane shows: a page of a report, and the quote (`start:end` of `quote_page`) to mark."""

    document_id: str
    page: int
    quote_page: int = 0
    start: int = 0
    end: int = 0
    marker: int = 0

    @classmethod
    def of(cls, citation: Citation) -> Shown:
        """Return the page of a citation with its quote marked."""
        return cls(
            document_id=citation.document_id,
            page=citation.page,
            quote_page=citation.page,
            start=citation.start,
            end=citation.end,
            marker=citation.marker,
        )

    def at(self, page: int) -> Shown:
        """Return another page of the same report."""
        return replace(self, page=page)


def source_html(library: Library, shown: Shown, words: Words) -> Markup:
    """Return the pane with the page, what report it is of, and the way to its neighbours.

    Raises:
        MissiveError: the report is no longer in the library.
    """
    document = library.document(shown.document_id)
    numbers = page_numbers(document)
    page = next((one for one in document.pages if one.page == shown.page), None)
    return tag(
        "section",
        tag(
            "header",
            tag("h2", tag("bdi", document.title), tabindex="-1"),
            tag("p", _about(document, words), class_="origin"),
            _steps(document, shown, numbers, words),
        ),
        _body(document, page, shown, words),
        class_="source-pane",
        aria_label=words.say("source.title"),
    )


def page_numbers(document: Document) -> tuple[int, ...]:
    """Return the numbers of all pages, those without text too."""
    return tuple(
        sorted({page.page for page in document.pages} | {page.page for page in document.unread_pages})
    )


def _about(document: Document, words: Words) -> list[str | Markup]:
    parts = [words.date(document.date), words.language_name(document.language), document.organisation]
    return [" · ".join(part for part in parts if part), " · ", tag("bdi", document.name)]


def _steps(document: Document, shown: Shown, numbers: tuple[int, ...], words: Words) -> Markup:
    place = numbers.index(shown.page) if shown.page in numbers else 0
    position = words.say("source.position", page=words.number(shown.page), pages=words.number(len(numbers)))
    return tag(
        "div",
        _step(words.say("source.previous"), numbers[place - 1] if place > 0 else None, shown),
        tag("span", position, class_="position"),
        _step(words.say("source.next"), numbers[place + 1] if place + 1 < len(numbers) else None, shown),
        _step(words.say("source.back"), shown.quote_page, shown)
        if shown.quote_page and shown.page != shown.quote_page
        else None,
        tag(
            "a",
            words.say("source.download"),
            href=f"/missive/original/{document.id}",
            download=True,
            class_="button",
        ),
        # On a narrow screen the answer is far above; the script brings the visitor back to its number.
        tag("button", words.say("source.to_answer"), type="button", data_back=True, class_="back"),
        class_="steps",
        role="group",
        aria_label=words.say("source.pages"),
    )


def _step(label: str, page: int | None, shown: Shown) -> Markup:
    return tag(
        "button",
        label,
        type="button",
        disabled=page is None,
        data_event="select",
        data_document=shown.document_id,
        data_page=page,
        data_quote_page=shown.quote_page,
        data_start=shown.start,
        data_end=shown.end,
        data_marker=shown.marker,
    )


def _body(document: Document, page: Page | None, shown: Shown, words: Words) -> Markup:
    has_quote = page is not None and shown.page == shown.quote_page and shown.end > shown.start
    span = (shown.start, shown.end) if has_quote else (0, 0)
    if document.kind is Kind.PDF:
        return _image(document, page, shown, span, words)
    if page is None:
        return tag("p", words.say("source.unread"), class_="notice")
    return tag(
        "div",
        _typeset(page, *span),
        class_="paper typeset",
        lang=document.language,
        tabindex="0",
        role="region",
        aria_label=words.say("source.text"),
    )


def _image(
    document: Document, page: Page | None, shown: Shown, span: tuple[int, int], words: Words
) -> Markup:
    boxes = boxes_of(page, *span) if page else ()
    return tag(
        "div",
        tag(
            "figure",
            tag(
                "img",
                src=f"/missive/page/{document.id}/{shown.page}",
                alt=words.say("source.image", page=shown.page, title=document.title),
            ),
            [_highlight(box) for box in boxes],
            class_="paper drawn",
        ),
        tag("p", words.say("source.unread"), class_="notice") if page is None else None,
        _as_text(page, document, span, words, is_open=bool(span[1]) and not boxes) if page else None,
        tabindex="0",
        role="region",
        aria_label=words.say("source.text"),
        class_="paper-frame",
    )


def _as_text(page: Page, document: Document, span: tuple[int, int], words: Words, *, is_open: bool) -> Markup:
    return tag(
        "details",
        tag("summary", words.say("source.as_text")),
        tag("div", _typeset(page, *span), class_="typeset", lang=document.language),
        open=is_open,
    )


def _highlight(box: Box) -> Markup:
    style = (
        f"left:{100 * box.left:.3f}%;top:{100 * box.top:.3f}%;"
        f"width:{100 * (box.right - box.left):.3f}%;height:{100 * (box.bottom - box.top):.3f}%"
    )
    return tag("span", class_="highlight", style=style, aria_hidden="true")


def _typeset(page: Page, start: int, end: int) -> list[Markup]:
    """Return the page text line by line, headings as headings, with `start:end` marked."""
    headings = {heading.start: heading for heading in page.headings}
    lines: list[Markup] = []
    offset = 0
    for line in page.text.split("\n"):
        if line.strip():
            lines.append(_line(line, offset, start, end, headings.get(offset)))
        offset += len(line) + 1
    return lines


def _line(line: str, offset: int, start: int, end: int, heading: Heading | None) -> Markup:
    first, last = max(start - offset, 0), min(end - offset, len(line))
    marked = (line,) if first >= last else (line[:first], tag("mark", line[first:last]), line[last:])
    # Headings of the report sit below the pane's own, which is of the second level.
    return tag(f"h{min(6, 2 + heading.level)}" if heading else "p", marked)
