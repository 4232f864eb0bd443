"""A server on loopback that speaks as much of OpenAI's protocol as a streaming chat needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class CompletionServer(ThreadingHTTPServer):
    """Streams what `complete` makes of the messages; keeps the requests it got in `asked`."""

    daemon_threads = True

    def __init__(self, complete: Callable[[list[dict[str, str]]], Iterator[str]]) -> None:
        super().__init__(("127.0.0.1", 0), CompletionHandler)
        self.complete = complete
        self.asked: list[list[dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class CompletionHandler(BaseHTTPRequestHandler):
    server: CompletionServer

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body["messages"])
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in self.server.complete(body["messages"]):
            choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
            chunk = {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": "tiny",
                "choices": [choice],
            }
            try:
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            except OSError:  # the client has read enough
                return
        with suppress(OSError):
            self.wfile.write(b"data: [DONE]\n\n")


@contextmanager
def serving(complete: Callable[[list[dict[str, str]]], Iterator[str]]) -> Iterator[CompletionServer]:
    server = CompletionServer(complete)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
