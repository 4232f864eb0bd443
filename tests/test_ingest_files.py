from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.files import FoundFile, SkippedFile, read_file, walk


def found(paths: list[Path], **limits: int) -> list[str]:
    return [str(file.path.name) for file in walk(paths, **limits) if isinstance(file, FoundFile)]


def skipped(paths: list[Path], **limits: int) -> list[tuple[str, str]]:
    return [
        (file.path.name, file.reason.key) for file in walk(paths, **limits) if isinstance(file, SkippedFile)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "A.pdf", "deel/c.md", "deel/.hidden", ".git/config", "~$A.docx", "Thumbs.db"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_folders_are_walked_in_the_order_of_names(folder: Path) -> None:
    assert found([folder]) == ["A.pdf", "b.txt", "c.md"]


def test_hidden_and_temporary_files_are_named(folder: Path) -> None:
    assert skipped([folder]) == [
        (".git", "files.hidden"),
        (".hidden", "files.hidden"),
        ("Thumbs.db", "files.hidden"),
        ("~$A.docx", "files.hidden"),
    ]


def test_a_hidden_file_that_was_asked_for_is_read(folder: Path) -> None:
    assert found([folder / "deel/.hidden"]) == [".hidden"]


def test_the_folder_and_size_of_a_file_are_told(folder: Path) -> None:
    files = {file.path.name: file for file in walk([folder]) if isinstance(file, FoundFile)}
    assert files["c.md"].folder == folder
    assert files["c.md"].size_bytes == len("deel/c.md")
    (alone,) = walk([folder / "b.txt"])
    assert isinstance(alone, FoundFile)
    assert alone.folder is None


def test_a_file_reached_twice_is_read_once(folder: Path) -> None:
    (folder / "deel/link.txt").symlink_to(folder / "b.txt")
    assert found([folder / "b.txt", folder]) == ["b.txt", "A.pdf", "c.md"]


def test_a_loop_of_links_ends(folder: Path) -> None:
    (folder / "deel/up").symlink_to(folder)
    assert ("up", "files.loop") in skipped([folder])
    assert found([folder]) == ["A.pdf", "b.txt", "c.md"]


def test_a_dead_link_and_a_missing_path_are_named(folder: Path) -> None:
    (folder / "z.txt").symlink_to(folder / "gone")
    assert ("z.txt", "files.missing") in skipped([folder])
    assert skipped([folder / "nowhere"]) == [("nowhere", "files.missing")]


def test_a_large_file_is_named_with_both_sizes(folder: Path) -> None:
    (folder / "b.txt").write_bytes(bytes(3 * 1024**2))
    (large,) = walk([folder / "b.txt"], max_file_bytes=1024**2)
    assert isinstance(large, SkippedFile)
    assert large.reason.key == "read.oversized"
    assert dict(large.reason.values) == {"name": "b.txt", "size_mb": 3, "limit_mb": 1}


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert skipped([tmp_path]) == [("pipe", "files.not_a_file")]


def test_a_file_that_vanished_is_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as raised:
        read_file(tmp_path / "gone.txt")
    assert raised.value.message.key == "files.missing"
