"""`missive ui`: the chat page, on this machine only."""

from __future__ import annotations

import argparse

DONE = 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `ui`."""
    parser.add_argument("--port", type=int, default=7860, help="port on 127.0.0.1 (default: 7860)")
    parser.add_argument(
        "--api",
        action="store_true",
        help="also offer search, ask, show and list by Gradio's API and as MCP tools, on this machine",
    )


def run(options: argparse.Namespace) -> int:
    """Serve the page until interrupted; its address is printed."""
    import importlib

    # The page is the layer above this one: it is named here and imported nowhere.
    importlib.import_module("ui").serve(options.library, port=options.port, api=options.api)
    return DONE
