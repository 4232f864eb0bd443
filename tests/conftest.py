"""No test reaches beyond loopback, and under MISSIVE_NO_SKIPS a skipped test has failed."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from assistant.answering import Assistant

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


# A busy machine is no failing rule.
settings.register_profile("missive", deadline=None)
settings.load_profile("missive")


def _is_loopback(host: object) -> bool:
    if host in ("localhost", "", None):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0] if isinstance(address, tuple) else address
            if not _is_loopback(host):
                raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("MISSIVE_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where no test may skip: {report.longrepr}"


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the sample reports, made with the shipped models; read it, never write it."""
    from index.embedder import load_embedder
    from index.ingestion import ingest_paths
    from index.library import Library

    folder = tmp_path_factory.mktemp("samples") / "library"
    embedder = load_embedder(None)
    with Library.create(folder, embedder) as library:
        ingest_paths(library, [Path(__file__).parents[1] / "examples" / "reports"], embedder=embedder)
    return folder


@pytest.fixture(scope="session")
def sample_assistant(sample_library: Path) -> Assistant:
    """An assistant over the sample reports, with the `quotes` engine."""
    from assistant.answering import Assistant

    return Assistant.open(sample_library)
