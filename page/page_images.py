"""Images of PDF pages, drawn once and kept for a while."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from dataclasses import dataclass

from index.library import Library
from ingest.document import Kind
from ingest.errors import MissiveError
from ingest.messages import Message

WIDTH_PX = 1200
"""Width of an image: sharp in a pane of 600 points on a screen with two pixels a point."""

_KEPT = 96
"""Images kept in memory; at about 250 kB each, 24 MB."""

_MAX_HEIGHT_PX = 6000
"""A page longer than five times its width is drawn narrower, so that no page fills the memory."""

_QUALITY = 84
"""WebP quality at which 9-point text shows no rings at twice its size (looked at on the sample reports)."""


class PageImageError(MissiveError):
    """A page cannot be drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """A drawn page: WebP bytes and its size in pixels."""

    content: bytes
    width_px: int
    height_px: int


class PageImages:
    """Draws pages of PDF reports and keeps the images used last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], PageImage] = OrderedDict()
        # PDFium is not safe for threads: one page is drawn at a time.
        self._guard = threading.Lock()

    def draw(self, library: Library, document_id: str, page: int) -> PageImage:
        """Return page `page` (from 1) of a PDF report as an image.

        Raises:
            MissiveError: there is no such report, it is no PDF, or the page cannot be drawn.
        """
        with self._guard:
            key = (document_id, page)
            if key not in self._kept:
                self._kept[key] = _drawn(library, document_id, page)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]

    def forget(self, document_ids: tuple[str, ...]) -> None:
        """Drop the images of reports that were removed."""
        with self._guard:
            for key in [key for key in self._kept if key[0] in document_ids]:
                del self._kept[key]


def _drawn(library: Library, document_id: str, page: int) -> PageImage:
    import pypdfium2

    if library.document(document_id).kind is not Kind.PDF:
        raise PageImageError(Message.of("source.no_image"))
    try:
        pdf = pypdfium2.PdfDocument(library.original(document_id))
        try:
            drawn = pdf[page - 1]
            width, height = drawn.get_size()
            scale = min(WIDTH_PX / width, _MAX_HEIGHT_PX / height)
            image = drawn.render(scale=scale).to_pil().convert("RGB")
        finally:
            pdf.close()
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError) as exc:
        raise PageImageError(Message.of("source.no_image")) from exc
    written = io.BytesIO()
    image.save(written, "WEBP", quality=_QUALITY, method=2)
    return PageImage(content=written.getvalue(), width_px=image.width, height_px=image.height)
