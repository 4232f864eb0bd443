"""The page over HTTP: for this machine alone, with nothing in it that could run a report's script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from ui_doubles import HTML, PDF, WordBackend, make_library

from page.guard import is_own
from page.tools import Tools
from page.uploads import Uploads
from ui import make_app

HOST = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> WordBackend:
    folder = tmp_path_factory.mktemp("routes") / "library"
    make_library(folder, PDF, HTML).close()
    return WordBackend(folder)


@pytest.fixture(scope="module")
def client(backend: WordBackend) -> Iterator[TestClient]:
    uploads = Uploads()
    with TestClient(make_app(backend, uploads), base_url=HOST) as client:
        yield client
    uploads.close()


def id_of(backend: WordBackend, name: str) -> str:
    return next(one.id for one in backend.require_library().documents() if one.name == name)


@pytest.mark.parametrize(
    ("host", "origin", "own"),
    [
        ("127.0.0.1:7860", None, True),
        ("localhost:7860", "http://localhost:7860", True),
        ("127.0.0.1:7860", "http://127.0.0.1:7860", True),
        ("127.0.0.1:7860", "http://127.0.0.1:9999", False),
        ("127.0.0.1:7860", "https://example.org", False),
        ("127.0.0.1:7860", "null", False),
        ("missive.example.org:7860", None, False),
        ("127.0.0.1.example.org", None, False),
        ("", None, False),
    ],
)
def test_only_this_page_on_this_machine_is_let_in(host: str, origin: str | None, own: bool) -> None:
    assert is_own(host, origin) is own


def test_a_foreign_host_or_origin_is_turned_away(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "example.org"}).status_code == 403
    foreign = {"Origin": "https://example.org"}
    assert client.post("/missive/upload?name=a.txt", content=b"x", headers=foreign).status_code == 403
    assert client.post("/gradio_api/queue/join", json={}, headers=foreign).status_code == 403


def test_the_page_loads_from_itself_alone(client: TestClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "connect-src 'self'" in policy and "object-src 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "fonts.googleapis" not in response.text and "cdnjs" not in response.text


def test_gradio_s_own_way_in_takes_no_file(client: TestClient) -> None:
    reply = client.post("/gradio_api/upload", files={"files": ("a.txt", b"more than one byte")})
    assert reply.status_code == 413


@pytest.mark.parametrize("path", ["/etc/passwd", "library.sqlite", "pyproject.toml"])
def test_no_file_of_the_machine_is_served(client: TestClient, backend: WordBackend, path: str) -> None:
    for asked in (path, str(backend.folder / path.lstrip("/"))):
        assert client.get(f"/gradio_api/file={asked}").status_code in (403, 404)


def test_a_page_image_and_an_original_come_with_their_guards(
    client: TestClient, backend: WordBackend
) -> None:
    image = client.get(f"/missive/page/{id_of(backend, PDF)}/1")
    assert (image.status_code, image.headers["content-type"]) == (200, "image/webp")
    original = client.get(f"/missive/original/{id_of(backend, PDF)}")
    assert original.content.startswith(b"%PDF") and original.headers["content-type"] == "application/pdf"
    assert original.headers["content-disposition"] == f"attachment; filename*=UTF-8''{PDF}"


def test_an_html_report_is_only_bytes_to_the_browser(client: TestClient, backend: WordBackend) -> None:
    original = client.get(f"/missive/original/{id_of(backend, HTML)}")
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith("attachment")
    assert original.headers["content-security-policy"].startswith("sandbox")


@pytest.mark.parametrize("address", ["page/x/1", "page/%s/99", "original/x", "page/..%%2f..%%2fetc/1"])
def test_what_is_not_there_is_not_found(client: TestClient, backend: WordBackend, address: str) -> None:
    path = address.replace("%s", id_of(backend, PDF)).replace("%%", "%")
    assert client.get(f"/missive/{path}").status_code == 404
    assert client.get(f"/missive/original/{'0' * 64}").status_code == 404


def test_an_upload_needs_the_page_s_own_header(client: TestClient) -> None:
    assert client.post("/missive/upload?name=a.txt", content=b"x").status_code == 403
    taken = client.post("/missive/upload?name=a.txt", content=b"x", headers={"X-Missive": "upload"})
    assert taken.status_code == 200 and taken.json()["name"] == "a.txt"


def test_functions_for_other_programs_are_off_by_default(client: TestClient) -> None:
    endpoints = client.get("/gradio_api/info").json()
    assert endpoints["named_endpoints"] == {} and endpoints["unnamed_endpoints"] == {}
    assert client.get("/gradio_api/mcp/schema").status_code == 404


def test_functions_for_other_programs_are_there_when_asked_for(backend: WordBackend) -> None:
    with TestClient(make_app(backend, Uploads(), api=True), base_url=HOST) as client:
        names = set(client.get("/gradio_api/info").json()["named_endpoints"])
        assert names == {"/search", "/ask", "/show_page", "/list_reports"}
        tools: list[dict[str, Any]] = client.get("/gradio_api/mcp/schema").json()
        assert {tool["name"].removeprefix("missive_") for tool in tools} == {name[1:] for name in names}
        asked = next(tool for tool in tools if tool["name"].endswith("ask"))
        assert asked["description"].startswith("Answer a question from the reports")
        assert set(asked["inputSchema"]["properties"]) == {"question", "language"}


def test_tools_answer_in_plain_values(backend: WordBackend, tmp_path: Path) -> None:
    tools = Tools(backend)
    answer = tools.ask("Hoeveel deelnemers telde de groep die gedeputeerde Dewaele leidde?", "nl")
    assert answer["answered"] is True and answer["citations"][0]["document"] == PDF
    page = tools.show_page(PDF, 2)
    assert page["pages"][0]["text"] == backend.require_library().page(id_of(backend, PDF), 2).text
    assert [one["document"] for one in tools.list_reports()["documents"]] == [PDF, HTML]
    assert tools.show_page("nergens.pdf")["error"]["key"] == "document.missing"
    assert Tools(WordBackend(tmp_path / "none")).list_reports()["error"]["key"] == "library.missing"
