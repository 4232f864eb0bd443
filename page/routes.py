"""The page's own addresses: page images, originals to download, and uploads."""

from __future__ import annotations

import re
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from ingest.document import Kind
from ingest.errors import MissiveError
from page.backend import Backend
from page.page_images import PageImages
from page.uploads import Uploads
from page.wording import Words, language_of

_MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""Kinds that a program opens; what a browser might show (HTML, mail, text) goes out as mere bytes."""

_ID = re.compile(r"[0-9a-f]{64}")

_HOUR_S = 3600


def add_routes(app: FastAPI, backend: Backend, images: PageImages, uploads: Uploads) -> None:
    """Add the addresses under `/missive/` to `app`; they come before Gradio's."""

    @app.get("/missive/page/{document_id}/{page}")
    async def page_image(document_id: str, page: int) -> Response:
        if not _ID.fullmatch(document_id):
            return Response(status_code=404)
        try:
            image = await run_in_threadpool(lambda: images.draw(backend.require_library(), document_id, page))
        except MissiveError:
            return Response(status_code=404)
        # A report never changes under its id, but it can be removed: the browser keeps it for an hour.
        headers = {"Cache-Control": f"private, max-age={_HOUR_S}"}
        return Response(image.content, media_type="image/webp", headers=headers)

    @app.get("/missive/original/{document_id}")
    async def original(document_id: str) -> Response:
        if not _ID.fullmatch(document_id):
            return Response(status_code=404)
        try:
            library = backend.require_library()
            document = await run_in_threadpool(library.document, document_id)
            content = await run_in_threadpool(library.original, document_id)
        except MissiveError:
            return Response(status_code=404)
        name = quote(document.name.rsplit("/", 1)[-1])
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            # Should a browser show it after all, nothing in it may run.
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        media_type = _MEDIA_TYPES.get(document.kind, "application/octet-stream")
        return Response(content, media_type=media_type, headers=headers)

    @app.post("/missive/upload")
    async def upload(request: Request) -> Response:
        # A header that a form of another site cannot set without asking first.
        if request.headers.get("x-missive") != "upload":
            return Response(status_code=403)
        words = Words(language_of(request.query_params.get("language")))
        try:
            received = await uploads.receive(request.query_params.get("name", ""), request.stream())
        except MissiveError as error:
            return JSONResponse({"reason": words.tell(error.message)}, status_code=413)
        return JSONResponse({"token": received.token, "name": received.name})
