"""Chat models behind the check, against a real server on loopback that behaves well and badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.engines.opening import open_engine
from assistant.settings import Settings

QUESTION = "Hoeveel studenten heeft de technische universiteit van Aken?"


class Server(ThreadingHTTPServer):
    """Speaks as much of OpenAI's protocol as a streaming chat needs; `behaviour` says how it misbehaves."""

    daemon_threads = True
    behaviour = "good"
    claims: tuple[dict[str, object], ...] = ()
    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(json.dumps(body["messages"], ensure_ascii=False))
        behaviour = self.server.behaviour
        if behaviour in ("429", "500", "401", "404"):
            self.send_error(int(behaviour), "secret-key-in-an-error")
            return
        if behaviour == "silent":
            time.sleep(3)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in self._pieces(behaviour):
            self._send(piece)
        if behaviour != "dropped":
            self.wfile.write(b"data: [DONE]\n\n")

    def _pieces(self, behaviour: str) -> Iterator[str]:
        answer = json.dumps({"claims": list(self.server.claims)}, ensure_ascii=False)
        if behaviour == "broken":
            yield answer[: len(answer) // 3]
        elif behaviour == "dropped":
            yield answer[:20]
        elif behaviour == "empty":
            return
        elif behaviour == "endless":
            for _ in range(3000):
                yield "en nog een woord " * 3
        else:
            yield from (answer[i : i + 11] for i in range(0, len(answer), 11))

    def _send(self, piece: str) -> None:
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "scripted",
            "choices": [
                {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
            ],
        }
        try:
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        except OSError:
            return


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def assistant(server: Server, sample_assistant: Assistant) -> Assistant:
    settings = Settings(
        engine="openai:scripted",
        engine_url=f"http://127.0.0.1:{server.server_address[1]}/v1",
        engine_key="secret-key",
        engine_timeout_s=1.0,
    )
    other = object.__new__(Assistant)
    other.__dict__.update(sample_assistant.__dict__)
    other.engine = open_engine(settings)
    return other


def ask(assistant: Assistant, server: Server, behaviour: str, *claims: dict[str, object]) -> Answer:
    server.behaviour, server.claims, server.asked = behaviour, claims, []
    return assistant.ask(QUESTION)


def quoting(assistant: Assistant, text: str) -> dict[str, object]:
    """Return a claim that quotes the passage which answers, by the number the engine gives it."""
    passages = assistant.search(QUESTION)
    number = next(n for n, p in enumerate(passages, 1) if "telt 45.000 studenten" in p.text)
    assert number <= 8
    return {"text": text, "quotes": [{"passage": number, "quote": "telt 45.000 studenten"}]}


def test_a_good_claim_is_shown_with_its_quote(assistant: Assistant, server: Server) -> None:
    answer = ask(assistant, server, "good", quoting(assistant, "De universiteit telt 45.000 studenten."))
    assert answer.engine == "openai:scripted"
    assert [claim.text for claim in answer.claims] == ["De universiteit telt 45.000 studenten."]
    assert answer.citations[0].quote == "telt 45.000 studenten"


def test_claims_arrive_one_by_one(assistant: Assistant, server: Server) -> None:
    claim = quoting(assistant, "De universiteit telt 45.000 studenten.")
    server.behaviour, server.claims, server.asked = (
        "good",
        (claim, {**claim, "text": "Er zijn 45.000 studenten."}),
        [],
    )
    grown = [len(answer.claims) for answer in assistant.stream(QUESTION)]
    assert grown[0] == 1
    assert grown[-1] == 2


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        ("429", "te veel vragen"),
        ("500", "storing"),
        ("401", "sleutel"),
        ("404", "kent"),
        ("silent", "niet op tijd"),
        ("broken", "niets terug dat gecontroleerd kan worden"),
        ("dropped", "zonder taalmodel"),
        ("empty", "niets terug dat gecontroleerd kan worden"),
        ("endless", "niets terug dat gecontroleerd kan worden"),
    ],
)
def test_every_misbehaviour_ends_in_the_quotes_with_a_word_about_why(
    assistant: Assistant, server: Server, behaviour: str, told: str
) -> None:
    claim = quoting(assistant, "De universiteit telt 45.000 studenten.")
    started = time.monotonic()
    answer = ask(assistant, server, behaviour, claim)
    assert answer.engine == "quotes"
    assert "45.000" in answer.claims[0].text
    assert told in answer.text
    assert "secret-key" not in answer.text
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(
    "text",
    [
        "De universiteit telt 45.001 studenten.",
        "De universiteit telt 450.000 studenten.",
        "The university counts 45,000 students in total, all of them enrolled.",
    ],
)
def test_a_claim_that_its_quote_does_not_carry_is_not_shown(
    assistant: Assistant, server: Server, text: str
) -> None:
    answer = ask(assistant, server, "good", quoting(assistant, text))
    assert answer.engine == "quotes"
    assert text not in answer.text


def test_a_quote_that_stands_nowhere_is_told_to_the_model_and_not_shown(
    assistant: Assistant, server: Server
) -> None:
    claim = quoting(assistant, "De universiteit telt 45.000 studenten.")
    claim["quotes"] = [{"passage": 1, "quote": "telt precies 45.000 studenten"}]
    answer = ask(assistant, server, "good", claim)
    assert answer.engine == "quotes"
    assert any("telt precies 45.000 studenten" in asked for asked in server.asked[1:])
