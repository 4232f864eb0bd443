"""The page in the browser: `serve` opens it on this machine, and on this machine only."""

from __future__ import annotations

import locale
import os
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings, read_settings
from ingest.errors import MissiveError
from page.backend import Backend
from page.page_images import PageImages
from page.uploads import Uploads
from page.wording import Words, preferred

if TYPE_CHECKING:
    from fastapi import FastAPI

HOST = "127.0.0.1"

_PORTS = 20
"""Ports that are tried from the one asked for on; the address that is printed says which was free."""


def serve(
    library_folder: Path, *, port: int = 7860, api: bool = False, settings: Settings | None = None
) -> None:
    """Serve the page for the library in `library_folder` on 127.0.0.1 until interrupted; print its address.

    `api` also offers search, ask, show and list to other programs on this machine, by Gradio's
    API and as MCP tools; the environment variable MISSIVE_API=1 does the same.

    Raises:
        SettingsError: a setting is wrong.
        OSError: no port is free.
    """
    import uvicorn

    backend = Backend(library_folder, settings or read_settings())
    uploads = Uploads()
    app = make_app(backend, uploads, api=api or os.environ.get("MISSIVE_API") == "1")
    listener = _listen(port)
    words = Words(preferred((locale.getlocale()[0] or "").replace("_", "-")))
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    sys.stdout.write(words.say("serve.address", address=address) + "\n")
    sys.stdout.flush()
    threading.Thread(target=_warm, args=(backend,), daemon=True).start()
    try:
        config = uvicorn.Config(app, log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        uploads.close()


def make_app(backend: Backend, uploads: Uploads, *, api: bool = False) -> FastAPI:
    """Return the web application: the page, its own addresses, and the guard around both."""
    # Gradio and the hub client look outside unless told not to before they are imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gradio as gr
    from fastapi import FastAPI

    from page.blocks import HEAD, STYLE, make_blocks, theme
    from page.guard import Guard
    from page.handlers import Handlers
    from page.routes import add_routes
    from page.tools import Tools

    images = PageImages()
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(Guard)
    add_routes(app, backend, images, uploads)
    blocks = make_blocks(Handlers(backend, uploads, images), Tools(backend) if api else None)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name=HOST,
        footer_links=[],
        allowed_paths=[],
        # Reports come in through /missive/upload, which looks at them; Gradio's own way in takes nothing.
        max_file_size=1,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=api,
        theme=theme(),
        css=STYLE,
        head=HEAD,
    )
    return app


def _listen(port: int) -> socket.socket:
    for candidate in range(port, port + _PORTS if port else 1):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, candidate))
        except OSError:
            listener.close()
        else:
            return listener
    raise OSError(f"no free port from {port} to {port + _PORTS - 1} on {HOST}")


def _warm(backend: Backend) -> None:
    """Load models and word lists before the first question; what is missing is told when it is asked for."""
    with suppress(MissiveError):
        backend.models()
        # Lists of names, figures and languages load with their first use, which takes about a second.
        backend.assistant().ask("Wie leidde de delegatie, en wanneer?")
